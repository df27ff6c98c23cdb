package officer

// Deliveries lists to whom a shop sends cards, as [Delivery] names them. To the
// public shop's organisation, which is the provider itself, none go.
func (s Shop) Deliveries() []string {
	switch {
	case s.Public || s.DeliveryTo == DeliverToApplicant:
		return []string{"applicant"}
	case s.DeliveryTo == DeliverToDesk:
		return []string{"desk"}
	}
	return []string{"applicant", "desk"}
}

// NeedsPurchaseOrder reports whether a purchase-order number is asked for before
// an order is sent.
func (s Setting) NeedsPurchaseOrder() bool {
	return s.Organisation.PurchaseOrderRequired || s.Shop.PurchaseOrderRequired
}

// HousePays reports whether the invoice goes to the shop's organisation.
func (s Setting) HousePays() bool { return s.Shop.PaidBy == PaidByOrganisation }

// Billed gives a payment with the recipient that the shop's rules set: where the
// organisation pays, nobody types its address.
func (s Setting) Billed(p Payment) Payment {
	if !s.HousePays() {
		return p
	}
	invoice, o := s.Shop.Invoice, s.Organisation
	if invoice.Recipient == "" {
		invoice = Invoice{Recipient: o.Name, Address: o.Address, VATID: o.VATID}
	}
	p.Recipient, p.Address, p.VATID = invoice.Recipient, invoice.Address, invoice.VATID
	return p
}
