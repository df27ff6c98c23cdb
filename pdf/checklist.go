package pdf

import (
	"fmt"
	"strings"
)

// A route is what a procedure asks of the applicant.
type route struct {
	signThere bool // the application form is signed before whoever identifies
	certified bool // the signature on a form of its own is certified; see [CertificationForm]
	forward   bool // the papers stay there, and are posted to the TSP from there
	send      bool // the applicant posts the papers to the TSP
}

var routes = map[Procedure]route{
	NoIdent:         {send: true},
	PostIdentBranch: {send: true},
	PostIdentEID:    {send: true},
	NotarIdent:      {certified: true, send: true},
	BotschaftsIdent: {certified: true, send: true},
	OfficerIdent:    {signThere: true, forward: true},
	BehoerdenIdent:  {signThere: true, send: true},
	DTrustIdent:     {signThere: true},
}

// Paper implements [Document].
func (c Checklist) Paper() (Paper, error) {
	w := wordsOf(c.Language)
	p, err := c.paper(w)
	if err != nil {
		return p, fmt.Errorf("checklist: %w", err)
	}
	p.Title, p.Name = w.Checklist.Title, w.Checklist.Name
	if c.done() {
		p.Subtitle = fill(w.Checklist.DoneText, w.moment(c.IdentifiedAt), c.IdentifiedBy)
	}
	if c.DeliveryNotice != "" {
		p.add(Notice{w.Checklist.DeliveryTitle, c.DeliveryNotice})
	}
	p.section(w.Checklist.Bring, List{Tick: true, Items: c.bring(w)})
	steps := c.steps(w)
	p.section(w.Checklist.Steps, Steps(steps))
	if routes[c.Procedure].send {
		p.add(Address{w.Checklist.SendTo, lines(c.TSP)})
	}
	p.section(w.Checklist.Next, List{Items: c.next(w)})
	p.section(w.Checklist.Help, Paragraph{reach(c.TSP)})
	return p, nil
}

// done says that the identification is behind the applicant.
func (c Checklist) done() bool { return !c.IdentifiedAt.IsZero() }

// bring lists what the applicant needs at hand.
func (c Checklist) bring(w *words) []string {
	t := w.Checklist
	items := map[Procedure][]string{
		PostIdentBranch: {t.BringDocument, t.BringCoupon},
		PostIdentEID:    {t.BringEID, t.BringApp, t.BringCoupon},
		NotarIdent:      {t.BringDocument, fill(t.BringCertified, w.Procedures[NotarIdent])},
		BotschaftsIdent: {t.BringDocument, fill(t.BringCertified, w.Procedures[BotschaftsIdent])},
		OfficerIdent:    {t.BringDocument, t.BringList},
		BehoerdenIdent:  {t.BringDocument, t.BringForm, t.BringAuthorityForm},
		DTrustIdent:     {t.BringDocument, t.BringForm, t.BringAppointment},
	}[c.Procedure]
	if c.done() {
		items = nil
	}
	return append(items, c.Evidence()...)
}

// Evidence lists what proves the certificate's content beyond the person, in the
// paper's language.
func (c Checklist) Evidence() (items []string) {
	t := wordsOf(c.Language).Checklist
	if c.Organisation != "" {
		items = append(items, fill(t.EvidenceOrganisation, c.Organisation))
	}
	if c.Family == SealCard && c.Representative == "" {
		items = append(items, t.EvidenceSignatory)
	}
	if c.Attribute != "" {
		items = append(items, fill(t.EvidenceAttribute, c.Attribute, c.ConfirmedBy))
	}
	if c.Representative != "" {
		items = append(items, fill(t.EvidenceRepresentative, c.Representative))
	}
	if c.Family == OfficerCard {
		items = append(items, t.EvidenceOfficer)
	}
	return items
}

func (c Checklist) steps(w *words) (steps []Step) {
	t, r := w.Checklist, routes[c.Procedure]
	sign := t.SignNow
	switch {
	case r.signThere && c.done():
		sign = t.SignHere
	case r.signThere:
		sign = t.SignThere
	}
	steps = append(steps, t.Check, sign)
	switch {
	case c.done() && c.Procedure == BehoerdenIdent:
		steps = append(steps, t.Certify)
	case !c.done() && c.Procedure != NoIdent:
		steps = append(steps, c.ident(w))
	}
	return append(steps, c.close(w))
}

// ident is the step of being identified, with the number and place it needs.
func (c Checklist) ident(w *words) Step {
	t := w.Checklist
	s := t.Ident[c.Procedure]
	if c.ProcedureNumber != "" {
		s.Text += "\n" + fill(t.ProcedureNumber, c.ProcedureNumber)
	}
	if where := joined(c.Desk); where != "" {
		s.Text += "\n" + fill(t.Where, where)
	}
	return s
}

// close is how the papers reach the TSP.
func (c Checklist) close(w *words) Step {
	switch r := routes[c.Procedure]; {
	case c.Procedure == BehoerdenIdent:
		return w.Checklist.SendSealed
	case routes[c.Procedure].certified:
		s := w.Checklist.SendCertified
		return Step{s.Title, fill(s.Text, w.Procedures[c.Procedure])}
	case r.send:
		return w.Checklist.Send
	case r.forward:
		s := w.Checklist.Forward
		s.Text = fill(s.Text, strings.Join(lines(c.TSP), ", "))
		return s
	}
	return w.Checklist.HandIn
}

// next says what happens without the applicant's doing.
func (c Checklist) next(w *words) []string {
	t := w.Checklist
	card := t.NextCard
	if c.DeliverToDesk {
		card = t.NextCardDesk
	}
	items := []string{fill(t.NextCheck, c.TSP.Name), t.NextWaiting, card, t.NextActivation}
	if c.Quantity > 1 {
		items = append(items, fill(t.NextQuantity, c.Quantity))
	}
	return append(items, t.NextFamily[c.Family])
}
