package page

import (
	"strconv"
	"time"

	"officerportal/officer"
)

// AnnouncementForm is an announcement as it is edited.
type AnnouncementForm struct {
	officer.Announcement
	Starts, Ends DateField
	Weeks        string // as typed
}

func (a AnnouncementForm) action() string {
	if a.ID == "" {
		return "/office/announcements"
	}
	return "/office/announcements/" + string(a.ID)
}

// DayField gives the three parts of a day.
func DayField(name string, d officer.Date) DateField {
	if d.IsZero() {
		return DateField{Name: name}
	}
	return DateField{Name: name, Day: strconv.Itoa(d.Day()), Month: strconv.Itoa(int(d.Month())), Year: strconv.Itoa(d.Year())}
}

func announcementTable(f *Frame, list []officer.Announcement, may bool, now time.Time) Table {
	t := Table{Caption: f.T("announcement.title"), Empty: f.T("announcement.none"), Columns: []Column{
		{Label: f.T("announcement.text")}, {Label: f.T("field.places")}, {Label: f.T("announcement.period")}, {Label: f.T("announcement.state")},
	}}
	for _, a := range list {
		text := Text(a.Text(f.Language))
		if may {
			text = LinkTo("/office/announcements/"+string(a.ID), a.Text(f.Language))
		}
		places := make([]string, len(a.Places))
		for i, p := range a.Places {
			places[i] = f.text("announcement_place", p)
		}
		t.Rows = append(t.Rows, Row{text, Lines(places...), Text(f.period(a)), TagOf(f.announcementState(a, now))})
	}
	return t
}

// period says from when until when, by days; the last one counts whole.
func (f *Frame) period(a officer.Announcement) string {
	if a.EndsAt.IsZero() {
		return f.T("announcement.since", "first", f.Date(a.StartsAt))
	}
	return f.T("announcement.from_to", "first", f.Date(a.StartsAt), "last", f.Date(a.EndsAt.Add(-time.Second)))
}

func (f *Frame) announcementState(a officer.Announcement, now time.Time) Tag {
	switch {
	case now.Before(a.StartsAt):
		return Tag{Tone: Info, Text: f.T("announcement.to_come")}
	case !a.EndsAt.IsZero() && !now.Before(a.EndsAt):
		return Tag{Tone: Info, Text: f.T("announcement.over")}
	}
	return Tag{Tone: Success, Text: f.T("announcement.shown")}
}

func siteTextTable(f *Frame, list []officer.SiteText) Table {
	written := map[string]bool{}
	for _, t := range list {
		written[t.Key+"/"+t.Language] = t.Body != ""
	}
	t := Table{Caption: f.T("site_text.title"), Columns: []Column{{Label: f.T("site_text.text")}, {Label: f.T("site_text.language")}, {Label: f.T("site_text.state")}}}
	for _, key := range officer.SiteTextKeys {
		for _, language := range Languages {
			state := Tag{Tone: Alarm, Text: f.T("site_text.missing")}
			if written[key+"/"+language] {
				state = Tag{Tone: Success, Text: f.T("site_text.written")}
			}
			t.Rows = append(t.Rows, Row{LinkTo("/office/texts/"+key+"/"+language, f.text("site_text", key)), Text(f.text("language", language)), TagOf(state)})
		}
	}
	return t
}
