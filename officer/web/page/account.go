package page

import (
	"strings"

	"github.com/a-h/templ"

	"officerportal/officer"
)

// An AccountPage is what people see of their own account.
type AccountPage struct {
	Account       officer.Account
	Workplaces    []officer.Workplace
	Sessions      int
	RecoveryCodes int
	MayDelete     bool // they may ask for the deletion of it
}

func (p AccountPage) rows(f *Frame) []SummaryRow {
	rows := []SummaryRow{
		{Label: f.T("account.name"), Value: Personal(p.Account.Name()), Change: "/account/profile"},
		{Label: f.T("account.email"), Value: Personal(p.Account.Email), Change: "/account/email"},
		{Label: f.T("account.language"), Value: Text(f.text("language", p.Account.Language)), Change: "/account/profile"},
		{Label: f.T("account.notifications"), Value: Text(f.T("account.notifications_text")), Change: "/account/notifications"},
	}
	for _, w := range p.Workplaces {
		rows = append(rows, SummaryRow{Label: f.T("account.roles"), Value: Personal(w.Name + ": " + f.Roles(w.Roles))})
	}
	return rows
}

func (p AccountPage) security(f *Frame) []SummaryRow {
	rows := []SummaryRow{
		{Label: f.T("account.password"), Value: Text(f.T("account.password_set")), Change: "/account/password"},
		{Label: f.T("account.second_factor"), Value: TagOf(p.factorTag(f)), Change: "/account/second-factor"},
	}
	if p.Account.HasSecondFactor() {
		rows = append(rows, SummaryRow{Label: f.T("account.recovery_codes"), Value: Text(f.T("account.codes_left", "count", p.RecoveryCodes)), Change: "/account/recovery-codes"})
	}
	return append(rows, SummaryRow{Label: f.T("account.sessions"), Value: Text(f.T("account.sessions_open", "count", p.Sessions)), Change: "/account/sessions"})
}

func (p AccountPage) factorTag(f *Frame) Tag {
	if p.Account.HasSecondFactor() {
		return Tag{Text: f.T("account.factor_on"), Tone: Success}
	}
	return Tag{Text: f.T("account.factor_off"), Tone: Info}
}

// A ProfilePage changes name and language.
type ProfilePage struct {
	GivenNames, FamilyName, Language string
	Version                          int
	Fixed                            bool // the organisation answers for the name
}

// A FactorPage is about the second factor: set it up, replace it, do without.
type FactorPage struct {
	Enrolled  bool
	Mandatory bool
	Signing   bool // part of signing in: nothing else is possible yet
}

func newPasswordField(f *Frame) Field {
	return Field{Name: "password", Label: f.T("password.new"), Hint: f.T("password.hint"), Type: "password", Autocomplete: "new-password"}
}

func oldPasswordField(f *Frame, name string) Field {
	return Field{Name: name, Label: f.T("password.old"), Type: "password", Autocomplete: "current-password"}
}

// A SessionsPage lists where somebody is signed in.
type SessionsPage struct {
	Sessions []officer.Session
	Current  officer.SessionID
}

func (p SessionsPage) table(f *Frame) Table {
	t := Table{Caption: f.T("sessions.caption"), Columns: []Column{{Label: f.T("sessions.browser")}, {Label: f.T("sessions.address")},
		{Label: f.T("sessions.since")}, {Label: f.T("sessions.seen")}, {Label: f.T("sessions.action")}}}
	for _, s := range p.Sessions {
		var action templ.Component = sessionButton(f, s)
		if s.ID == p.Current {
			action = TagOf(Tag{Text: f.T("sessions.this"), Tone: Info})
		}
		t.Rows = append(t.Rows, Row{Text(f.browser(s.UserAgent)), Code(s.Address), DateTimeOf(f, s.CreatedAt), DateTimeOf(f, s.SeenAt), action})
	}
	return t
}

// browser names a browser and its system in words, from what it says of itself.
func (f *Frame) browser(agent string) string {
	name := firstOf(agent, [][2]string{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"Chrome/", "Chrome"}, {"CriOS/", "Chrome"}, {"Safari/", "Safari"}})
	system := firstOf(agent, [][2]string{{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}})
	switch {
	case name == "":
		return f.T("sessions.unknown")
	case system == "":
		return name
	}
	return f.T("sessions.browser_on", "browser", name, "system", system)
}

func firstOf(agent string, signs [][2]string) string {
	for _, s := range signs {
		if strings.Contains(agent, s[0]) {
			return s[1]
		}
	}
	return ""
}
