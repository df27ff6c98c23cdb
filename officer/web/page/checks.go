package page

import (
	"slices"

	"github.com/a-h/templ"

	"officerportal/officer"
)

// ChecksPage is the form in which an officer records how document and person
// were checked.
type ChecksPage struct {
	Case        officer.ApplicationID
	Version     int
	Type        officer.DocumentType
	Drawn       []string // the features that have to be checked
	Capture     officer.Capture
	Differences []officer.Difference
	Signed      bool
	ReadOnly    string
}

func (p ChecksPage) action() string { return "/desk/cases/" + string(p.Case) + "/checks" }

func (p ChecksPage) draftAction() string {
	if p.Signed {
		return ""
	}
	return p.action() + "/draft"
}

// drawn are the features chosen by the portal, further the others; tooled those
// that need a lamp or a magnifier.
func (p ChecksPage) drawn() []officer.Feature {
	return p.features(func(f officer.Feature) bool { return slices.Contains(p.Drawn, f.Key) })
}

func (p ChecksPage) further() []officer.Feature {
	return p.features(func(f officer.Feature) bool { return !slices.Contains(p.Drawn, f.Key) && f.Kind != officer.Tooled })
}

func (p ChecksPage) tooled() []officer.Feature {
	return p.features(func(f officer.Feature) bool { return f.Kind == officer.Tooled })
}

func (p ChecksPage) features(keep func(officer.Feature) bool) []officer.Feature {
	return slices.DeleteFunc(officer.Features(p.Type), func(f officer.Feature) bool { return !keep(f) })
}

// feature is the question about one security feature.
func (p ChecksPage) feature(f *Frame, x officer.Feature) Choice {
	key := "feature." + string(p.Type) + "." + x.Key
	return Choice{Name: "feature_" + x.Key, Label: f.T(key) + " (" + f.text("checks.kind", string(x.Kind)) + ")", Hint: f.T(key + ".how"), Inline: true,
		Value: p.Capture.Features[x.Key].Result, Options: wordOptions(f, "check_result", officer.Results)}
}

// note is the remark to a feature; it is needed where the feature could not be judged.
func (p ChecksPage) note(f *Frame, x officer.Feature) Field {
	return Field{Name: "feature_" + x.Key + "_note", Label: f.T("checks.note") + ": " + f.T("feature."+string(p.Type)+"."+x.Key),
		Value: p.Capture.Features[x.Key].Note, Personal: true, Optional: true, MaxLength: officer.ReasonLimit,
		Attributes: templ.Attributes{"placeholder": " "}} // lets the style sheet see an empty field
}

// face is the question about one feature of the face.
func (p ChecksPage) face(f *Frame, key string) Choice {
	return Choice{Name: "face_" + key, Label: f.text("face", key), Inline: true, Value: p.Capture.Face[key].Result,
		Options: wordOptions(f, "face_result", officer.Results)}
}

func (p ChecksPage) tools(f *Frame) Choice {
	return Choice{Name: "tools", Label: f.T("checks.tools"), Values: p.Capture.Tools, Optional: true, Options: wordOptions(f, "tool", officer.CheckTools)}
}

func (p ChecksPage) original(f *Frame) Choice {
	return Choice{Name: "original_seen", Focus: !f.Flawed(), Label: f.T("checks.original"), Value: p.Capture.OriginalSeen,
		Options: []Option{{Value: "yes", Label: f.T("checks.yes")}, {Value: "no", Label: f.T("checks.no")}}}
}

// differenceRows are the differences that the officer gave a reason for.
func differenceRows(f *Frame, list []officer.Difference) []SummaryRow {
	var rows []SummaryRow
	for _, d := range list {
		rows = append(rows, SummaryRow{Label: f.text("field", d.Field), Value: Personal(d.Reason)})
	}
	return rows
}

// summary is everything that was checked, for whoever may only look.
func (p ChecksPage) summary(f *Frame) Summary {
	c := p.Capture
	rows := []SummaryRow{{Label: f.T("field.original_seen"), Value: Text(p.answer(f, c.OriginalSeen))}}
	for _, x := range officer.Features(p.Type) {
		if o := c.Features[x.Key]; o.Result != "" {
			rows = append(rows, SummaryRow{Label: f.T("feature." + string(p.Type) + "." + x.Key), Value: outcome(f.text("check_result", o.Result), o.Note)})
		}
	}
	for _, key := range officer.FacialFeatures {
		if o := c.Face[key]; o.Result != "" {
			rows = append(rows, SummaryRow{Label: f.text("face", key), Value: outcome(f.text("face_result", o.Result), o.Note)})
		}
	}
	var used []string
	for _, t := range c.Tools {
		used = append(used, f.text("tool", t))
	}
	if len(used) == 0 {
		used = []string{f.T("tool.none")}
	}
	rows = append(rows, SummaryRow{Label: f.T("field.tools"), Value: Lines(used...)})
	if c.Note != "" {
		rows = append(rows, SummaryRow{Label: f.T("field.note"), Value: Personal(c.Note)})
	}
	return Summary{Rows: rows}
}

func (p ChecksPage) answer(f *Frame, original string) string {
	switch original {
	case "yes":
		return f.T("checks.yes")
	case "no":
		return f.T("checks.no")
	}
	return "–"
}

func outcome(result, note string) templ.Component {
	if note == "" {
		return Text(result)
	}
	return Lines(result, note)
}
