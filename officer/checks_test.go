package officer_test

import (
	"maps"
	"slices"
	"testing"

	"officerportal/officer"
)

// looked is a capture in which everything needed was done and is well.
func looked(i officer.Identification) officer.Capture {
	c := officer.Capture{OriginalSeen: "yes", Features: map[string]officer.Outcome{}, Face: map[string]officer.Outcome{}}
	for _, key := range i.DrawnFeatures {
		c.Features[key] = officer.Outcome{Result: officer.Passed}
	}
	for _, f := range officer.Features(i.Document.Type) {
		if len(c.Features) < officer.FeaturesNeeded {
			c.Features[f.Key] = officer.Outcome{Result: officer.Passed}
		}
	}
	for _, key := range officer.FacialFeatures {
		c.Face[key] = officer.Outcome{Result: officer.Passed}
	}
	return c
}

func actOn(t officer.DocumentType) officer.Identification {
	i := officer.Identification{ID: officer.NewID[officer.IdentificationID]()}
	i.TakeDocument(officer.Reading{Document: officer.Document{Type: t}}, nil)
	return i
}

func TestCatalogueOfFeatures(t *testing.T) {
	for _, kind := range officer.DocumentTypes {
		count := map[officer.FeatureKind]int{}
		keys := map[string]bool{}
		for _, f := range officer.Features(kind) {
			count[f.Kind]++
			keys[f.Key] = true
		}
		if len(keys) != len(officer.Features(kind)) || count[officer.Tactile] < 2 || count[officer.Optical] < 4 || count[officer.Tooled] == 0 {
			t.Errorf("%s: %v", kind, count)
		}
	}
	if officer.Features("library_card") != nil {
		t.Error("features of an unknown type")
	}
}

// The draw is fair enough, the same for the same act, and never needs a tool.
func TestDrawFeatures(t *testing.T) {
	for _, kind := range officer.DocumentTypes {
		seen := map[string]int{}
		const acts = 2000
		for range acts {
			id := officer.NewID[officer.IdentificationID]()
			drawn := officer.DrawFeatures(id, kind)
			if len(drawn) != 2 || !slices.Equal(drawn, officer.DrawFeatures(id, kind)) {
				t.Fatalf("%s: %v", kind, drawn)
			}
			for _, key := range drawn {
				seen[key]++
			}
		}
		for _, f := range officer.Features(kind) {
			pool := 0
			for _, g := range officer.Features(kind) {
				if g.Kind == f.Kind {
					pool++
				}
			}
			if n := seen[f.Key]; f.Kind == officer.Tooled && n > 0 || f.Kind != officer.Tooled && (n < acts/pool*8/10 || n > acts/pool*12/10) {
				t.Errorf("%s %s was drawn %d times of %d", kind, f.Key, n, acts)
			}
		}
	}
}

func TestCheckProblems(t *testing.T) {
	for _, kind := range officer.DocumentTypes {
		i := actOn(kind)
		drawn := i.DrawnFeatures
		var others []string // not drawn and optical
		for _, f := range officer.Features(kind) {
			if f.Kind == officer.Optical && !slices.Contains(drawn, f.Key) {
				others = append(others, f.Key)
			}
		}
		result := func(key, result, note string) func(*officer.Capture) {
			return func(c *officer.Capture) { c.Features[key] = officer.Outcome{Result: result, Note: note} }
		}
		only := func(keys ...string) func(*officer.Capture) {
			return func(c *officer.Capture) {
				c.Features = map[string]officer.Outcome{}
				for _, key := range keys {
					c.Features[key] = officer.Outcome{Result: officer.Passed}
				}
			}
		}
		for _, c := range []struct {
			name   string
			change func(*officer.Capture)
			want   []string // keys of problems
			faults int
		}{
			{"all well", func(*officer.Capture) {}, nil, 0},
			{"original not asked", func(c *officer.Capture) { c.OriginalSeen = "" }, []string{"form.choose"}, 0},
			{"a copy", func(c *officer.Capture) { c.OriginalSeen = "no" }, nil, 1},
			{"a drawn one is missing", only(drawn[0], others[0], others[1]), []string{"checks.drawn_missing"}, 0},
			{"two are too few", only(drawn...), []string{"checks.too_few"}, 0},
			{"nothing tactile", only(drawn[1], others[0], others[1]), []string{"checks.drawn_missing"}, 0},
			{"drawn tactile one is not there, no other felt", func(c *officer.Capture) {
				only(drawn[1], others[0], others[1])(c)
				result(drawn[0], officer.NotApplicable, "ältere Ausgabe")(c)
			}, []string{"checks.tactile_missing"}, 0},
			{"not applicable without a note", result(drawn[1], officer.NotApplicable, ""), []string{"checks.note_missing", "checks.too_few"}, 0},
			{"drawn optical one is not there, others are", func(c *officer.Capture) {
				only(drawn[0], others[0], others[1])(c)
				result(drawn[1], officer.NotApplicable, "ältere Ausgabe")(c)
			}, nil, 0},
			{"one is wrong", result(drawn[1], officer.Failed, ""), nil, 1},
			{"face not compared", func(c *officer.Capture) { delete(c.Face, "nose") }, []string{"checks.face_missing"}, 0},
			{"too much of the face hidden", func(c *officer.Capture) {
				for _, key := range officer.FacialFeatures[:4] {
					c.Face[key] = officer.Outcome{Result: officer.NotApplicable}
				}
			}, []string{"checks.face_too_few"}, 0},
			{"three features of the face hidden", func(c *officer.Capture) {
				for _, key := range officer.FacialFeatures[:3] {
					c.Face[key] = officer.Outcome{Result: officer.NotApplicable}
				}
			}, nil, 0},
			{"another nose", func(c *officer.Capture) { c.Face["nose"] = officer.Outcome{Result: officer.Failed} }, nil, 1},
		} {
			capture := looked(i)
			capture.Features, capture.Face = maps.Clone(capture.Features), maps.Clone(capture.Face)
			c.change(&capture)
			var got []string
			for _, p := range capture.CheckProblems(kind, drawn) {
				got = append(got, p.Key)
			}
			if !slices.Equal(got, c.want) || len(capture.Faults(kind)) != c.faults {
				t.Errorf("%s, %s: %v, %d faults", kind, c.name, got, len(capture.Faults(kind)))
			}
		}
	}
}

func TestProposedAbort(t *testing.T) {
	failed := map[string]officer.Outcome{"nose": {Result: officer.Failed}, "hologram": {Result: officer.Failed}}
	for _, c := range []struct {
		capture officer.Capture
		want    officer.AbortReason
	}{
		{officer.Capture{OriginalSeen: "yes"}, ""},
		{officer.Capture{OriginalSeen: "no"}, officer.AbortDocument},
		{officer.Capture{OriginalSeen: "no", Face: failed}, officer.AbortNotRecognised},
		{officer.Capture{OriginalSeen: "no", Face: failed, Features: failed}, officer.AbortForgery},
	} {
		if got, ok := c.capture.ProposedAbort(officer.IdentityCard); got != c.want || ok != (c.want != "") {
			t.Errorf("%+v: %q", c.capture, got)
		}
	}
}

func TestTakeChecks(t *testing.T) {
	i := actOn(officer.IdentityCard)
	i.Capture.MRZRead = true
	given := officer.Capture{OriginalSeen: "yes", Note: " ein  Wort ", Features: map[string]officer.Outcome{"hologram": {Result: officer.Passed}, "window": {Result: officer.Passed}},
		Face: map[string]officer.Outcome{"nose": {Result: officer.Passed}, "hair": {Result: officer.Passed}}}
	if err := i.TakeChecks(given); err != nil {
		t.Fatal(err)
	}
	if len(i.Capture.Features) != 1 || len(i.Capture.Face) != 1 || i.Capture.Note != "ein Wort" || !i.Capture.MRZRead {
		t.Errorf("%+v", i.Capture)
	}
	before := i
	for name, bad := range map[string]officer.Capture{
		"unknown result":  {Features: map[string]officer.Outcome{"hologram": {Result: "maybe"}}},
		"control in note": {Note: "x\x00"},
	} {
		if err := i.TakeChecks(bad); err == nil || !i.SameEvidence(before) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Another type of document has other features: what was checked goes.
	i.TakeDocument(officer.Reading{Document: officer.Document{Type: officer.Passport}}, nil)
	if len(i.Capture.Features) != 0 || len(i.Capture.Face) != 1 || slices.Equal(i.DrawnFeatures, before.DrawnFeatures) {
		t.Errorf("%+v", i)
	}
}
