package rbac

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write testdata/matrix.golden anew")

// matrix draws every role, in its own place, against every permission.
func matrix() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-24s", "")
	for _, r := range roles {
		fmt.Fprintf(&b, " %-10s", r)
	}
	fmt.Fprintf(&b, "\n%-24s", "")
	for _, r := range roles {
		fmt.Fprintf(&b, " %-10s", r.Place())
	}
	for _, p := range permissions {
		fmt.Fprintf(&b, "\n%-24s", p)
		for _, r := range roles {
			mark := "."
			if Allows([]Role{r}, r.Place(), p) {
				mark = "yes"
			}
			fmt.Fprintf(&b, " %-10s", mark)
		}
	}
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

func TestMatrix(t *testing.T) {
	const golden = "testdata/matrix.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(matrix()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), matrix()); diff != "" {
		t.Errorf("rights have changed; if that is meant, run with -update (-was +is):\n%s", diff)
	}
}

// The table is what Casbin itself answers, cell by cell.
func TestTableAgreesWithCasbin(t *testing.T) {
	e, err := enforcer(modelText, policyText)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range roles {
		for _, place := range places {
			for _, p := range permissions {
				want, err := e.Enforce(string(r), string(place), string(p))
				if err != nil {
					t.Fatal(err)
				}
				if got := Allows([]Role{r}, place, p); got != want {
					t.Errorf("%s at %s, %s: table %v, Casbin %v", r, place, p, got, want)
				}
			}
		}
	}
}

// Casbin's string adapter swallows a malformed line; none may get lost.
func TestEveryPolicyLineCounts(t *testing.T) {
	e, err := enforcer(modelText, policyText)
	if err != nil {
		t.Fatal(err)
	}
	grants, _ := e.GetPolicy()
	groups, _ := e.GetGroupingPolicy()
	written := map[string]int{}
	for s := bufio.NewScanner(strings.NewReader(policyText)); s.Scan(); {
		if line := s.Text(); line != "" && !strings.HasPrefix(line, "#") {
			written[line[:2]]++
		}
	}
	if written["p,"] != len(grants) || written["g,"] != len(groups) || len(written) != 2 {
		t.Errorf("policy.csv has %v, Casbin read %d p and %d g: a line is malformed or doubled", written, len(grants), len(groups))
	}
}

func TestHardSeparations(t *testing.T) {
	identify := []Permission{IdentificationStart, IdentificationSave, IdentificationSign, IdentificationAbort, IdentificationReveal}
	files := []Permission{IdentificationRead, IdentificationCheck, IdentificationReveal, CaseOpen}
	only := func(p Permission, may ...Role) {
		t.Helper()
		for g := range granted {
			if g.permission == p && !slices.Contains(may, g.role) {
				t.Errorf("%s must not hold %s", g.role, p)
			}
		}
	}
	never := func(r Role, ps ...Permission) {
		t.Helper()
		for _, p := range ps {
			for _, place := range places {
				if Allows([]Role{r}, place, p) {
					t.Errorf("%s must not hold %s at the %s", r, p, place)
				}
			}
		}
	}
	for _, p := range identify {
		only(p, Officer)
	}
	only(IdentificationCheck, Checker)
	only(IdentificationRead, Officer, Auditor, Clerk)
	only(AppointmentActivate, RAManager)
	only(RoleGrant, RAManager, Operator)
	only(MemberRename, RAManager, Operator)
	only(EventRead, Auditor)
	for _, r := range []Role{Operator, ShopAdmin, RAManager, Applicant} {
		never(r, files...)
		never(r, identify...)
	}
	never(Operator, OrderRead, OrderList, PersonFind, CaseList)
	never(ShopAdmin, OrderRead, OrderList, PersonFind, CaseList)
	for g := range granted {
		switch {
		case g.role == Auditor && !g.permission.Reads() && g.permission.Noun() != "account":
			t.Errorf("an auditor changes nothing, but holds %s", g.permission)
		case (g.role == Clerk || g.role == Operator) && g.place != BackOffice:
			t.Errorf("%s has nothing to do at the %s, but holds %s", g.role, g.place, g.permission)
		case g.role == Applicant && g.place != Portal:
			t.Errorf("an applicant has nothing to do at the %s, but holds %s", g.place, g.permission)
		}
	}
}

func TestEveryPermission(t *testing.T) {
	shape := regexp.MustCompile(`^[a-z]+\.[a-z_]+$`)
	seen := map[Permission]bool{}
	for _, p := range Permissions() {
		holders := slices.DeleteFunc(Roles(), func(r Role) bool { return !Allows([]Role{r}, r.Place(), p) })
		if !shape.MatchString(string(p)) || seen[p] || !p.Known() || len(holders) == 0 {
			t.Errorf("%s: shape, doubled (%v) or held by nobody (%v)", p, seen[p], holders)
		}
		seen[p] = true
	}
	for _, r := range Roles() {
		for _, p := range []Permission{AccountProfile, AccountPassword, AccountSessions, AccountSecondFactor, AnnouncementRead} {
			if !Allows([]Role{r}, r.Place(), p) {
				t.Errorf("%s may not use %s", r, p)
			}
		}
	}
}

// Every constant of permission.go is in the list, or it could never be granted.
func TestNoPermissionForgotten(t *testing.T) {
	src, err := os.ReadFile("permission.go")
	if err != nil {
		t.Fatal(err)
	}
	consts := regexp.MustCompile(`(?m)^\t\w+ +Permission = "([^"]+)"`).FindAllStringSubmatch(string(src), -1)
	if len(consts) != len(permissions)+2 {
		t.Errorf("%d constants, %d permissions listed", len(consts), len(permissions))
	}
	for _, c := range consts {
		if !Permission(c[1]).Known() {
			t.Errorf("%s is not listed", c[1])
		}
	}
}

func TestAllows(t *testing.T) {
	type own string // a caller's own role type
	for _, c := range []struct {
		name  string
		roles []own
		place string
		p     Permission
		want  bool
	}{
		{"officer identifies at the desk", []own{"officer"}, "desk", IdentificationSign, true},
		{"officer does not in the portal", []own{"officer"}, "portal", IdentificationSign, false},
		{"applicant and officer, each in its place", []own{"applicant", "officer"}, "portal", OrderList, true},
		{"second role counts", []own{"shop_admin", "checker"}, "desk", IdentificationCheck, true},
		{"nobody, public", nil, "desk", Public, true},
		{"no role, signed in", nil, "", SignedIn, true},
		{"no role, nothing else", nil, "desk", AnnouncementRead, false},
		{"unknown role", []own{"root"}, "desk", OrderRead, false},
		{"building block is no role", []own{"person", "colleague"}, "desk", AccountProfile, false},
		{"unknown place", []own{"officer"}, "kitchen", OrderRead, false},
		{"unknown permission", []own{"officer"}, "desk", "order.eat", false},
		{"empty permission", []own{"officer"}, "desk", "", false},
	} {
		if got := Allows(c.roles, c.place, c.p); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestGranted(t *testing.T) {
	got := Granted([]Role{Clerk, Officer}, BackOffice)
	want := []Permission{AccountProfile, AccountPassword, AccountSessions, AccountSecondFactor, AccountEmail, IdentificationRead,
		OrderRead, OrderList, PaperPrint, OrderClaim, OrderCheck, OrderAsk, OrderApprove, OrderReject, ProductionRead, ProductionHandOver, ProductionImport,
		CardRead, CardReceive, RevocationRequest, RevocationRead, CampaignRead, CampaignRun, ComplaintRead, ComplaintAnswer,
		OrganisationRead, ProductRead, AnnouncementRead, FiguresRead, JobRead, JobCancel, EnquiryRead, EnquiryClose, AccountNotifications}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestConflicting(t *testing.T) {
	for _, c := range []struct {
		held []Role
		a, b Role
	}{
		{nil, "", ""},
		{[]Role{Auditor}, "", ""},
		{[]Role{Auditor, Auditor}, "", ""},
		{[]Role{Applicant, Officer, Checker, RAManager, ShopAdmin}, "", ""},
		{[]Role{Applicant, Clerk}, "", ""},
		{[]Role{Operator, Applicant}, "", ""},
		{[]Role{Applicant, Auditor}, Applicant, Auditor},
		{[]Role{Auditor, RAManager}, Auditor, RAManager},
		{[]Role{Officer, Checker, Clerk}, Officer, Clerk},
		{[]Role{Clerk, Checker}, Clerk, Checker},
		{[]Role{Clerk, Operator}, Clerk, Operator},
		{[]Role{RAManager, Operator}, RAManager, Operator},
		{[]Role{ShopAdmin, Clerk}, ShopAdmin, Clerk},
	} {
		a, b, found := Conflicting(c.held)
		if a != c.a || b != c.b || found != (c.a != "") {
			t.Errorf("%v: got %q and %q, %v", c.held, a, b, found)
		}
	}
}

func TestRoles(t *testing.T) {
	if len(home) != len(roles) || Role("root").Known() || Role("").Place() != "" {
		t.Error("roles and their places do not agree")
	}
	for _, r := range Roles() {
		if !r.Known() || !slices.Contains(Places(), r.Place()) || r.NeedsSecondFactor() != (r != Applicant) {
			t.Errorf("%s: place %q, second factor %v", r, r.Place(), r.NeedsSecondFactor())
		}
	}
	Roles()[0], Places()[0], Permissions()[0] = "x", "x", "x"
	if roles[0] != Applicant || places[0] != Portal || permissions[0] != AccountProfile {
		t.Error("a caller can change the lists")
	}
}

// A wrong policy stops the start; each fault is named.
func TestWrongPolicyIsRefused(t *testing.T) {
	for policy, want := range map[string]string{
		"p, officer, desk, order.eat":               `grants "order.eat"`,
		"p, officer, portal, order.read":            "lets officer use order.read at the portal",
		"p, a, desk, order.read\ng, clerk, a, desk": "lets clerk use order.read at the desk",
		"": "empty",
	} {
		if _, err := unfold(modelText, policy); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", policy, err)
		}
	}
	if _, err := unfold("nonsense", policyText); err == nil {
		t.Error("a broken model was accepted")
	}
	defer func() {
		if recover() == nil {
			t.Error("the program starts with a wrong policy")
		}
	}()
	mustUnfold(modelText, "p, officer, desk, order.eat")
}

func BenchmarkAllows(b *testing.B) {
	held := []Role{Applicant, Checker, Officer}
	for b.Loop() {
		if !Allows(held, Desk, IdentificationSign) {
			b.Fatal("refused")
		}
	}
}

func BenchmarkUnfold(b *testing.B) {
	for b.Loop() {
		mustUnfold(modelText, policyText)
	}
}
