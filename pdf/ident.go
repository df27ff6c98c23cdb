package pdf

import (
	"fmt"
	"strings"
)

// Coupon is what an applicant takes to a post office, or whose number they type
// into the PostIdent app. Its bar code is that of the procedure, so that the
// order's number stands on it in letters only.
type Coupon struct {
	Order
	ProcedureNumber string // digits, as they are scanned
	Grouped         string // the same as people read it
	Branch, App     bool   // for which ways the product is certified
	Person          Person
}

// Paper implements [Document].
func (c Coupon) Paper() (Paper, error) {
	w := wordsOf(c.Language)
	p, err := c.paper(w)
	if err != nil {
		return p, fmt.Errorf("coupon: %w", err)
	}
	if _, err := Code128(c.ProcedureNumber); err != nil {
		return p, fmt.Errorf("coupon: %w", err)
	}
	t := w.Coupon
	p.Title, p.Subtitle, p.Name, p.OneCode = t.Title, t.Subtitle, t.Name, true
	p.add(Barcode{Caption: t.Number, Value: c.ProcedureNumber, Text: c.Grouped})
	p.section(t.Person, c.Person.brief(w))
	if c.Branch {
		p.add(Heading{Text: t.Branch}, Steps(t.BranchSteps))
	}
	if c.App {
		p.add(Heading{Text: t.App}, Steps(t.AppSteps))
	}
	p.add(Notice{t.AfterTitle, fill(t.After, c.TSP.Name)})
	return p, nil
}

// brief names a person in few lines: for whoever compares them with a document.
func (p Person) brief(w *words) (f Fields) {
	f.put(w.Labels.Name, p.fullName())
	f.put(w.Labels.BirthName, p.BirthName)
	f.put(w.Labels.Born, strings.Join(nonempty(w.date(p.BirthDate), p.BirthPlace), ", "))
	f.put(w.Labels.Nationality, p.Nationality)
	f.put(w.Labels.Address, strings.ReplaceAll(p.Address, "\n", ", "))
	return f
}

// CertificationForm is the paper of NotarIdent and of BotschaftsIdent: a notary,
// or a German mission abroad, certifies the applicant's signature and fills in
// by which document they made sure of the person.
type CertificationForm struct {
	Order
	Person Person
}

// Paper implements [Document].
func (f CertificationForm) Paper() (Paper, error) {
	w := wordsOf(f.Language)
	p, err := f.paper(w)
	if err != nil {
		return p, fmt.Errorf("certification form: %w", err)
	}
	t, known := w.Certified[f.Procedure]
	if !known {
		return p, fmt.Errorf("certification form: nobody certifies by %q", f.Procedure)
	}
	common, name := w.CertifiedForm, f.Person.fullName()
	p.Title, p.Subtitle, p.Name = w.Procedures[f.Procedure], t.Subtitle, t.Name
	p.add(Notice{"", common.NotYet + ": " + t.NotYetText})
	unnamed := f.Person // the name stands above and below, and all has to fit on one page
	unnamed.Title, unnamed.GivenNames, unnamed.FamilyName, unnamed.Nationality = "", "", "", ""
	p.section(common.Person, unnamed.brief(w))
	p.add(Heading{Text: common.Applicant}, Paragraph{common.Declaration}, signature(w, "", name))
	sealed := signature(w, t.By, "")
	sealed.SealLabel = t.Seal
	p.add(Heading{Text: t.Heading, Sub: true}, Paragraph{fill(common.Confirmed, name)}, List{Tick: true, Items: common.Made},
		blanks(common.Document), sealed)
	return p, nil
}

// blanks are lines to fill in by hand.
func blanks(labels []string) (f Fields) {
	for _, label := range labels {
		f = append(f, Field{label, ""})
	}
	return f
}

// AppointmentSheet is for who comes to the trust service provider in person:
// when they would like to, and what to bring.
type AppointmentSheet struct {
	Order
	WishedOn   Date
	WishedHalf string // of the day, in the paper's language; empty for either
	Note       string
	Evidence   []string // what proves the certificate's content; see [Checklist.Evidence]
}

// Paper implements [Document].
func (a AppointmentSheet) Paper() (Paper, error) {
	w := wordsOf(a.Language)
	p, err := a.paper(w)
	if err != nil {
		return p, fmt.Errorf("appointment sheet: %w", err)
	}
	t := w.Appointment
	p.Title, p.Name = t.Title, t.Name
	p.add(Notice{t.WaitTitle, fill(t.Wait, a.TSP.Name)})
	var wish Fields
	wish.put(t.Wished, strings.Join(nonempty(w.date(a.WishedOn), a.WishedHalf), ", "))
	wish.put(t.Note, a.Note)
	p.section(t.Wish, wish)
	p.add(Heading{Text: t.Confirmed}, Fields{{t.Day, ""}, {t.With, ""}})
	p.add(Address{t.Place, lines(a.TSP)})
	p.section(w.Checklist.Bring, List{Tick: true, Items: append([]string{w.Checklist.BringDocument, w.Checklist.BringForm, t.BringSheet}, a.Evidence...)})
	p.add(Heading{Text: t.There}, Steps(t.Steps))
	p.section(w.Checklist.Help, Paragraph{reach(a.TSP)})
	return p, nil
}

// DeskSheet is for an applicant whose application waits at an organisation's
// desk: where to go, and what to bring. There is no order yet, so the code leads
// to the application.
type DeskSheet struct {
	Order
	Organisation string
	Places       []Contact // where the organisation has desks; the first is its seat
	Evidence     []string
}

// Paper implements [Document].
func (d DeskSheet) Paper() (Paper, error) {
	w := wordsOf(d.Language)
	p, err := d.paper(w)
	if err != nil {
		return p, fmt.Errorf("desk sheet: %w", err)
	}
	t, at := w.Desk, w.Checklist
	p.Title, p.Subtitle, p.Name = t.Title, fill(t.Subtitle, d.Organisation), t.Name
	p.section(at.Bring, List{Tick: true, Items: append([]string{at.BringDocument, t.BringSheet}, d.Evidence...)})
	p.add(Heading{Text: at.Steps}, Steps(t.Steps))
	for i, place := range d.Places {
		caption := t.Places
		if i == 0 {
			caption = t.Place
		}
		p.add(Address{caption, lines(place)})
	}
	p.section(at.Next, List{Items: t.Next})
	return p, nil
}
