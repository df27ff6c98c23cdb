package officer

import "slices"

// A PaperKind is one of the papers that belong to an order.
type PaperKind string

// The papers, each as PDF and as a page.
const (
	PaperChecklist   PaperKind = "checklist"   // what to bring, sign and send, and what happens next
	PaperApplication PaperKind = "application" // the form with space for signatures
	PaperCoupon      PaperKind = "coupon"      // PostIdent: the procedure's number for post office and app
	PaperNotary      PaperKind = "notary"      // NotarIdent: a notary certifies the signature
	PaperEmbassy     PaperKind = "embassy"     // BotschaftsIdent: a German mission abroad does
	PaperAppointment PaperKind = "appointment" // D-Trust Ident: when to come, and with what
	PaperRecord      PaperKind = "record"      // what the officer signed, on paper
	PaperAuthority   PaperKind = "authority"   // BehördenIdent: signature and official seal
	PaperRevocation  PaperKind = "revocation"  // how to have the card revoked
)

// PaperKinds lists them in the order in which they are printed.
var PaperKinds = []PaperKind{PaperChecklist, PaperCoupon, PaperAppointment, PaperApplication, PaperNotary, PaperEmbassy, PaperRecord, PaperAuthority, PaperRevocation}

// paperOf are the papers that belong to a procedure and to no other.
var paperOf = map[PaperKind][]Procedure{
	PaperCoupon: {PostIdentBranch, PostIdentEID}, PaperNotary: {NotarIdent}, PaperEmbassy: {BotschaftsIdent}, PaperAppointment: {DTrustIdent}, PaperAuthority: {BehoerdenIdent},
}

// MaxBatch is of how many orders the papers can be printed at once.
const MaxBatch = 500

// ParsePaperKind accepts exactly the known papers; any other is NotFound.
func ParsePaperKind(s string) (PaperKind, error) {
	if !slices.Contains(PaperKinds, PaperKind(s)) {
		return "", Fail(NotFound, "page.not_found")
	}
	return PaperKind(s), nil
}

// Papers lists which papers an order has. There is a record where an officer
// signed one, a coupon where its number was drawn, and a form or sheet where the
// procedure has one.
func (o Order) Papers(recorded bool) []PaperKind {
	return slices.DeleteFunc(slices.Clone(PaperKinds), func(k PaperKind) bool {
		by, bound := paperOf[k]
		return k == PaperRecord && !recorded || bound && !slices.Contains(by, o.Procedure) || k == PaperCoupon && o.ProcedureNumber == ""
	})
}

// OwnPapers lists those of them that the applicant gets. What the officer wrote
// down is the organisation's.
func (o Order) OwnPapers() []PaperKind { return o.Papers(false) }

// Moving reports whether the card is still to be made and sent, so that the
// present delivery time is of interest.
func (o Order) Moving() bool {
	return o.Status == OrderOpen || o.Status == OrderWaiting || o.Status == OrderInProduction
}
