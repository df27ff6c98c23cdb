package page

import (
	"testing"

	"officerportal/officer"
)

func TestCountries(t *testing.T) {
	for lang, want := range map[string][]string{"de": {"Deutschland", "Afghanistan", "Ägypten", "Ålandinseln"}, "en": {"Germany", "Afghanistan", "Åland Islands", "Albania"}} {
		options := Countries(lang)
		if len(options) != 249 {
			t.Errorf("%s: %d countries", lang, len(options))
		}
		for i, name := range want {
			if options[i].Label != name {
				t.Errorf("%s: place %d has %s, want %s", lang, i, options[i].Label, name)
			}
		}
		for _, o := range options {
			if !officer.KnownCountry(o.Value) || o.Label == o.Value {
				t.Errorf("%s: %q is called %q", lang, o.Value, o.Label)
			}
		}
		for _, o := range Nationalities(lang) {
			if code, known := officer.StateOf(o.Value); !known || code != o.Value || o.Label == "" {
				t.Errorf("%s: nationality %q is called %q", lang, o.Value, o.Label)
			}
		}
	}
	if got := Nationality("de", "XXA"); got != "staatenlos" {
		t.Error(got)
	}
}
