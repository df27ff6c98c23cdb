package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/rbac"
)

// filled gives the form that a body makes, read in a request.
func filled(t *testing.T, path, body string, read func(*Form)) {
	t.Helper()
	s := site(t, nil, func(s *Server, r *router) {
		r.post("/fill", rbac.Public, func(c *fiber.Ctx) error { read(bind(c)); return nil }).forMachines()
	})
	req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if res, _ := ask(t, s, req, ""); res.StatusCode != 200 {
		t.Fatalf("status %d", res.StatusCode)
	}
}

func TestLine(t *testing.T) {
	for _, c := range []struct{ sent, want, key string }{
		{"Müller", "Müller", ""},
		{"Mu\u0308ller", "Müller", ""}, // NFD, as a Mac pastes it
		{"  Ida \u00a0 \t von\u2003Ä \r\n", "Ida von Ä", ""},
		{"", "", ""},
		{"   ", "", ""},
		{"Đặng-Ångström", "Đặng-Ångström", ""},
		{"C̄L̥̄", "C̄L̥̄", ""},
		{strings.Repeat("ü", 20), strings.Repeat("ü", 20), ""},
		{strings.Repeat("ü", 21), "", "form.too_long"},
		{strings.Repeat("x", 100_000), "", "form.too_long"},
		{"a\x00b", "", "form.control_characters"},
		{"a\u200bb", "", "form.control_characters"}, // zero width space
		{"a\u202eb", "", "form.control_characters"}, // turns the text round
		{"a\ufeffb", "", "form.control_characters"},
		{"a\x1bb", "", "form.control_characters"},
		{"a\xff", "", "form.not_text"},
		{"=1+1", "=1+1", ""}, // a formula is text here; the CSV export disarms it
	} {
		filled(t, "/fill", url.Values{"name": {c.sent}}.Encode(), func(f *Form) {
			got := f.Line("name", 20)
			key := ""
			if len(f.problems) > 0 {
				key = f.problems[0].Key
			}
			if got != c.want || key != c.key {
				t.Errorf("%.30q: %q %q, want %q %q", c.sent, got, key, c.want, c.key)
			}
		})
	}
}

// Trap: Fiber's FormValue prefers the query string to the body.
func TestTheAddressFillsNoField(t *testing.T) {
	filled(t, "/fill?name=address&only=address", "name=body", func(f *Form) {
		if f.Line("name", 20) != "body" || f.Line("only", 20) != "" || f.Has("only") {
			t.Errorf("%q %q", f.Line("name", 20), f.Line("only", 20))
		}
	})
}

func TestOtherFields(t *testing.T) {
	body := url.Values{
		"note": {" a \r\n\r\n b\tc \n"}, "password": {" geheim  "}, "count": {" 12 "}, "odd": {"1e3"}, "version": {"4"},
		"agree": {"yes"}, "kind": {"b"}, "foreign": {"z"}, "tick": {"c", "a"}, "ticked": {"a", "z"},
		"born_day": {" 31"}, "born_month": {"12"}, "born_year": {"1979"}, "bad_day": {"31"}, "bad_month": {"2"}, "bad_year": {"1979"},
		"half_day": {"1"}, "long_day": {"00031"}, "long_month": {"12"}, "long_year": {"1979"}, "pasted_day": {"31.12.1979"}, "pasted_month": {"1"}, "pasted_year": {"1"},
	}.Encode()
	filled(t, "/fill", body, func(f *Form) {
		born, err := officer.NewDate(1979, time.December, 31)
		if err != nil {
			t.Fatal(err)
		}
		for name, ok := range map[string]bool{
			"lines":    f.Lines("note", 20) == "a\n\nb c",
			"secret":   f.Secret("password", 20) == " geheim  ",
			"number":   f.Number("count") == 12 && f.Number("odd") == 0 && f.Number("none") == 0,
			"version":  f.Version() == 4,
			"yes":      f.Yes("agree") && !f.Yes("disagree"),
			"one":      f.One("kind", "a", "b") == "b" && f.One("foreign", "a", "b") == "" && f.One("none", "a") == "",
			"many":     slices.Equal(f.Many("tick", "a", "b", "c"), []string{"a", "c"}) && len(f.Many("ticked", "a")) == 1,
			"date":     f.Date("born") == born && f.Date("bad").IsZero() && f.Date("half").IsZero() && f.Date("none").IsZero() && f.Date("long").IsZero() && f.Date("pasted").IsZero(),
			"no file":  f.File("upload") == nil,
			"pressed":  f.Has("agree") && !f.Has("none"),
			"too long": f.Secret("password", 3) == "",
		} {
			if !ok {
				t.Errorf("%s is wrong", name)
			}
		}
		f.Need("kind", "gone")
		var refusal *officer.Error
		if err := f.Err(); !asRefusal(err, &refusal) {
			t.Fatalf("%v", err)
		}
		got := make([]string, 0, len(refusal.Fields))
		for _, p := range refusal.Fields {
			got = append(got, p.Field+" "+p.Key)
		}
		slices.Sort(got)
		want := []string{"bad date.impossible", "foreign form.choose", "gone form.missing", "half date.incomplete", "long date.form", "odd form.number", "password form.too_long", "pasted date.form", "ticked form.choose"}
		if !slices.Equal(got, want) {
			t.Errorf("problems %v\nwant     %v", got, want)
		}
	})
}

func asRefusal(err error, to **officer.Error) bool {
	refusal, ok := err.(*officer.Error)
	*to = refusal
	return ok
}

func TestAFormWithoutVersionIsStale(t *testing.T) {
	filled(t, "/fill", "version=x", func(f *Form) {
		if f.Version() != -1 {
			t.Errorf("version %d", f.Version())
		}
	})
}

func TestTooManyFieldsAreCutOff(t *testing.T) {
	filled(t, "/fill", strings.Repeat("a=b&", 2000), func(f *Form) {
		if n := len(f.values["a"]); n != fieldLimit {
			t.Errorf("%d values", n)
		}
	})
}
