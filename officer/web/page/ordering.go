package page

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"officerportal/officer"
)

// OrderHref is the address of a page of an applicant's own application; of its
// overview without a step.
func OrderHref(id officer.ApplicationID, step officer.Step) string {
	base := "/portal/applications/" + string(id)
	if step == "" {
		return base
	}
	return base + "/" + string(step)
}

// An OrderStep is one step of an applicant's form on its page.
type OrderStep struct {
	Section                // the fields' values and what they are judged against
	Draft    officer.Draft // as it is saved
	Step     officer.Step
	House    string   // the organisation whose shop it is
	To       []string // to whom the card may go
	Masked   string   // the document's number as it is kept
	Number   string   // as typed a moment ago
	ToReview bool     // the applicant came from the check of their answers, and goes back there
	Consents []ConsentItem
}

func (p OrderStep) href(step officer.Step) string { return OrderHref(p.Case, step) }

// progress says where the step stands.
func (p OrderStep) progress(f *Frame) Progress {
	n, of := p.Draft.Place(p.Step)
	return Progress{Label: f.T("ordering.step", "n", n, "of", of), Value: n, Max: of}
}

// form saves drafts by itself but where secrets are typed, and where there is
// nothing half to save.
func (p OrderStep) orderForm() Form {
	form := Form{Action: p.href(p.Step), Version: p.Version}
	if _, group := p.Step.Group(); p.autosaved() && (group || p.Step == officer.StepDocument || p.Step == officer.StepProcedure) {
		form.Autosave = form.Action
	}
	return form
}

func (p OrderStep) autosaved() bool {
	return p.Step != officer.Step(officer.GroupSecrets) && p.Step != officer.Step(officer.GroupRevokers)
}

// orderButtons end a step; Enter presses the first.
func (p OrderStep) orderButtons(f *Frame) []Button {
	buttons := []Button{{Label: f.T("frame.save_continue")}}
	if p.Step == officer.Step(officer.GroupCertificate) {
		buttons = append(buttons, Button{Label: f.T("certificate.preview_refresh"), Kind: Secondary, Name: "preview", Value: "yes"})
	}
	return append(buttons, p.wayBack(f)...)
}

// wayBack leads to the step before and out of the form, and keeps what stands in
// the fields either way.
func (p OrderStep) wayBack(f *Frame) (buttons []Button) {
	if !p.autosaved() || p.Step == officer.StepConsents || p.Step == officer.StepQuantity { // nothing half is kept here
		if before := p.Draft.Before(p.Step); before != "" {
			buttons = append(buttons, Button{Label: f.T("frame.back"), Kind: Secondary, Href: p.href(before)})
		}
		return append(buttons, Button{Label: f.T("frame.later"), Kind: Plain, Href: p.href("")})
	}
	if p.Draft.Before(p.Step) != "" {
		buttons = append(buttons, Button{Label: f.T("frame.back"), Kind: Secondary, Name: "back", Value: "yes"})
	}
	return append(buttons, Button{Label: f.T("frame.later"), Kind: Plain, Name: "draft", Value: "yes"})
}

// otherPerson reports whether the form was refused because it names somebody
// else than the account's holder.
func (f *Frame) otherPerson() (key string) {
	for _, p := range f.Problems {
		if strings.HasPrefix(p.Key, "identity.") {
			return p.Key
		}
	}
	return ""
}

// refusal says why something cannot be done.
func (f *Frame) refusal(err error) string {
	var refused *officer.Error
	if !errors.As(err, &refused) {
		return ""
	}
	return f.T(refused.Key, refused.Args)
}

func (p OrderStep) documentTypes(f *Frame) Choice {
	c := Choice{Name: "type", Value: p.Values["type"]}
	for _, t := range officer.DocumentTypes {
		c.Options = append(c.Options, Option{Value: string(t), Label: f.T(t.TextKey())})
	}
	return c
}

func (p OrderStep) numberHint(f *Frame) string {
	if p.Masked != "" {
		return f.T("document.number_kept", "masked", p.Masked)
	}
	return f.T("stated.number_hint")
}

// numberSuggestions are other readings of a number that cannot be right.
func (p OrderStep) numberSuggestions(f *Frame) (list []string) {
	if f.Error("number") == "" {
		return nil
	}
	for _, s := range officer.NumberSuggestions(officer.DocumentType(p.Values["type"]), p.Number) {
		list = append(list, f.T("document.number_suggestion", "position", s.Position, "from", s.From, "to", s.To))
	}
	return list
}

// procedures offers what product, shop and code allow, each explained.
func (p OrderStep) procedures(f *Frame) Choice {
	c := Choice{Name: "procedure", Value: p.Values["procedure"]}
	for _, by := range p.Draft.Choices {
		c.Options = append(c.Options, Option{Value: string(by), Label: f.procedure(by), Hint: f.T("procedure_about."+string(by), "house", p.House) + " " +
			f.T("procedure_bring."+string(by))})
	}
	return c
}

func (p OrderStep) cardTo(f *Frame) Choice {
	words := map[string]string{"applicant": f.T("ordering.to_me"), "desk": f.T("ordering.to_site", "house", p.House)}
	c := Choice{Name: "card_to", Value: p.Values["card_to"]}
	for _, to := range p.To {
		c.Options = append(c.Options, Option{Value: to, Label: words[to]})
	}
	return c
}

// mayGo reports whether the card may go to the applicant, or to a site.
func (p OrderStep) mayGo(to string) bool { return slices.Contains(p.To, to) }

func (p OrderStep) invoice(f *Frame) Summary {
	pay := p.Setting.Billed(officer.Payment{})
	return Summary{Rows: []SummaryRow{{Label: f.T("field.recipient"), Value: Lines(append([]string{pay.Recipient}, AddressLines(f, pay.Address)...)...)}}}
}

// StatedValues gives what was stated of a document by the names of its fields.
func StatedValues(d officer.Document) map[string]string {
	values := map[string]string{"type": string(d.Type), "issuer": d.Issuer, "country": d.Country}
	for name, day := range map[string]officer.Date{"issued_on": d.IssuedOn, "expires_on": d.ExpiresOn} {
		part := DayField(name, day)
		values[name+"_day"], values[name+"_month"], values[name+"_year"] = part.Day, part.Month, part.Year
	}
	return values
}

// WishValues gives the procedure and what was wished for it by the names of the fields.
func WishValues(a officer.Application) map[string]string {
	w := a.Form.Appointment
	day := DayField("appointment_on", w.On)
	return map[string]string{"procedure": string(a.Procedure), "appointment_on_day": day.Day, "appointment_on_month": day.Month,
		"appointment_on_year": day.Year, "appointment_half": w.Half, "appointment_note": w.Note}
}

// ownAnswers and ownFields are the words that speak to the applicant where the
// desk's speak about them.
var (
	ownAnswers = map[string]map[string]string{
		"card_to":             {"applicant": "ordering.to_me", "desk": "ordering.to_desk"},
		"pin_to":              {"applicant": "ordering.pin_other", "same": "delivery.pin_same"},
		"signatory_self":      {"yes": "ordering.signatory_yes", "no": "ordering.signatory_no"},
		"revocation_password": {"typed": "ordering.password_kept"},
	}
	ownFields = map[string]string{"signatory_self": "ordering.signatory_self", "email": "ordering.email"}
)

func ownLabel(f *Frame, field string) string {
	if key := ownFields[field]; key != "" {
		return f.T(key)
	}
	return fieldText(f, field)
}

func ownValue(f *Frame, a officer.Application, e officer.Entry) templ.Component {
	if key := ownAnswers[e.Field][e.Value]; key != "" {
		return Text(f.T(key))
	}
	return entryValue(f, a, e)
}

// OwnWord is an answer of a step as its applicant reads it.
func OwnWord(language, field, answer string) string {
	if key := ownAnswers[field][answer]; key != "" {
		return Translate(language, key, nil)
	}
	switch field {
	case "procedure":
		if slices.Contains(officer.Procedures, officer.Procedure(answer)) {
			return Translate(language, "procedure."+answer, nil)
		}
	case "type":
		if t := officer.DocumentType(answer); slices.Contains(officer.DocumentTypes, t) {
			return Translate(language, t.TextKey(), nil)
		}
	}
	return EntryText(language, officer.Entry{Field: field, Value: answer})
}

// An OrderReview is every answer once more before the application is submitted.
type OrderReview struct {
	OrderStep
	Missing officer.Problems // fields named STEP.FIELD
}

func (p OrderReview) change(step officer.Step) string { return p.href(step) + "?from=review" }

// missing names what is wrong, field by field; a step that nobody has filled in
// yet is one line.
func (p OrderReview) missing(f *Frame) (list []missingLine) {
	named := make(map[string]bool)
	for _, problem := range p.Missing {
		step, field, _ := strings.Cut(problem.Field, ".")
		if p.Draft.State(officer.Step(step)) == officer.PartNotStarted {
			if !named[step] {
				list = append(list, missingLine{Href: p.change(officer.Step(step)), Text: f.T("ordering.not_filled_in", "step", f.text("step", step))})
			}
			named[step] = true
			continue
		}
		text := f.text("step", step) + ": " + f.Message(problem)
		if label := ownLabel(f, field); label != field {
			text = about(f.text("step", step)+", "+label, f.Message(problem))
		}
		list = append(list, missingLine{Href: p.change(officer.Step(step)) + "#" + field, Text: text})
	}
	return list
}

// sections are the summaries in the order of the steps.
func (p OrderReview) sections(f *Frame) (list []Summary) {
	a := p.Draft.Application
	for _, step := range p.Draft.Steps() {
		var rows []SummaryRow
		switch step {
		case officer.StepDocument:
			rows = p.statedRows(f)
		case officer.StepProcedure:
			rows = p.procedureRows(f)
		case officer.StepConsents:
			rows = p.consentRows(f)
		case officer.StepQuantity:
			rows = []SummaryRow{{Label: f.T("field.quantity"), Value: Text(strconv.Itoa(a.Quantity))}}
		case officer.StepReview:
			continue
		default:
			rows = groupRows(f, a, officer.Group(step), wording{label: ownLabel, value: ownValue})
		}
		if len(rows) == 0 {
			rows = []SummaryRow{{Label: f.T("ordering.answer"), Value: Text(f.T("review.nothing"))}}
		}
		list = append(list, Summary{Title: f.text("step", string(step)), Change: p.change(step), Rows: rows})
	}
	return list
}

func (p OrderReview) statedRows(f *Frame) []SummaryRow {
	return statedRows(f, p.Draft.Application.Stated, p.Masked)
}

// statedRows is a document as its holder stated it.
func statedRows(f *Frame, d officer.Document, masked string) []SummaryRow {
	if d.Type == "" {
		return nil
	}
	return []SummaryRow{{Label: f.T("field.type"), Value: Text(f.T(d.Type.TextKey()))}, {Label: f.T("field.number"), Value: Code(orDash(masked))},
		{Label: f.T("field.issuer"), Value: Personal(orDash(d.Issuer))}, {Label: f.T("field.issued_on"), Value: DayOf(f, d.IssuedOn)},
		{Label: f.T("field.expires_on"), Value: DayOf(f, d.ExpiresOn)}}
}

func (p OrderReview) procedureRows(f *Frame) []SummaryRow {
	a := p.Draft.Application
	if a.Procedure == "" {
		return nil
	}
	rows := []SummaryRow{{Label: f.T("field.procedure"), Value: Text(f.procedure(a.Procedure))}}
	if w := a.Form.Appointment; !w.On.IsZero() {
		rows = append(rows, SummaryRow{Label: f.T("field.appointment_on"), Value: DayOf(f, w.On)}, SummaryRow{Label: f.T("field.appointment_half"), Value: Text(f.half(w.Half))})
		if w.Note != "" {
			rows = append(rows, SummaryRow{Label: f.T("field.appointment_note"), Value: Personal(w.Note)})
		}
	}
	return rows
}

func (f *Frame) half(half string) string {
	if half == "" {
		return f.T("appointment_wish.either")
	}
	return f.text("appointment_wish", half)
}

func (p OrderReview) consentRows(f *Frame) []SummaryRow {
	var rows []SummaryRow
	for _, text := range officer.ConsentTexts {
		said := f.T("review.consents_open")
		if c, there := p.Draft.Application.Form.Consent(text); there && c.Given {
			said = f.T("consent.given_at", "date", f.Date(c.At), "time", f.Time(c.At))
		}
		rows = append(rows, SummaryRow{Label: f.T("consent.title." + text), Value: Text(said)})
	}
	return rows
}

// submitLabel says what the button does. Who pays themself is told so (§ 312j BGB).
func (p OrderReview) submitLabel(f *Frame) string {
	switch a := p.Draft.Application; {
	case !a.Form.Asks(officer.GroupPayment, p.Setting.Product) || p.Setting.HousePays():
		return f.T("ordering.submit")
	default:
		return f.T("ordering.submit_paying")
	}
}
