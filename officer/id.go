package officer

import (
	"crypto/rand"
	"encoding/base32"
	"io"
	"strings"
)

// Ids are typed and prefixed: a log line reads by itself and a swapped argument
// does not compile. After the prefix come 16 random base-32 letters (80 bit).
type (
	AccountID        string // acc_
	OrganisationID   string // org_
	BranchID         string // brn_
	AppointmentID    string // apt_
	PersonID         string // per_
	ApplicationID    string // app_
	IdentificationID string // idn_
	OrderID          string // ord_
	ShopID           string // shp_
	ProductID        string // prd_
	AnnouncementID   string // ann_
	SessionID        string // ses_
	JobID            string // job_
	EventID          string // evt_
	IncidentID       string // inc_
	MailID           string // mai_
	InvitationID     string // inv_
	ShopCodeID       string // shc_
	OrderCodeID      string // orc_
	RedemptionID     string // red_
	RegistrationID   string // reg_
	EmailChangeID    string // emc_
	EnquiryID        string // enq_
	QuestionID       string // que_
	BatchID          string // bat_
	CardID           string // crd_
	RevocationID     string // rev_
	WebhookID        string // whk_
	DeliveryID       string // whd_
	SecretID         string // whs_
	ComplaintID      string // cmp_
	MessageID        string // msg_
)

// An ID is any of the typed ids.
type ID interface {
	~string
	Prefix() string
}

func (AccountID) Prefix() string        { return "acc_" }
func (OrganisationID) Prefix() string   { return "org_" }
func (BranchID) Prefix() string         { return "brn_" }
func (AppointmentID) Prefix() string    { return "apt_" }
func (PersonID) Prefix() string         { return "per_" }
func (ApplicationID) Prefix() string    { return "app_" }
func (IdentificationID) Prefix() string { return "idn_" }
func (OrderID) Prefix() string          { return "ord_" }
func (ShopID) Prefix() string           { return "shp_" }
func (ProductID) Prefix() string        { return "prd_" }
func (AnnouncementID) Prefix() string   { return "ann_" }
func (SessionID) Prefix() string        { return "ses_" }
func (JobID) Prefix() string            { return "job_" }
func (EventID) Prefix() string          { return "evt_" }
func (IncidentID) Prefix() string       { return "inc_" }
func (MailID) Prefix() string           { return "mai_" }
func (InvitationID) Prefix() string     { return "inv_" }
func (ShopCodeID) Prefix() string       { return "shc_" }
func (OrderCodeID) Prefix() string      { return "orc_" }
func (RedemptionID) Prefix() string     { return "red_" }
func (RegistrationID) Prefix() string   { return "reg_" }
func (EmailChangeID) Prefix() string    { return "emc_" }
func (EnquiryID) Prefix() string        { return "enq_" }
func (QuestionID) Prefix() string       { return "que_" }
func (BatchID) Prefix() string          { return "bat_" }
func (CardID) Prefix() string           { return "crd_" }
func (RevocationID) Prefix() string     { return "rev_" }
func (WebhookID) Prefix() string        { return "whk_" }
func (DeliveryID) Prefix() string       { return "whd_" }
func (SecretID) Prefix() string         { return "whs_" }
func (ComplaintID) Prefix() string      { return "cmp_" }
func (MessageID) Prefix() string        { return "msg_" }

const idLetters = "abcdefghijkmnpqrstuvwxyz23456789" // 32, without l and o and 0 and 1

var idEncoding = base32.NewEncoding(idLetters).WithPadding(base32.NoPadding)

// idLength is the number of letters after the prefix.
const idLength = 16

// NewID draws a fresh id from the system's randomness.
func NewID[T ID]() T { return NewIDFrom[T](rand.Reader) }

// NewIDFrom draws a fresh id from r. A source that fails is a broken machine: it panics.
func NewIDFrom[T ID](r io.Reader) T {
	var b [10]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		panic("officer: no randomness: " + err.Error())
	}
	var zero T
	return T(zero.Prefix() + idEncoding.EncodeToString(b[:]))
}

// ParseID accepts exactly what NewID makes; anything else is NotFound, as an
// unknown id is, so that a guess learns nothing.
func ParseID[T ID](s string) (T, error) {
	var zero T
	rest, ok := strings.CutPrefix(s, zero.Prefix())
	if !ok || len(rest) != idLength || strings.Trim(rest, idLetters) != "" {
		return zero, Fail(NotFound, "page.not_found")
	}
	return T(s), nil
}
