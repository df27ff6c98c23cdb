package desk

import (
	"officerportal/officer"
	"officerportal/officer/postgres"
)

// NoticeIdentities lets tests call what submitting calls.
func NoticeIdentities(c *Counter, tx *postgres.Tx, account officer.AccountID, application officer.ApplicationID) error {
	return c.noticeIdentities(tx, account, application)
}
