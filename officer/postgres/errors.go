package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"

	"github.com/lib/pq"

	"officerportal/officer"
)

// constraintKeys says what a person is told when a rule of the database stops
// them. A constraint that only a programming fault can hit maps to "", and
// stays a fault. A test holds this against the schema.
var constraintKeys = map[string]string{
	"organisation_number_once":         "organisation.number_taken",
	"organisation_number_range":        "organisation.number_range",
	"organisation_contract_forward":    "organisation.contract_backward",
	"organisation_one_provider":        "organisation.provider_exists",
	"session_digest_once":              "", // 192 random bits
	"mail_message_once":                "",
	"product_code_once":                "product.code_taken",
	"account_email_once":               "account.email_taken",
	"branch_name_once":                 "branch.name_taken",
	"role_once":                        "role.already_granted",
	"role_not_by_oneself":              "role.not_by_oneself",
	"auditor_alone":                    "role.auditor_alone",
	"provider_apart":                   "role.conflicting",
	"invitation_once":                  "invitation.sent_already",
	"invitation_not_by_oneself":        "role.not_by_oneself",
	"invitation_accepted_by_somebody":  "", // the rule knows who accepts
	"appointment_once":                 "appointment.already_appointed",
	"appointment_not_by_oneself":       "appointment.not_by_oneself",
	"appointment_active_complete":      "appointment.incomplete",
	"appointment_address_once":         "appointment.already_appointed",
	"appointment_accepted_by_somebody": "", // the rule knows who accepts
	"appointment_training_forward":     "", // the end is computed
	"appointment_suspended_why":        "", // the rule asks for the reason
	"appointment_ended_why":            "", // the rule asks for the reason
	"incident_closed_with_outcome":     "", // the rule asks for the outcome
	"shop_name_once":                   "shop.name_taken",
	"identification_not_of_oneself":    "identification.of_oneself",
	"identification_four_eyes":         "application.four_eyes",
	"order_number_once":                "", // the number is drawn again
	"order_application_once":           "order.already_submitted",
	"announcement_period_forward":      "announcement.period_backward",
	"announcement_delivery_range":      "announcement.delivery_range",
	"product_term_positive":            "product.term_range",
	"product_signature_single":         "product.signature_single",
	"application_quantity_range":       "application.quantity_range",
	"application_draft_once":           "application.draft_open",
	"application_redemption_once":      "ordering.release_used",
	"application_person_known":         "", // the rule writes the person down first
	"shop_period_forward":              "shop.period_backward",
	"shop_code_once":                   "", // 78 random bits
	"shop_code_quota":                  "code.spent",
	"order_code_once":                  "", // 116 random bits
	"order_code_uses":                  "code.uses_range",
	"order_code_bound_once":            "code.bound_twice",
	"redemption_once":                  "code.redeemed_already",
	"order_procedure_number_once":      "", // the number is drawn again
	"email_change_one":                 "account.email_change_open",
	"enquiry_once":                     "enquiry.raised_already",
	"enquiry_closed_with_outcome":      "", // the rule asks for the outcome
	"order_approval_four_eyes":         "order.four_eyes",
	"order_approval_not_own":           "order.own",
	"order_question_reasons":           "", // the rule asks for a reason
	"order_question_one_open":          "order.asked_already",
	"batch_counts":                     "", // counted by the portal
	"card_ordinal_once":                "", // numbered by the portal
	"card_received_by_known":           "",
	"card_sent_before_received":        "card.not_sent",
	"card_produced_complete":           "", // the rule asks for all of it
	"card_serial_once":                 "card.serial_taken",
	"certificate_period_forward":       "certificate.period_backward",
	"certificate_key_once":             "certificate.key_taken",
	"revocation_once":                  "revocation.requested_already",
	"revocation_never_back":            "revocation.backward",
	"webhook_url_once":                 "webhook.url_taken",
	"complaint_once":                   "complaint.raised_already",
	"complaint_one_replacement":        "", // each replacement is a new order
	"complaint_closed_with_outcome":    "", // the rule asks for the outcome
	"complaint_replaced_by":            "", // the rule makes the order
	"complaint_not_own":                "complaint.own",
}

// Constraint gives the name of the constraint that err broke, or "".
func Constraint(err error) string {
	var e *pq.Error
	if errors.As(err, &e) {
		return e.Constraint
	}
	return ""
}

// translate turns what the database says into the portal's words. What is
// nobody's input stays a fault.
func translate(err error) error {
	var mine *officer.Error
	var e *pq.Error
	switch {
	case err == nil || errors.As(err, &mine):
		return err
	case errors.Is(err, sql.ErrNoRows):
		return &officer.Error{Kind: officer.NotFound, Key: "page.not_found", Err: err}
	case unreachable(err):
		return &officer.Error{Kind: officer.Unavailable, Key: "database.unavailable", Err: err}
	case errors.As(err, &e):
		return translateCode(e, err)
	}
	return err
}

func translateCode(e *pq.Error, err error) error {
	switch class := string(e.Code[:2]); {
	case class == "23":
		if key := constraintKeys[e.Constraint]; key != "" {
			return &officer.Error{Kind: officer.Conflict, Key: key, Err: err}
		}
	case class == "08" || class == "53" || class == "57" || lostRace(err):
		// connection lost, out of room, being shut down or cancelled, racing for ever
		return &officer.Error{Kind: officer.Unavailable, Key: "database.unavailable", Err: err}
	}
	return err
}

func unreachable(err error) bool {
	var n net.Error
	return errors.Is(err, errNotConnected) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, context.DeadlineExceeded) || errors.As(err, &n)
}
