// Package rbac says who may do what: eight roles, three places, and the
// permissions granted to each role in its place.
//
// The policy is a Casbin model with domains, embedded in the binary; it changes
// with a release, not at run time. It is unfolded once, at start, into a plain
// table, so that a question costs a look-up and nothing can be stale: which
// roles a person holds is read with their session on every request and given
// to [Allows] as an argument.
//
// The package does not know accounts, organisations or cases. Rules about one
// case (an officer is not the subject, nobody activates their own appointment)
// belong to package officer.
package rbac

import (
	_ "embed"
	"fmt"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
	stringadapter "github.com/casbin/casbin/v2/persist/string-adapter"
)

//go:embed model.conf
var modelText string

//go:embed policy.csv
var policyText string

// A grant is one cell of the matrix that says yes.
type grant struct {
	role       Role
	place      Place
	permission Permission
}

var granted = mustUnfold(modelText, policyText)

// Allows reports whether somebody with these roles may use p in place.
// [Public] is always allowed. [SignedIn] is allowed to every account whatever
// its roles: whether somebody is signed in at all is the caller's question, see
// [Permission.NeedsAccount]. Anything unknown is refused.
func Allows[R, P ~string](held []R, place P, p Permission) bool {
	if p == Public || p == SignedIn {
		return true
	}
	for _, r := range held {
		if granted[grant{Role(r), Place(place), p}] {
			return true
		}
	}
	return false
}

// Granted lists what somebody with these roles may do in place, in the order of
// [Permissions]; for menus and pages that show a person their rights.
func Granted[R, P ~string](held []R, place P) []Permission {
	var may []Permission
	for _, p := range permissions {
		if Allows(held, place, p) {
			may = append(may, p)
		}
	}
	return may
}

// mustUnfold stops the program when the embedded policy is wrong: better no
// portal than one with unknown rights.
func mustUnfold(model, policy string) map[grant]bool {
	table, err := unfold(model, policy)
	if err != nil {
		panic("rbac: " + err.Error())
	}
	return table
}

func unfold(modelText, policyText string) (map[grant]bool, error) {
	e, err := enforcer(modelText, policyText)
	if err != nil {
		return nil, err
	}
	table := make(map[grant]bool)
	for _, role := range roles {
		for _, place := range places {
			lines, err := e.GetImplicitPermissionsForUser(string(role), string(place))
			if err != nil {
				return nil, err
			}
			for _, line := range lines { // building block or role, place, permission
				table[grant{role, place, Permission(line[2])}] = true
			}
		}
	}
	return table, check(table)
}

func enforcer(modelText, policyText string) (*casbin.Enforcer, error) {
	m, err := model.NewModelFromString(modelText)
	if err != nil {
		return nil, err
	}
	return casbin.NewEnforcer(m, stringadapter.NewAdapter(policyText))
}

// check refuses a policy that names what does not exist, or lets a role count
// away from its place.
func check(table map[grant]bool) error {
	for g := range table {
		if !g.permission.Known() {
			return fmt.Errorf("the policy grants %q, which is no permission", g.permission)
		}
		if g.role.Place() != g.place {
			return fmt.Errorf("the policy lets %s use %s at the %s", g.role, g.permission, g.place)
		}
	}
	return nil
}
