package web

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/web/webtest"
)

// What is typed into the search of a list never stands in an address, is told
// what is wrong with it, and finds whom it means.
func TestSearchOfTheLists(t *testing.T) {
	s := newIntakeSite(t, nil)
	s.begun()
	for _, list := range []string{"/desk", "/desk/orders"} {
		for typed, want := range map[string]string{
			"Mustermann": "", "  MUSTERMANN,\te ": "", "Erika Mustermann 12.8.1983": "", "12.08.1983": "", "Mustermann 1983-08-12": "", "<b>x</b>": "", "=SUM(A1)": "Nach Nummern",
			"LZ6311T47": "Nach Nummern wird hier nicht gesucht", "T22000129": "Nach Nummern", "IDD<<LZ6311T474<<<<<<<<<<<<<<<": "Nach Nummern", "M": "mindestens zwei Buchstaben",
			"1001-0000-0001-9": "Bestellnummer", "4711": "Bestellnummer", "https://portal.example/scan/1001-0000-0001-9": "gibt es bei Ihrer Organisation nicht",
			strings.Repeat("x", 300): "Kürzen Sie", "Erika\x00Mustermann": "Steuerzeichen", "a\u202eb": "Steuerzeichen", "M\xfcller": "Suche:",
		} {
			status, to, body := s.post(list, "officer", values("q", typed))
			s.saysNothing(typed, to)
			if want != "" {
				if p := s.read(body); status != http.StatusUnprocessableEntity || !strings.Contains(p.Text(), want) || !strings.Contains(body, `href="#q"`) || len(p.Flaws("de")) > 0 {
					t.Errorf("%s, %q: %d %v %s", list, typed, status, p.Flaws("de"), p.Text())
				}
				if strings.Contains(body, "LZ6311T47") || strings.Contains(body, "T22000129") {
					t.Errorf("%s shows a document's number", list)
				}
			} else if status != http.StatusSeeOther || !strings.HasPrefix(to, list+"?search=") {
				t.Errorf("%s, %q: %d %s", list, typed, status, to)
			}
		}
		if status, to, _ := s.post(list, "officer", values("q", " \t ")); status != http.StatusSeeOther || to != list {
			t.Errorf("%s, nothing typed: %d %s", list, status, to)
		}
	}
}

// saysNothing holds that an address tells nothing of what was typed.
func (s *intakeSite) saysNothing(typed, address string) {
	s.t.Helper()
	plain, _ := url.QueryUnescape(address)
	_, token, _ := strings.Cut(plain, "search=")
	opened, _ := base64.RawURLEncoding.DecodeString(token)
	for _, word := range strings.Fields(typed) {
		if len(word) > 2 && (strings.Contains(plain, word) || strings.Contains(string(opened), word)) {
			s.t.Errorf("%q stands in the address %s", word, address)
		}
	}
}

// The page of a search can be loaded again, by whoever searched.
func TestWhatASearchFound(t *testing.T) {
	s := newIntakeSite(t, nil)
	base := s.begun()
	for name, a := range s.people {
		a.Session = officer.NewID[officer.SessionID]()
		s.people[name] = a
	}
	found := s.must("/desk", "officer", values("q", "erika mustermann 12.8.1983"))
	for range 2 {
		status, p, body := s.look(found, "officer")
		if status != 200 || !strings.Contains(p.Text(), "Gefundene Vorgänge") || !strings.Contains(body, `href="`+base+`"`) || !strings.Contains(p.Text(), "Suche beenden") {
			t.Errorf("%d %s", status, p.Text())
		}
		if typed := webtest.Attr(p.ID("q"), "value"); typed != "erika mustermann 12.8.1983" {
			t.Errorf("the field shows %q", typed)
		}
		if flaws := p.Flaws("de"); len(flaws) > 0 {
			t.Error(flaws)
		}
	}
	for _, path := range []string{"/desk?search=x", "/desk?search=" + strings.Repeat("A", 900), "/desk?search[]=1", "/desk?q=Niemand", found + "x"} {
		if status, p, _ := s.look(path, "officer"); status != 200 || !strings.Contains(p.Text(), "Alle offenen Vorgänge") {
			t.Errorf("%s: %d", path, status)
		}
	}
	if _, p, body := s.look(found, "colleague"); !strings.Contains(p.Text(), "Alle offenen Vorgänge") || strings.Contains(body, "12.8.1983\"") {
		t.Error("a colleague opens the search of another session")
	}
	if _, _, body := s.look(found, "foreign"); strings.Contains(body, "Erika") {
		t.Error("another organisation opens it")
	}
	if _, p, _ := s.look("/desk?view=mine&status=in_identification", "officer"); !strings.Contains(p.Text(), "Mustermann, Erika") {
		t.Error("a filter in the address finds nothing")
	}
}
