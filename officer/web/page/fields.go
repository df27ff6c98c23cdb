package page

import (
	"strings"

	"github.com/a-h/templ"
)

// A Form is the frame of a form that writes. It carries the CSRF token, is
// posted once even on a double click, and leaves checking to the server, which
// explains better than a browser's bubble.
type Form struct {
	Action   string // where it is posted
	ID       string // needed only where a button stands outside the form
	Version  int    // version of what is edited, sent as "version"; 0 sends none
	Autosave string // where the script posts a draft after two idle seconds; empty for never
	Upload   bool   // carries a file
}

// A Field is one line of input. Its name is its id, so that the error summary
// can link to it.
type Field struct {
	Name         string
	Label        string // empty: the text "field.NAME"
	Hint         string
	Value        string
	Type         string // text unless told: email, tel, password, search, url, file
	Autocomplete string // token of HTML's list, such as "email"; empty means off
	InputMode    string // such as "numeric"
	Optional     bool   // says so beside the label; everything else is needed
	Filter       bool   // part of a search: may be empty, and need not say so
	Personal     bool   // a name or address: Noto Sans, no spelling check
	Code         bool   // a number or code read sign by sign: fixed width, no spelling check
	Width        int    // 2, 4, 10 or 20 characters; 0 for the full line
	MaxLength    int    // in characters; 0 for none. The server checks as well
	Rows         int    // lines of a text area
	ReadOnly     bool
	Scan         bool   // a barcode scanner's Enter goes to the next field instead of sending the form
	Live         string // where the script posts the field while typing; the answer appears under the field
	Attributes   templ.Attributes
}

// A Choice is a question with given answers: a select, radios or checkboxes.
type Choice struct {
	Name     string
	Label    string // empty: the text "field.NAME"
	Hint     string
	Value    string   // the chosen answer, for select and radios
	Values   []string // the chosen answers, for checkboxes
	Options  []Option
	Empty    string // text of a select's first, empty answer; empty for none
	Optional bool
	Inline   bool // short answers side by side
	Focus    bool // the cursor goes here when the page opens
}

// An Option is one answer of a Choice.
type Option struct {
	Value, Label, Hint string
	Personal           bool // the label is a name
}

// A Check is a single checkbox, such as a consent.
type Check struct {
	Name, Label, Hint string
	Checked           bool
	Focus             bool // the cursor goes here when the page opens
}

// A DateField asks for a day in three parts, NAME_day, NAME_month and NAME_year.
type DateField struct {
	Name             string
	Label            string // empty: the text "field.NAME"
	Hint             string
	Day, Month, Year string
	Birthday         bool // the person's own: browsers may fill it
	Focus            bool // the cursor goes here when the page opens
	Optional         bool
}

// A Button sends a form or, with Href, leads somewhere.
type Button struct {
	Label    string
	Kind     ButtonKind
	Icon     string // a KERN icon's name, empty for none
	Name     string // sent with the form, to tell two buttons apart
	Value    string
	Href     string // makes it a link
	Form     string // id of the form it sends, when it stands outside
	Action   string // overrides where the form is posted
	Shortcut string // such as "n" for Ctrl+Alt+N, for people who work by keyboard
}

// A ButtonKind is a button's weight on the page. One page has one primary button.
type ButtonKind string

// The kinds of buttons.
const (
	Primary   ButtonKind = "primary"
	Secondary ButtonKind = "secondary"
	Danger    ButtonKind = "danger" // cannot be undone
	Plain     ButtonKind = "tertiary"
)

func (b Button) class() string {
	switch b.Kind {
	case "":
		return "kern-btn kern-btn--primary"
	case Danger:
		return "kern-btn kern-btn--primary portal-btn--danger"
	default:
		return "kern-btn kern-btn--" + string(b.Kind)
	}
}

func (f *Frame) label(name, label string) string {
	if label != "" {
		return label
	}
	return f.T("field." + name)
}

// describedBy names the elements that explain a field: hint, error, and the live answer.
func (f *Frame) describedBy(name, hint string, live bool) string {
	var ids []string
	if hint != "" {
		ids = append(ids, name+"-hint")
	}
	if f.Error(name) != "" {
		ids = append(ids, name+"-error")
	}
	if live {
		ids = append(ids, name+"-live")
	}
	return strings.Join(ids, " ")
}

// attributes are the parts of an input that depend on the field and its fault.
func (f *Frame) attributes(in Field) templ.Attributes {
	a := templ.Attributes{"autocomplete": "off"}
	if in.Autocomplete != "" {
		a["autocomplete"] = in.Autocomplete
	}
	if by := f.describedBy(in.Name, in.Hint, in.Live != ""); by != "" {
		a["aria-describedby"] = by
	}
	if f.Error(in.Name) != "" {
		a["aria-invalid"] = "true"
	}
	if !in.Optional && !in.Filter && !in.ReadOnly {
		a["aria-required"] = "true"
	}
	if in.Personal || in.Code {
		a["spellcheck"] = "false"
		a["autocapitalize"] = "off"
	}
	addText(a, "inputmode", in.InputMode)
	addText(a, "data-live", in.Live)
	addFlag(a, "data-scan", in.Scan)
	addFlag(a, "readonly", in.ReadOnly)
	if in.MaxLength > 0 {
		a["maxlength"] = in.MaxLength
	}
	for name, value := range in.Attributes {
		a[name] = value
	}
	return a
}

func addText(a templ.Attributes, name, value string) {
	if value != "" {
		a[name] = value
	}
}

func addFlag(a templ.Attributes, name string, set bool) {
	if set {
		a[name] = true
	}
}

func (f *Frame) inputClass(in Field) string {
	class := "kern-form-input__input"
	if f.Error(in.Name) != "" {
		class += " kern-form-input__input--error"
	}
	if in.Personal {
		class += " portal-personal"
	}
	if in.Code {
		class += " portal-code"
	}
	switch in.Width {
	case 2, 4, 10, 20:
		class += " portal-width-" + Number("de", in.Width)
	}
	return class
}

// flawed adds a block's error class where the field has a fault.
func (f *Frame) flawed(name, block string) string {
	if f.Error(name) != "" {
		return block + " " + block + "--error"
	}
	return block
}

func (c Choice) chosen(value string) bool {
	for _, v := range c.Values {
		if v == value {
			return true
		}
	}
	return false
}

// optionID is the id of an answer. The first bears the question's own name, so
// that the error summary leads to it.
func (c Choice) optionID(i int) string {
	if i == 0 {
		return c.Name
	}
	return c.Name + "-" + Number("de", i+1)
}
