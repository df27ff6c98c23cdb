package desk_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
)

const moved = "neu@umzug.example"

// askChange asks for another address and gives the tokens of the two links.
func (h *house) askChange(t testing.TB, ctx context.Context, who officer.Actor, to string) (old, new string) {
	t.Helper()
	h.Clock.Advance(time.Second) // later than whatever mail went there before
	if err := h.accounts.AskEmailChange(ctx, desk.NewAddress{Email: to, Password: password}, desk.Visitor{}); err != nil {
		t.Fatal(err)
	}
	template, old := h.mail(t, who.Email)
	if template != "email_change_old" {
		t.Fatalf("mail %q to the present address", template)
	}
	_, new = h.mail(t, to)
	h.Clock.Advance(time.Second)
	return old, new
}

func (h *house) confirm(t testing.TB, token string) desk.Confirmation {
	t.Helper()
	c, err := h.accounts.ConfirmEmail(context.Background(), token)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (h *house) address(t testing.TB, id officer.AccountID) string {
	return dbtest.Get[string](t, h.Database, `select email from accounts where id = $1`, id)
}

func TestBothAddressesConfirmInEitherOrder(t *testing.T) {
	for name, newFirst := range map[string]bool{"the old one first": false, "the new one first": true} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			who := h.withPassword(t, h.Applicant(t))
			ctx, elsewhere := h.in(t, who)
			first, second := h.askChange(t, ctx, who, moved)
			if newFirst {
				first, second = second, first
			}
			for range 2 { // looking uses nothing up
				if c, err := h.accounts.EmailLink(context.Background(), first); err != nil || c.New != moved || (c.Side == officer.NewMailbox) != newFirst {
					t.Fatalf("%+v, %v", c, err)
				}
			}
			if c := h.confirm(t, first); c.Done || h.address(t, who.Account) != who.Email {
				t.Fatalf("one confirmation is enough: %+v", c)
			}
			if _, err := h.accounts.ConfirmEmail(context.Background(), first); !errors.Is(err, officer.NotFound) {
				t.Errorf("the same link twice: %v", err)
			}
			if p, err := h.accounts.Email(ctx); err != nil || p.Change.NewConfirmedAt.IsZero() == newFirst || p.Change.OldConfirmedAt.IsZero() != newFirst {
				t.Errorf("%+v, %v", p, err)
			}
			if c := h.confirm(t, second); !c.Done || h.address(t, who.Account) != moved {
				t.Fatalf("%+v", c)
			}
			if template, _ := h.mail(t, who.Email); template != "email_changed" {
				t.Errorf("the former address is mailed %q", template)
			}
			if _, err := h.signIn.Resume(context.Background(), elsewhere.Token.Reveal()); !errors.Is(err, officer.Unauthenticated) {
				t.Errorf("another session goes on: %v", err)
			}
			if _, err := h.authenticate(who.Email, password, desk.Visitor{}); !errors.Is(err, officer.Invalid) {
				t.Errorf("the former address signs in: %v", err)
			}
			if _, err := h.authenticate(moved, password, desk.Visitor{}); err != nil {
				t.Errorf("the new address: %v", err)
			}
		})
	}
}

// Who confirms in a browser where they are signed in stays so.
func TestTheSessionThatConfirmsGoesOn(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Applicant(t))
	ctx, in := h.in(t, who)
	old, new := h.askChange(t, ctx, who, moved)
	h.confirm(t, old)
	if c, err := h.accounts.ConfirmEmail(ctx, new); err != nil || !c.Done {
		t.Fatal(err)
	}
	if a, err := h.signIn.Resume(context.Background(), in.Token.Reveal()); err != nil || a.Email != moved {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestBothLinksAtOnce(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Applicant(t))
	ctx, _ := h.in(t, who)
	old, new := h.askChange(t, ctx, who, moved)
	var all sync.WaitGroup
	var done, worked atomic.Int32
	for _, token := range []string{old, new, old, new} {
		all.Go(func() {
			switch c, err := h.accounts.ConfirmEmail(context.Background(), token); {
			case err == nil && c.Done:
				done.Add(1)
				worked.Add(1)
			case err == nil:
				worked.Add(1)
			case !errors.Is(err, officer.NotFound):
				t.Error(err)
			}
		})
	}
	all.Wait()
	if worked.Load() != 2 || done.Load() != 1 || h.address(t, who.Account) != moved {
		t.Errorf("%d links worked, %d made the change, the address is %s", worked.Load(), done.Load(), h.address(t, who.Account))
	}
}

func TestAChangeIsRefusedCancelledOrRunsOut(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Applicant(t))
	ctx, _ := h.in(t, who)
	for name, c := range map[string]struct {
		in   desk.NewAddress
		want string
	}{
		"a wrong password":  {desk.NewAddress{Email: moved, Password: "falsch"}, "password password.wrong"},
		"a role's mailbox":  {desk.NewAddress{Email: "poststelle@umzug.example", Password: password}, "email account.role_mailbox"},
		"two letters":       {desk.NewAddress{Email: "it@umzug.example", Password: password}, "own_mailbox account.initials"},
		"the same":          {desk.NewAddress{Email: who.Email, Password: password}, "email email_change.same"},
		"nothing":           {desk.NewAddress{Password: password}, "email form.missing"},
		"no address at all": {desk.NewAddress{Email: "umzug", Password: password}, "email email.form"},
	} {
		if err := h.accounts.AskEmailChange(ctx, c.in, desk.Visitor{}); fields(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := h.accounts.CancelEmailChange(ctx); !errors.Is(err, officer.NotFound) {
		t.Errorf("cancelling nothing: %v", err)
	}
	old, new := h.askChange(t, ctx, who, moved)
	if err := h.accounts.AskEmailChange(ctx, desk.NewAddress{Email: "x@umzug.example", Password: password}, desk.Visitor{}); !errors.Is(err, officer.Conflict) {
		t.Errorf("a second change beside it: %v", err)
	}
	h.confirm(t, old)
	if err := h.accounts.CancelEmailChange(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := h.accounts.ConfirmEmail(context.Background(), new); !errors.Is(err, officer.NotFound) {
		t.Errorf("a link of a cancelled change: %v", err)
	}
	h.Clock.Advance(2 * time.Hour)
	ctx, _ = h.in(t, who)
	old, new = h.askChange(t, ctx, who, moved)
	h.confirm(t, new)
	h.Clock.Advance(25 * time.Hour)
	if _, err := h.accounts.ConfirmEmail(context.Background(), old); !errors.Is(err, officer.NotFound) {
		t.Errorf("a day later: %v", err)
	}
	ctx, _ = h.in(t, who)
	if p, err := h.accounts.Email(ctx); err != nil || p.Change.ID != "" {
		t.Errorf("what ran out is open: %+v, %v", p, err)
	}
	old, new = h.askChange(t, ctx, who, moved)
	h.confirm(t, old)
	if c := h.confirm(t, new); !c.Done {
		t.Error("after one that ran out")
	}
}

// The answer tells nobody whether the new address has an account: it is the same
// after the same work, and the holder is told by mail. Nobody gets the address
// without its mailbox, also if it becomes somebody's in between.
func TestSomebodyElsesAddress(t *testing.T) {
	h := newHouse(t)
	who, other := h.withPassword(t, h.Applicant(t)), h.withPassword(t, h.Applicant(t))
	ctx, _ := h.in(t, who)
	costs := map[string]int64{}
	for _, to := range []string{other.Email, moved} {
		before := h.DB.Statements()
		if err := h.accounts.AskEmailChange(ctx, desk.NewAddress{Email: to, Password: password}, desk.Visitor{}); err != nil {
			t.Fatal(err)
		}
		costs[to] = h.DB.Statements() - before
		if to != moved {
			if err := h.accounts.CancelEmailChange(ctx); err != nil {
				t.Fatal(err)
			}
		}
		h.Clock.Advance(time.Second)
	}
	if costs[other.Email] != costs[moved] {
		t.Errorf("statements: %v", costs)
	}
	if template, _ := h.mail(t, other.Email); template != "email_change_taken" {
		t.Errorf("the holder is mailed %q", template)
	}
	_, new := h.mail(t, moved)
	_, old := h.mail(t, who.Email)
	h.confirm(t, old)
	h.Exec(t, `update accounts set email = $2, email_key = $2 where id = $1`, other.Account, moved)
	if _, err := h.accounts.ConfirmEmail(context.Background(), new); !errors.Is(err, officer.Conflict) {
		t.Errorf("an address that was taken meanwhile: %v", err)
	}
	if h.address(t, who.Account) != who.Email {
		t.Error("the address changed")
	}
}

// A link that went to the former address is worthless after the change.
func TestAnAddressChangedBetweenLinkAndClick(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Applicant(t))
	ctx, _ := h.in(t, who)
	old, new := h.askChange(t, ctx, who, moved)
	if err := h.accounts.RequestReset(context.Background(), who.Email, desk.Visitor{}); err != nil {
		t.Fatal(err)
	}
	_, reset := h.mail(t, who.Email)
	h.Clock.Advance(time.Second)
	_, registration := h.register(t, "n.eu@umzug.example")
	h.confirm(t, old)
	h.confirm(t, new)
	if err := h.accounts.Reset(context.Background(), reset, another); !errors.Is(err, officer.NotFound) {
		t.Errorf("a link for a new password: %v", err)
	}
	if _, _, err := h.registration().Activate(context.Background(), registration, password, desk.Visitor{}); !errors.Is(err, officer.Conflict) {
		t.Errorf("a registration of the address that is an account's now: %v", err)
	}
	for name, token := range map[string]string{"reset": reset, "registration": registration, "tampered": new[1:] + "a", "used": old} {
		if _, err := h.accounts.ConfirmEmail(context.Background(), token); !errors.Is(err, officer.NotFound) {
			t.Errorf("%s in the flow of addresses: %v", name, err)
		}
	}
}

// The new address follows to where the person's present address stands, and
// nowhere else.
func TestTheNewAddressFollows(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Company.Actor(officer.RoleOfficer))
	ctx, _, _ := h.enrolled(t, who)
	mine, other := officer.NewID[officer.PersonID](), officer.NewID[officer.PersonID]()
	for id, account := range map[officer.PersonID]officer.AccountID{mine: who.Account, other: h.Applicant(t).Account} {
		h.Exec(t, `insert into persons (organisation_id, id, account_id, family_name, email, search_name, created_at) values ($1, $2, $3, 'Kim', $4, 'KIM', now())`,
			h.Company.ID, id, account, who.Email)
	}
	h.Exec(t, `insert into invitations (organisation_id, id, role, email, name, search_name, invited_by, invited_at) values ($1, $2, 'checker', $3, 'Kim', 'KIM', 'acc_sample', now())`,
		h.Authority.ID, officer.NewID[officer.InvitationID](), who.Email)
	old, new := h.askChange(t, ctx, who, moved)
	h.confirm(t, old)
	h.confirm(t, new)
	for what, query := range map[string]string{
		"member":      `select email from members where account_id = '%s'`,
		"officer":     `select email from appointments where account_id = '%s'`,
		"own person":  `select email from persons where account_id = '%s'`,
		"invitations": `select email from invitations where status = 'open' and '%s' <> ''`,
	} {
		if got := dbtest.Get[string](t, h.Database, fmt.Sprintf(query, who.Account)); got != moved {
			t.Errorf("%s: %s", what, got)
		}
	}
	if got := dbtest.Get[string](t, h.Database, `select email from persons where id = $1`, other); got != who.Email {
		t.Errorf("somebody else's: %s", got)
	}
}

func TestChangesOfAddressAreCounted(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Applicant(t))
	ctx, _ := h.in(t, who)
	for i := range 4 {
		err := h.accounts.AskEmailChange(ctx, desk.NewAddress{Email: fmt.Sprint("x", i, "y@umzug.example"), Password: password}, desk.Visitor{})
		if errors.Is(err, officer.TooMany) != (i >= 3) {
			t.Errorf("change %d: %v", i+1, err)
		}
		_ = h.accounts.CancelEmailChange(ctx)
	}
}
