package page

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"officerportal/officer"
)

// TestEveryProblemOfAResultHasItsText: what is wrong with a row, and the lines that
// production leaves in the books, are put together from words; each has a text.
func TestEveryProblemOfAResultHasItsText(t *testing.T) {
	keys := map[string]bool{}
	for _, pattern := range []string{"../../*.go", "../../desk/*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			source, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range regexp.MustCompile(`Add\([^,]+, "(result\.[a-z_]+)"|Fail\(Invalid, "(result\.[a-z_]+)"|return "(result\.[a-z_]+)"|append\(keys, "(result\.[a-z_]+)"`).FindAllStringSubmatch(string(source), -1) {
				keys[strings.Join(m[1:], "")] = true
			}
		}
	}
	if len(keys) < 25 {
		t.Fatalf("only %d keys were found", len(keys))
	}
	for _, code := range officer.ProductionFaults {
		keys["production_fault."+code] = true
	}
	for _, kind := range officer.ParcelKinds {
		for _, prefix := range []string{"event.order.", "parcel.", "parcel_arrived."} {
			suffix := map[string]string{"event.order.": "_received"}[prefix]
			keys[prefix+string(kind)+suffix] = true
		}
		keys["event.order."+string(kind)+"_overdue"], keys["event.order."+string(kind)+"_sent"] = true, true
		keys["mail."+string(kind)+"_overdue.subject"], keys["mail."+string(kind)+"_overdue.body"] = true, true
	}
	for _, x := range []string{"event.order.card_made", "event.order.production_failed", "subject.other", "event_detail.tracking", "event_detail.serial", "event_detail.fault"} {
		keys[x] = true
	}
	for key := range keys {
		if !HasText(key) {
			t.Errorf("%s has no text", key)
		}
	}
}

// A report that went through the database reads the same.
func TestProblemsAfterTheDatabase(t *testing.T) {
	f := &Frame{Language: "en"}
	for _, attribute := range []any{"common_name", officer.SubjectCommonName} {
		p := officer.Problem{Field: "qualified", Key: "result.subject_differs", Args: officer.Args{"attribute": attribute}}
		got := f.rowProblems(officer.RowReport{Outcome: officer.ResultRefused, Problems: []officer.Problem{p}})
		if len(got) != 1 || !strings.Contains(got[0], Translate("en", "subject.common_name", nil)) {
			t.Errorf("%v", got)
		}
	}
	p := officer.Problem{Field: "qualified", Key: "result.term_differs", Args: officer.Args{"count": float64(2)}}
	if got := f.rowProblems(officer.RowReport{Outcome: officer.ResultRefused, Problems: []officer.Problem{p}}); !strings.Contains(got[0], "2 years") {
		t.Errorf("%v", got)
	}
}
