package officer

import "time"

// An Announcement is a notice of the provider, such as the present delivery
// time, shown at places: "order" (wherever people order), "portal", "desk".
type Announcement struct {
	ID       AnnouncementID
	Places   []string
	Level    string // info, warning
	TextDE   string
	TextEN   string
	StartsAt time.Time
	EndsAt   time.Time // zero: until further notice
	// DeliveryWeeks is how long delivery takes, where the announcement is about
	// that: expected dates are reckoned with it. 0 where it is about something else.
	DeliveryWeeks int
	Version       int
}

// Text gives the text in a language.
func (a Announcement) Text(language string) string {
	if language == "en" {
		return a.TextEN
	}
	return a.TextDE
}
