package officer

import (
	"context"
	"slices"
	"time"
)

// A Role is what somebody does at a place. The words are those of package rbac.
type Role string

// The roles. Applicant is what everybody is in the portal; the others are granted.
const (
	RoleApplicant Role = "applicant"
	RoleOfficer   Role = "officer"
	RoleChecker   Role = "checker"
	RoleShopAdmin Role = "shop_admin"
	RoleRAManager Role = "ra_manager"
	RoleAuditor   Role = "auditor"
	RoleClerk     Role = "clerk"
	RoleOperator  Role = "operator"
)

// DeskRoles are granted within a company or authority, BackOfficeRoles within
// the trust service provider.
var (
	DeskRoles       = []Role{RoleOfficer, RoleChecker, RoleShopAdmin, RoleRAManager, RoleAuditor}
	BackOfficeRoles = []Role{RoleClerk, RoleOperator, RoleAuditor}
)

// A Place is where somebody works at the moment: the applicant's portal, the
// desk of one organisation, or the provider's back office.
type Place string

// The places.
const (
	Portal     Place = "portal"
	Desk       Place = "desk"
	BackOffice Place = "backoffice"
)

// An Actor is a person at a place, as read with the session at the start of
// every request, so that an ended role or appointment is out at once.
type Actor struct {
	Account          AccountID
	Session          SessionID
	Name             string
	Email            string
	Language         string // "de" or "en"
	Place            Place
	Organisation     OrganisationID // of the desk or the back office; empty in the portal
	OrganisationName string
	OrganisationKind OrganisationKind
	Roles            []Role
	SecondFactor     bool          // the second factor was shown in this session
	SecondFactorDue  bool          // a role demands it and it was not shown (or not even set up) yet
	MayIdentify      bool          // an active appointment with valid training stands behind the officer role
	Appointment      AppointmentID // the officer's appointment here, active or not
	OtherPlaces      []Membership  // where else this person may work
	SessionEnds      time.Time     // when the session ends if nothing happens
	TokenDue         bool          // rights grew since the session's token was made: the browser needs another
}

// A Membership is a place a person may switch to.
type Membership struct {
	Organisation OrganisationID
	Name         string
	Kind         OrganisationKind
}

// Has reports whether the actor holds a role here.
func (a Actor) Has(r Role) bool { return slices.Contains(a.Roles, r) }

type actorKey struct{}

// WithActor puts the actor into the context that a request is worked in.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorFrom gives the actor of the request, and false when nobody is signed in.
func ActorFrom(ctx context.Context) (Actor, bool) {
	a, ok := ctx.Value(actorKey{}).(Actor)
	return a, ok
}

type requestKey struct{}

// WithRequest puts the request's reference number into the context, so that a
// line in the book can be found from a line in the log.
func WithRequest(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

// RequestFrom gives the request's reference number, or "".
func RequestFrom(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}
