package officer

import "time"

// A ReminderKind says what somebody is reminded of.
type ReminderKind string

// The kinds of reminders.
const (
	RemindQuestion       ReminderKind = "question"       // that the provider asked back
	RemindPapers         ReminderKind = "order_papers"   // that papers or identification are missing for an order
	RemindIdentification ReminderKind = "identification" // that an application waits for its identification at a desk
)

// reminderPause is how long it is from the beginning to the first reminder, and
// from each to the next.
const reminderPause = 7 * 24 * time.Hour

// Reminders are how often the person is reminded. The one after the last tells
// those who look after the case instead.
const Reminders = 2

// RemindedBefore is the time before which something has to be missing, and the
// last reminder to lie, for one more to be due. A worker that was away catches up
// with one, not with all that it missed.
func RemindedBefore(now time.Time) time.Time { return now.Add(-reminderPause) }

// A Missing is what somebody has to be reminded of.
type Missing struct {
	Kind         ReminderKind
	Organisation OrganisationID
	Subject      string // the question, order or application
	Sent         int    // reminders so far
}
