package rbac

// A Role is what an account is entitled to be in one organisation. An account
// may hold several, unless they are [Conflicting].
type Role string

// The roles. See the policy for what each may do.
const (
	Applicant Role = "applicant"  // orders for themselves
	Officer   Role = "officer"    // identifies people on site
	Checker   Role = "checker"    // second pair of eyes
	ShopAdmin Role = "shop_admin" // shops, codes, quotas
	RAManager Role = "ra_manager" // appoints officers
	Auditor   Role = "auditor"    // reads archive and audit trail
	Clerk     Role = "clerk"      // the trust service provider's checks and production
	Operator  Role = "operator"   // organisations, catalogue, announcements
)

// A Place is the kind of house somebody stands in, Casbin's domain.
type Place string

// The places.
const (
	Portal     Place = "portal"     // the applicant's: scope is the account
	Desk       Place = "desk"       // one organisation's: scope is the organisation
	BackOffice Place = "backoffice" // the trust service provider's
)

var places = []Place{Portal, Desk, BackOffice}

// home says where each role counts. A role counts nowhere else.
var home = map[Role]Place{
	Applicant: Portal,
	Officer:   Desk,
	Checker:   Desk,
	ShopAdmin: Desk,
	RAManager: Desk,
	Auditor:   Desk,
	Clerk:     BackOffice,
	Operator:  BackOffice,
}

var roles = []Role{Applicant, Officer, Checker, ShopAdmin, RAManager, Auditor, Clerk, Operator}

// Roles lists every role, in the order of the matrix.
func Roles() []Role { return append([]Role(nil), roles...) }

// Places lists every place.
func Places() []Place { return append([]Place(nil), places...) }

// Known reports whether r is one of the roles.
func (r Role) Known() bool { return home[r] != "" }

// Place is where r counts; empty for an unknown role.
func (r Role) Place() Place { return home[r] }

// NeedsSecondFactor reports whether whoever holds r must sign in with a second
// factor: everybody does who works with other people's data.
func (r Role) NeedsSecondFactor() bool { return r != Applicant }

// Conflicting finds two roles that one account must not hold together
// (EN 319 411-1 REG-6.2.2-26, EN 319 401 clause 7.1.3):
//
//   - an auditor holds no other role at all, not even the applicant's,
//     or they would audit records about themselves;
//   - the provider's side and an organisation's desk never meet in one account:
//     a clerk would check what they identified, an operator appoint themselves;
//   - clerk and operator are two people, as the operator never sees identity files.
//
// What is forbidden only for one case (officer and subject, checker and officer)
// is a rule of that case, not of the account.
func Conflicting[R ~string](held []R) (a, b Role, conflict bool) {
	for i, x := range held {
		for _, y := range held[i+1:] {
			if conflicts(Role(x), Role(y)) {
				return Role(x), Role(y), true
			}
		}
	}
	return "", "", false
}

func conflicts(a, b Role) bool {
	if a == b {
		return false
	}
	if a == Auditor || b == Auditor {
		return true
	}
	provider := a.Place() == BackOffice || b.Place() == BackOffice
	return provider && a != Applicant && b != Applicant
}
