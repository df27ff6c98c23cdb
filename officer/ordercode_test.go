package officer

import (
	"errors"
	"slices"
	"testing"
	"time"
)

var codeDay = time.Date(2026, 11, 22, 14, 7, 0, 0, Berlin())

func TestAnOrderCodesTerms(t *testing.T) {
	fine := OrderCode{Uses: 1, Email: " Kim.Meier@Beispiel.example ", Recipient: "  Kim   Meier ", Note: "Etage 3"}
	c, p := fine.Clean()
	if len(p) > 0 || c.Email != "kim.meier@beispiel.example" || c.EmailKey != "kimmeier@beispiel.example" || c.Recipient != "Kim Meier" {
		t.Errorf("%+v %v", c, p)
	}
	for _, x := range []struct {
		field, key string
		change     func(*OrderCode)
	}{
		{"uses", "code.uses_range", func(c *OrderCode) { c.Uses = 0 }},
		{"uses", "code.uses_range", func(c *OrderCode) { c.Uses, c.Email = MaxCodeUses+1, "" }},
		{"uses", "code.uses_personal", func(c *OrderCode) { c.Uses = 2 }},
		{"email", "email.form", func(c *OrderCode) { c.Email = "kim" }},
		{"email", "email.role", func(c *OrderCode) { c.Email = "poststelle@beispiel.example" }},
		{"domain", "code.bound_twice", func(c *OrderCode) { c.Domain = "@beispiel.example" }},
		{"domain", "email.domain", func(c *OrderCode) { c.Email, c.Domain = "", "beispiel" }},
		{"for_whom", "line.start", func(c *OrderCode) { c.Recipient = "=1+1" }},
		{"note", "text.too_long", func(c *OrderCode) { c.Note = longText(MaxCodeNote + 1) }},
	} {
		c := fine
		x.change(&c)
		if _, p := c.Clean(); !slices.ContainsFunc(p, func(q Problem) bool { return q.Field == x.field && q.Key == x.key }) {
			t.Errorf("%s %s: %v", x.field, x.key, p)
		}
	}
}

func longText(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = 'a'
	}
	return string(b)
}

// A code ends with its last day in Germany, not before and not after.
func TestAnOrderCodesLastDay(t *testing.T) {
	c := OrderCode{Uses: 2, Status: CodeActive}
	last := Today(codeDay).AddDays(3)
	if err := c.Expire(last, codeDay); err != nil || c.LastDay() != last {
		t.Fatalf("%v %v", err, c.LastDay())
	}
	evening := time.Date(2026, 11, 25, 23, 59, 59, 0, Berlin())
	if c.State(evening) != CodeActive || c.State(evening.Add(time.Second)) != CodeExpired {
		t.Errorf("%s, a second later %s", c.State(evening), c.State(evening.Add(time.Second)))
	}
	for key, day := range map[string]Date{"code.expiry_past": Today(codeDay).AddDays(-1), "code.expiry_far": Today(codeDay).AddMonths(61)} {
		var e *Error
		if err := c.Expire(day, codeDay); !errors.As(err, &e) || e.Key != key {
			t.Errorf("%s: %v", key, err)
		}
	}
	if err := c.Expire(Date{}, codeDay); err != nil || !c.LastDay().IsZero() {
		t.Error("a code need not end")
	}
}

func TestAnOrderCodesLife(t *testing.T) {
	type step func(*OrderCode) error
	pause, resume := (*OrderCode).Pause, (*OrderCode).Resume
	revoke := func(c *OrderCode) error { return c.Revoke(codeDay) }
	for _, x := range []struct {
		from CodeStatus
		do   step
		to   CodeStatus // empty for refused
	}{
		{CodeActive, pause, CodePaused}, {CodeActive, resume, ""}, {CodeActive, revoke, CodeRevoked},
		{CodePaused, pause, ""}, {CodePaused, resume, CodeActive}, {CodePaused, revoke, CodeRevoked},
		{CodeRevoked, pause, ""}, {CodeRevoked, resume, ""}, {CodeRevoked, revoke, ""},
	} {
		c := OrderCode{Status: x.from}
		err := x.do(&c)
		if x.to == "" && (!errors.Is(err, Conflict) || c.Status != x.from) || x.to != "" && (err != nil || c.Status != x.to) {
			t.Errorf("from %s: %s, %v", x.from, c.Status, err)
		}
	}
}

func TestStatesOfOrderCodes(t *testing.T) {
	past := codeDay.Add(-time.Hour)
	for want, c := range map[CodeStatus]OrderCode{
		CodeActive:  {Uses: 3, Used: 2, Status: CodeActive},
		CodePaused:  {Uses: 3, Used: 2, Status: CodePaused},
		CodeSpent:   {Uses: 3, Used: 3, Status: CodePaused},
		CodeExpired: {Uses: 3, Used: 3, Status: CodePaused, ExpiresAt: past},
		CodeRevoked: {Uses: 3, Used: 3, Status: CodeRevoked, ExpiresAt: past},
	} {
		if got := c.State(codeDay); got != want {
			t.Errorf("%+v stands %s, want %s", c, got, want)
		}
	}
}

func TestRenewing(t *testing.T) {
	c := OrderCode{Uses: 5, Used: 3, Status: CodeActive, ExpiresAt: codeDay.Add(-time.Hour)}
	passed := c.LastDay()
	for _, x := range []struct {
		uses int
		last Date
		ok   bool
	}{{3, passed, true}, {9, Date{}, true}, {9, Today(codeDay), true}, {2, Date{}, false}, {0, Date{}, false}, {MaxCodeUses + 1, Date{}, false}, {5, passed.AddDays(-1), false}} {
		again := c
		if err := again.Renew(x.uses, x.last, codeDay); (err == nil) != x.ok {
			t.Errorf("%d uses until %s: %v", x.uses, x.last, err)
		}
	}
	revoked := OrderCode{Uses: 1, Status: CodeRevoked}
	if err := revoked.Renew(2, Date{}, codeDay); !errors.Is(err, Conflict) {
		t.Errorf("a revoked code was renewed: %v", err)
	}
	personal := OrderCode{Uses: 1, Email: "kim@beispiel.example", Status: CodeActive}
	if err := personal.Renew(2, Date{}, codeDay); !errors.Is(err, Invalid) {
		t.Errorf("a personal code for two: %v", err)
	}
}

func TestWhatACodeAllows(t *testing.T) {
	offered := []Procedure{PostIdentBranch, NotarIdent, OfficerIdent}
	if got := (OrderCode{}).Allows(offered); !slices.Equal(got, offered) {
		t.Errorf("a code without procedures leaves %v", got)
	}
	if got := (OrderCode{Procedures: []Procedure{NotarIdent, DTrustIdent}}).Allows(offered); !slices.Equal(got, []Procedure{NotarIdent}) {
		t.Errorf("%v", got)
	}
	if got := Email("kim@post.amt.beispiel.example").Domains(); !slices.Equal(got, []string{"post.amt.beispiel.example", "amt.beispiel.example", "beispiel.example"}) {
		t.Errorf("%v", got)
	}
}

func TestWordsOfACode(t *testing.T) {
	c := OrderCode{Recipient: "Jörg Müller-Lüdenscheidt", Note: "Etage 3", Email: "joerg.mueller@beispiel.example"}
	got := c.SearchWords()
	for _, w := range []string{"JOERG", "MUELLER", "LUEDENSCHEIDT", "ETAGE", "3"} {
		if !slices.Contains(got, w) {
			t.Errorf("%s is missing from %v", w, got)
		}
	}
	if (OrderCodeFilter{Search: "m"}).Check() == nil || (OrderCodeFilter{Search: "mü"}).Check() != nil || (OrderCodeFilter{}).Check() != nil {
		t.Error("what can be searched")
	}
}
