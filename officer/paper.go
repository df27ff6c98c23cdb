package officer

import "slices"

// A PaperKind is one of the papers that belong to an order.
type PaperKind string

// The papers, each as PDF and as a page.
const (
	PaperChecklist   PaperKind = "checklist"   // what to bring, sign and send, and what happens next
	PaperApplication PaperKind = "application" // the form with space for signatures
	PaperRecord      PaperKind = "record"      // what the officer signed, on paper
	PaperAuthority   PaperKind = "authority"   // BehördenIdent: signature and official seal
	PaperRevocation  PaperKind = "revocation"  // how to have the card revoked
)

// PaperKinds lists them in the order in which they are printed.
var PaperKinds = []PaperKind{PaperChecklist, PaperApplication, PaperRecord, PaperAuthority, PaperRevocation}

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
// signed one; an authority certifies where the authority itself identified.
func (o Order) Papers(recorded bool) []PaperKind {
	return slices.DeleteFunc(slices.Clone(PaperKinds), func(k PaperKind) bool {
		return k == PaperRecord && !recorded || k == PaperAuthority && o.Procedure != BehoerdenIdent
	})
}

// Moving reports whether the card is still to be made and sent, so that the
// present delivery time is of interest.
func (o Order) Moving() bool {
	return o.Status == OrderOpen || o.Status == OrderWaiting || o.Status == OrderInProduction
}
