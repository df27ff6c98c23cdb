package web

import (
	"mime/multipart"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/text/unicode/norm"

	"officerportal/officer"
)

// Sizes of a form. A browser never comes near them.
const (
	fieldLimit = 500      // number of fields
	valueLimit = 64 << 10 // bytes of one value kept for showing it again
)

// A Form is what a person sent. Its methods read one field each, note what is
// wrong with it and go on, so that everything is told at once. Values come from
// the body only: an address can be made by anybody and is written into logs.
type Form struct {
	values   map[string][]string
	files    map[string][]*multipart.FileHeader
	problems officer.Problems
}

// bind reads the form of a request.
func bind(c *fiber.Ctx) *Form {
	values, files := postedValues(c)
	return &Form{values: values, files: files}
}

// postedValues reads the body as a browser's form, either kind of it. A body
// that is neither has no fields.
func postedValues(c *fiber.Ctx) (map[string][]string, map[string][]*multipart.FileHeader) {
	values := make(map[string][]string)
	kind := string(c.Request().Header.ContentType())
	if strings.HasPrefix(kind, fiber.MIMEMultipartForm) {
		m, err := c.MultipartForm()
		if err != nil {
			return values, nil
		}
		return m.Value, m.File
	}
	if !strings.HasPrefix(kind, fiber.MIMEApplicationForm) {
		return values, nil
	}
	count := 0
	for name, value := range c.Request().PostArgs().All() {
		if count++; count > fieldLimit {
			break
		}
		values[string(name)] = append(values[string(name)], string(value)) // copies: the request's memory is reused
	}
	return values, nil
}

// Value gives a field as it was sent, to show it again beside its problem.
// Passwords and codes are not shown again.
func (f *Form) Value(name string) string {
	v := f.values[name]
	if len(v) == 0 {
		return ""
	}
	if len(v[0]) > valueLimit {
		return strings.ToValidUTF8(v[0][:valueLimit], "")
	}
	return strings.ToValidUTF8(v[0], "\uFFFD")
}

// Has reports whether a field or a button of this name was sent.
func (f *Form) Has(name string) bool { return len(f.values[name]) > 0 }

// Line reads a single line of at most limit characters: composed (NFC), without
// white space around it, one space where a paste brought several. Empty is fine;
// whether something is needed is the rule's business.
func (f *Form) Line(name string, limit int) string {
	return f.text(name, limit, func(s string) string { return strings.Join(strings.Fields(s), " ") })
}

// Lines reads a text of several lines, with plain newlines.
func (f *Form) Lines(name string, limit int) string {
	return f.text(name, limit, func(s string) string {
		lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
		for i, line := range lines {
			lines[i] = strings.Join(strings.Fields(line), " ")
		}
		return strings.Trim(strings.Join(lines, "\n"), "\n")
	})
}

func (f *Form) text(name string, limit int, tidy func(string) string) string {
	raw := f.Value(name)
	if v := f.values[name]; len(v) > 0 && !utf8.ValidString(v[0]) {
		f.Fail(name, "form.not_text")
		return ""
	}
	s := norm.NFC.String(tidy(raw))
	if strings.ContainsFunc(s, invisible) {
		f.Fail(name, "form.control_characters")
		return ""
	}
	if utf8.RuneCountInString(s) > limit || len(raw) >= valueLimit {
		f.Fail(name, "form.too_long", "count", limit)
		return ""
	}
	return s
}

// invisible says what no name, address or note contains: control characters and
// format characters, which hide or turn text (zero width, direction marks).
func invisible(r rune) bool {
	return r != '\n' && (unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r))
}

// Secret reads a password as it was typed, spaces and all.
func (f *Form) Secret(name string, limit int) string {
	v := f.values[name]
	if len(v) == 0 {
		return ""
	}
	if !utf8.ValidString(v[0]) {
		f.Fail(name, "form.not_text")
		return ""
	}
	if utf8.RuneCountInString(v[0]) > limit {
		f.Fail(name, "form.too_long", "count", limit)
		return ""
	}
	return v[0]
}

// Number reads a whole number; an empty field is 0.
func (f *Form) Number(name string) int {
	s := f.Line(name, 20)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		f.Fail(name, "form.number")
	}
	return n
}

// Version reads the version of what the form edits. A form without one is not
// ours and counts as stale.
func (f *Form) Version() int {
	n, err := strconv.Atoi(f.Value("version"))
	if err != nil {
		return -1
	}
	return n
}

// Yes reports whether a single checkbox is ticked.
func (f *Form) Yes(name string) bool { return f.Value(name) == "yes" }

// One reads a chosen answer; empty if none was chosen. An answer that was not
// offered is a problem.
func (f *Form) One(name string, offered ...string) string {
	v := f.Value(name)
	if v != "" && !slices.Contains(offered, v) {
		f.Fail(name, "form.choose")
		return ""
	}
	return v
}

// Ticked reports whether one answer of several is ticked.
func (f *Form) Ticked(name, answer string) bool { return slices.Contains(f.values[name], answer) }

// Many reads the ticked answers in the order they are offered.
func (f *Form) Many(name string, offered ...string) []string {
	var chosen []string
	for _, o := range offered {
		if slices.Contains(f.values[name], o) {
			chosen = append(chosen, o)
		}
	}
	for _, v := range f.values[name] {
		if !slices.Contains(offered, v) {
			f.Fail(name, "form.choose")
			break
		}
	}
	return chosen
}

// Date reads a day from its three fields; the zero Date if all are empty.
func (f *Form) Date(name string) officer.Date {
	d, err := officer.ParseDateFields(f.Value(name+"_day"), f.Value(name+"_month"), f.Value(name+"_year"))
	f.problems.AddErr(name, err)
	return d
}

// File gives an uploaded file, or nil.
func (f *Form) File(name string) *multipart.FileHeader {
	if len(f.files[name]) == 0 {
		return nil
	}
	return f.files[name][0]
}

// Need notes each empty field.
func (f *Form) Need(names ...string) {
	for _, name := range names {
		if strings.TrimSpace(f.Value(name)) == "" && !f.problems.Has(name) {
			f.Fail(name, "form.missing")
		}
	}
}

// Fail notes what is wrong with a field. Further arguments are name/value pairs.
func (f *Form) Fail(name, key string, pairs ...any) { f.problems.Add(name, key, pairs...) }

// Err gives everything that was noted, or nil.
func (f *Form) Err() error { return f.problems.Err() }
