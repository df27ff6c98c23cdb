package rbac

import "strings"

// A Permission is one thing somebody may do, written noun.verb. In the portal
// it always means the person's own: the scope of the transaction sees to that.
type Permission string

// The two permissions that no role is needed for. A route or use case says them
// out loud, so that "nobody checked" never looks like "everybody may".
const (
	Public   Permission = "public"    // nobody need be signed in
	SignedIn Permission = "signed_in" // any account, whatever its roles
)

// One's own account. Everybody with a role holds these.
const (
	AccountProfile      Permission = "account.profile"       // own name, language, e-mail address
	AccountPassword     Permission = "account.password"      // own password
	AccountSessions     Permission = "account.sessions"      // list and end own sessions
	AccountSecondFactor Permission = "account.second_factor" // own authenticator and recovery codes
	AccountEmail        Permission = "account.email"         // own address, which both addresses confirm
	AccountDeletion     Permission = "account.deletion"      // ask for the deletion of the own account
)

// Intake: people, cases, applications.
const (
	PersonFind          Permission = "person.find"          // search by name and birth date, never by document number
	PersonSave          Permission = "person.save"          // create and correct
	CaseList            Permission = "case.list"            // the work list: who waits, since when
	CaseOpen            Permission = "case.open"            // look into a case, with the person's data
	CaseClaim           Permission = "case.claim"           // take a case to the own desk, and put it back
	ApplicationSave     Permission = "application.save"     // fill in the form
	ApplicationSubmit   Permission = "application.submit"   // turn it into an order
	ApplicationWithdraw Permission = "application.withdraw" // give it up before it is an order
)

// Identification. Officers alone do it; see the tests for who must never hold these.
const (
	IdentificationStart  Permission = "identification.start"
	IdentificationSave   Permission = "identification.save" // document, features, comparison
	IdentificationSign   Permission = "identification.sign"
	IdentificationAbort  Permission = "identification.abort"  // with a reason; raises an incident on suspicion
	IdentificationReveal Permission = "identification.reveal" // show the document number; each use is an event
	IdentificationCheck  Permission = "identification.check"  // the second pair of eyes
	IdentificationRead   Permission = "identification.read"   // signed records, also in the archive
)

// Orders and their papers.
const (
	OrderRead  Permission = "order.read"
	OrderList  Permission = "order.list"
	PaperPrint Permission = "paper.print" // the papers of one order
	PaperBatch Permission = "paper.batch" // of many, as a job
)

// Orders at the provider, and what comes of them.
const (
	OrderClaim         Permission = "order.claim"          // take an order to the own desk, and put it back
	OrderCheck         Permission = "order.check"          // papers that came in, the list of what to look at
	OrderAsk           Permission = "order.ask"            // ask back; the order waits
	OrderAnswer        Permission = "order.answer"         // what was asked back
	OrderApprove       Permission = "order.approve"        // release to production, also as the second of two
	OrderReject        Permission = "order.reject"         // for good, or withdraw for the applicant
	ProductionRead     Permission = "production.read"      // batches and what came back
	ProductionHandOver Permission = "production.hand_over" // to the personaliser
	ProductionImport   Permission = "production.import"    // what the personaliser made
	CardRead           Permission = "card.read"
	CardReceive        Permission = "card.receive" // say that card or PIN letter arrived
	RevocationRequest  Permission = "revocation.request"
	RevocationRead     Permission = "revocation.read"
	CampaignRead       Permission = "campaign.read"
	CampaignRun        Permission = "campaign.run"    // choose cards to be replaced, tell their holders
	TransferImport     Permission = "transfer.import" // orders made outside of the portal
	TransferTake       Permission = "transfer.take"   // one's own of them
	ComplaintRaise     Permission = "complaint.raise"
	ComplaintRead      Permission = "complaint.read"
	ComplaintAnswer    Permission = "complaint.answer"
)

// Telling people.
const (
	AccountNotifications Permission = "account.notifications" // which mails somebody gets
	MailRead             Permission = "mail.read"             // what waits, what could not be sent, what mails look like
	MailResend           Permission = "mail.resend"
	WebhookRead          Permission = "webhook.read"
	WebhookSave          Permission = "webhook.save"
)

// Appointments of officers, and roles.
const (
	AppointmentList     Permission = "appointment.list"
	AppointmentNominate Permission = "appointment.nominate"
	AppointmentAccept   Permission = "appointment.accept"   // one's own
	AppointmentRecord   Permission = "appointment.record"   // background check, training, officer card
	AppointmentActivate Permission = "appointment.activate" // never one's own
	AppointmentSuspend  Permission = "appointment.suspend"  // and lift the suspension
	AppointmentEnd      Permission = "appointment.end"
	RoleList            Permission = "role.list"
	RoleGrant           Permission = "role.grant"
	RoleRevoke          Permission = "role.revoke"
	MemberRename        Permission = "member.rename" // correct a colleague's name; never one's own
)

// Organisations, shops, catalogue, announcements.
const (
	OrganisationRead     Permission = "organisation.read"     // with its branches
	OrganisationSave     Permission = "organisation.save"     // name, kind, address, register
	OrganisationSettings Permission = "organisation.settings" // second check on or off, document types
	OrganisationClose    Permission = "organisation.close"    // for good: its people lose access, its codes end
	BranchSave           Permission = "branch.save"
	ShopRead             Permission = "shop.read"
	ShopSave             Permission = "shop.save" // products and procedures of a shop
	ProductRead          Permission = "product.read"
	ProductSave          Permission = "product.save" // products and the procedure matrix
	ShopEnter            Permission = "shop.enter"   // by a shop code, and leave again; see the shops one entered
	CodeList             Permission = "code.list"    // shop codes and order codes, who used them when
	CodeIssue            Permission = "code.issue"   // draw them
	CodeChange           Permission = "code.change"  // pause, resume, revoke, quota, expiry
	CodeRedeem           Permission = "code.redeem"  // an order code, for oneself
	AnnouncementRead     Permission = "announcement.read"
	AnnouncementSave     Permission = "announcement.save"
)

// Oversight and long work.
const (
	FiguresRead   Permission = "figures.read"
	IncidentRead  Permission = "incident.read"
	IncidentClose Permission = "incident.close"
	EventRead     Permission = "event.read"   // the audit trail
	EventVerify   Permission = "event.verify" // recompute its chain and signatures
	JobRead       Permission = "job.read"
	JobCancel     Permission = "job.cancel"
	EnquiryRead   Permission = "enquiry.read"  // matters about accounts: deletion, two identities in one
	EnquiryClose  Permission = "enquiry.close" // with an outcome
)

var permissions = []Permission{
	AccountProfile, AccountPassword, AccountSessions, AccountSecondFactor, AccountEmail, AccountDeletion,
	PersonFind, PersonSave,
	CaseList, CaseOpen, CaseClaim,
	ApplicationSave, ApplicationSubmit, ApplicationWithdraw,
	IdentificationStart, IdentificationSave, IdentificationSign, IdentificationAbort,
	IdentificationReveal, IdentificationCheck, IdentificationRead,
	OrderRead, OrderList, PaperPrint, PaperBatch,
	OrderClaim, OrderCheck, OrderAsk, OrderAnswer, OrderApprove, OrderReject, ProductionRead, ProductionHandOver, ProductionImport,
	CardRead, CardReceive, RevocationRequest, RevocationRead, CampaignRead, CampaignRun, TransferImport, TransferTake,
	ComplaintRaise, ComplaintRead, ComplaintAnswer,
	AppointmentList, AppointmentNominate, AppointmentAccept, AppointmentRecord,
	AppointmentActivate, AppointmentSuspend, AppointmentEnd,
	RoleList, RoleGrant, RoleRevoke, MemberRename,
	OrganisationRead, OrganisationSave, OrganisationSettings, OrganisationClose, BranchSave,
	ShopRead, ShopSave, ShopEnter, CodeList, CodeIssue, CodeChange, CodeRedeem,
	ProductRead, ProductSave, AnnouncementRead, AnnouncementSave,
	FiguresRead, IncidentRead, IncidentClose, EventRead, EventVerify, JobRead, JobCancel, EnquiryRead, EnquiryClose,
	AccountNotifications, MailRead, MailResend, WebhookRead, WebhookSave,
}

// Permissions lists every permission that is granted by role, in the order of
// the matrix; [Public] and [SignedIn] are not among them.
func Permissions() []Permission { return append([]Permission(nil), permissions...) }

// Known reports whether p is one of the permissions of this package.
func (p Permission) Known() bool {
	if p == Public || p == SignedIn {
		return true
	}
	for _, q := range permissions {
		if p == q {
			return true
		}
	}
	return false
}

// NeedsAccount reports whether somebody must be signed in to use p.
func (p Permission) NeedsAccount() bool { return p != Public }

// Noun is what the permission is about: "order" of "order.read".
func (p Permission) Noun() string {
	noun, _, _ := strings.Cut(string(p), ".")
	return noun
}

// Reads reports whether p lets somebody look only. Revealing a document number
// is not reading: it is an act of its own, with an event.
func (p Permission) Reads() bool {
	switch _, verb, _ := strings.Cut(string(p), "."); verb {
	case "read", "list", "find", "open", "verify":
		return true
	}
	return false
}
