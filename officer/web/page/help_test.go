package page

import (
	"testing"

	"officerportal/officer"
	"officerportal/officer/web/help"
)

// TestHelpOfStepsAndProcedures: what a page names is a topic, and every procedure has one.
func TestHelpOfStepsAndProcedures(t *testing.T) {
	for _, by := range officer.Procedures {
		if _, _, ok := help.Find("de", procedureHelp[by]); !ok {
			t.Errorf("%s has no help: %q", by, procedureHelp[by])
		}
	}
	for step, topic := range stepHelp {
		if _, err := officer.ParseStep(string(step)); err != nil {
			t.Errorf("%s is no step", step)
		}
		if _, _, ok := help.Find("de", topic); !ok {
			t.Errorf("%s leads to %q, which is no topic", step, topic)
		}
	}
}
