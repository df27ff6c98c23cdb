package officer

import (
	"errors"
	"slices"
	"testing"
	"time"
)

var clerksNoon = time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC)

// passing is an order from which nothing is missing.
func passing() Dossier {
	d := Dossier{Order: Order{Status: OrderOpen, Procedure: BehoerdenIdent, Account: "acc_a"}, IdentifiedBy: "acc_o", Sound: true,
		Items:  CheckItems(Product{Family: SealCard, NeedsOrganisation: true}, Form{}),
		Papers: []ReceivedPaper{{Paper: PaperApplication}, {Paper: PaperAuthority}}}
	for _, item := range d.Items {
		d.Checks = append(d.Checks, OrderCheck{Item: item, Outcome: CheckPassed})
	}
	return d
}

func TestWhatBlocksAnApproval(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Dossier)
		want   string
	}{
		"nothing":           {func(*Dossier) {}, ""},
		"a paper":           {func(d *Dossier) { d.Papers = d.Papers[:1] }, "order_blocker.papers"},
		"a replacement":     {func(d *Dossier) { d.Papers, d.Replaces = nil, "ord_x" }, ""},
		"a check":           {func(d *Dossier) { d.Checks = d.Checks[1:] }, "order_blocker.checks"},
		"one that failed":   {func(d *Dossier) { d.Checks[0].Outcome = CheckFailed }, "order_blocker.failed"},
		"an unsound record": {func(d *Dossier) { d.Sound = false }, "order_blocker.record"},
		"no second form":    {func(d *Dossier) { d.Procedure, d.Papers = OfficerIdent, d.Papers[:1] }, ""},
		"a check of another": {func(d *Dossier) {
			d.Checks = append(d.Checks[1:], OrderCheck{Item: CheckAttribute, Outcome: CheckPassed})
		}, "order_blocker.checks"},
	} {
		d := passing()
		c.change(&d)
		keys := d.Blockers()
		if c.want == "" && len(keys) > 0 || c.want != "" && !slices.Equal(keys, []string{c.want}) {
			t.Errorf("%s: %v", name, keys)
		}
		if err := d.Approve(Actor{Account: "acc_c"}, clerksNoon); (err == nil) != (c.want == "") || (d.Status == OrderInProduction) != (c.want == "") {
			t.Errorf("%s: approved %v, %s", name, err, d.Status)
		}
	}
}

// Who decides: never on one's own order, nor on whom one identified, and where
// two are wanted each once.
func TestWhoApproves(t *testing.T) {
	for who, want := range map[AccountID]string{"acc_a": "order.own", "acc_o": "order.identified_by_you"} {
		d := passing()
		for _, err := range []error{d.Approve(Actor{Account: who}, clerksNoon), d.Ask(Actor{Account: who}, clerksNoon), d.End(OrderRejected, "x", Actor{Account: who}, clerksNoon)} {
			var refusal *Error
			if !errors.As(err, &refusal) || refusal.Key != want || refusal.Kind != Forbidden {
				t.Errorf("%s: %v", who, err)
			}
		}
	}
	d := passing()
	d.TwoClerks = true
	if err := d.Approve(Actor{Account: "acc_c", Name: "C"}, clerksNoon); err != nil || d.Status != OrderOpen {
		t.Fatalf("the first of two: %v, %s", err, d.Status)
	}
	if err := d.Approve(Actor{Account: "acc_c"}, clerksNoon); !errors.Is(err, Conflict) {
		t.Errorf("the same person twice: %v", err)
	}
	if err := d.Approve(Actor{Account: "acc_d"}, clerksNoon); err != nil || d.Status != OrderInProduction || d.Confirmed.By != "acc_d" {
		t.Errorf("the second: %v, %+v", err, d.Order)
	}
	if err := d.Ask(Actor{Account: "acc_c"}, clerksNoon); !errors.Is(err, Conflict) {
		t.Errorf("a question about what is in production: %v", err)
	}
}

// Every move of an order's life that clerks and applicants make, from each status.
func TestMovesOfClerks(t *testing.T) {
	by := Actor{Account: "acc_c"}
	for act, c := range map[string]struct {
		do   func(*Dossier) error
		from []OrderStatus
		to   OrderStatus
	}{
		"approve":  {func(d *Dossier) error { return d.Approve(by, clerksNoon) }, []OrderStatus{OrderOpen}, OrderInProduction},
		"ask":      {func(d *Dossier) error { return d.Ask(by, clerksNoon) }, []OrderStatus{OrderOpen}, OrderWaiting},
		"resume":   {func(d *Dossier) error { return d.Resume(clerksNoon) }, []OrderStatus{OrderWaiting}, OrderOpen},
		"reject":   {func(d *Dossier) error { return d.End(OrderRejected, "x", by, clerksNoon) }, []OrderStatus{OrderOpen, OrderWaiting}, OrderRejected},
		"withdraw": {func(d *Dossier) error { return d.End(OrderWithdrawn, "x", by, clerksNoon) }, []OrderStatus{OrderOpen, OrderWaiting}, OrderWithdrawn},
		"own":      {func(d *Dossier) error { return d.Withdraw("x", clerksNoon) }, []OrderStatus{OrderOpen}, OrderWithdrawn},
	} {
		for _, status := range OrderStatuses {
			d := passing()
			d.Status = status
			err := c.do(&d)
			switch allowed := slices.Contains(c.from, status); {
			case allowed && (err != nil || d.Status != c.to):
				t.Errorf("%s from %s: %v, then %s", act, status, err, d.Status)
			case !allowed && (!errors.Is(err, Conflict) || d.Status != status):
				t.Errorf("%s from %s: %v, then %s", act, status, err, d.Status)
			}
		}
	}
	d := passing()
	if err := d.End("coffee", "x", by, clerksNoon); !errors.Is(err, Invalid) {
		t.Errorf("to nowhere: %v", err)
	}
	if err := d.End(OrderRejected, "  ", by, clerksNoon); !errors.Is(err, Invalid) {
		t.Errorf("without a reason: %v", err)
	}
}

func TestReadQuestion(t *testing.T) {
	if q, err := ReadQuestion([]string{"payment", "coffee", "document"}, " Bitte prüfen. "); err != nil || !slices.Equal(q.Reasons, []string{"document", "payment"}) || q.Note != "Bitte prüfen." || !q.Open() {
		t.Errorf("%+v, %v", q, err)
	}
	for _, reasons := range [][]string{nil, {"coffee"}, {"other"}} {
		if _, err := ReadQuestion(reasons, ""); !errors.Is(err, Invalid) {
			t.Errorf("%v: %v", reasons, err)
		}
	}
}
