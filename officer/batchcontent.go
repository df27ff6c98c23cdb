package officer

import "time"

// BatchFormat names the fields of a batch and what they mean; a change of either
// is another format.
const BatchFormat = "officer-portal production batch 1"

// BatchContent is what the personaliser needs to make the cards of a batch, and
// no more: no document number, no birth date, nothing of who identified whom.
type BatchContent struct {
	Format string      `json:"format"`
	Batch  BatchID     `json:"batch"`
	MadeAt time.Time   `json:"made_at"`
	Cards  []BatchCard `json:"cards"`
}

// A BatchCard is one card to be made.
type BatchCard struct {
	Card         CardID             `json:"card"`
	Product      BatchProduct       `json:"product"`
	Subject      []BatchAttribute   `json:"subject"` // of every certificate on the card, in this order
	Certificates []CertificateUsage `json:"certificates"`
	Publish      bool               `json:"publish"` // in the provider's directory
	CardTo       Recipient          `json:"card_to"`
	PINLetterTo  Recipient          `json:"pin_letter_to"`
}

// A BatchProduct is what kind of card it is.
type BatchProduct struct {
	Code       string `json:"code"`
	Family     Family `json:"family"`
	Variant    string `json:"variant"`
	Generation string `json:"generation"`
	Algorithm  string `json:"algorithm"`
	TermYears  int    `json:"term_years"`
	Test       bool   `json:"test"`
}

// A BatchAttribute is one attribute of the certificates' subject.
type BatchAttribute struct {
	Type  AttributeType `json:"type"`
	Value string        `json:"value"`
}

// A Recipient is where a parcel goes.
type Recipient struct {
	Company    string `json:"company"` // empty for a private address
	Name       string `json:"name"`
	Street     string `json:"street"`
	PostalCode string `json:"postal_code"`
	Locality   string `json:"locality"`
	Country    string `json:"country"`
}

// BatchCardOf says how one card of an application is to be made. House is the
// organisation's name, for cards that are handed over at its desk.
func BatchCardOf(card CardID, a Application, p Product, house string) BatchCard {
	c := a.Content(p)
	b := BatchCard{Card: card, Certificates: p.Family.Certificates(), Publish: c.Publish == "yes",
		Product: BatchProduct{p.Code, p.Family, p.Variant, p.Generation, p.Algorithm, p.TermYears, p.Test}}
	for _, x := range c.Subject(p.Family) {
		b.Subject = append(b.Subject, BatchAttribute{x.Type, x.Value})
	}
	d, name := a.Form.Delivery, a.Form.Person.Spoken()
	b.CardTo = recipient(name, d.Card)
	if d.CardTo == "desk" {
		b.CardTo.Company = house
	}
	b.PINLetterTo = b.CardTo
	if d.PINTo == "applicant" {
		b.PINLetterTo = recipient(name, d.PIN)
	}
	return b
}

func recipient(name string, a Address) Recipient {
	return Recipient{Name: name, Street: a.Street, PostalCode: a.PostalCode, Locality: a.Locality, Country: a.Country}
}
