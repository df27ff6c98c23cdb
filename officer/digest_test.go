package officer

import (
	"slices"
	"testing"
	"time"
)

func day(t *testing.T, text string) Date {
	t.Helper()
	d, err := ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWorkingDay(t *testing.T) {
	for text, want := range map[string]bool{
		"2026-12-01": true, "2026-12-05": false, "2026-12-06": false, "2026-12-24": true, "2026-12-25": false, "2026-12-26": false, "2026-12-31": true,
		"2027-01-01": false, "2027-03-26": false, "2027-03-29": false, "2027-03-30": true, "2027-05-06": false, "2027-05-17": false, "2026-05-01": false,
		"2025-10-03": false, "2025-10-31": true, "2024-04-01": false, "2025-04-18": false, "2025-04-21": false, "2038-04-26": false,
	} {
		if got := WorkingDay(day(t, text)); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// Seven o'clock is when the clocks of Berlin say so, also after they were changed.
func TestDigestDay(t *testing.T) {
	for at, want := range map[string]string{
		"2026-12-01T05:59:59Z": "", "2026-12-01T06:00:00Z": "2026-12-01", "2026-12-01T22:59:59Z": "2026-12-01", "2026-12-01T23:00:00Z": "",
		"2026-07-01T04:59:59Z": "", "2026-07-01T05:00:00Z": "2026-07-01",
		"2026-03-27T05:59:59Z": "", "2026-03-27T06:00:00Z": "2026-03-27", "2026-03-30T04:59:59Z": "", "2026-03-30T05:00:00Z": "2026-03-30", // the clocks went forward on the 29th
		"2026-10-23T05:00:00Z": "2026-10-23", "2026-10-26T05:00:00Z": "", "2026-10-26T06:00:00Z": "2026-10-26", // and back on the 25th
		"2026-12-05T12:00:00Z": "", "2026-12-25T12:00:00Z": "",
	} {
		now, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		got, due := DigestDay(now)
		if due != (want != "") || due && got != day(t, want) {
			t.Errorf("%s: %v %v", at, got, due)
		}
	}
}

func TestMailChoices(t *testing.T) {
	usual := MailChoices{}
	if !usual.Wants("") || !usual.Wants(MailsOfProgress) || usual.Wants(MailsOfDigest) || !usual.Wants(TopicOfMail("password_reset")) {
		t.Error("what is usual")
	}
	for _, wanted := range [][]MailTopic{{}, {MailsOfDigest}, MailTopics, {MailsOfReminders, MailsOfExpiry}} {
		c := ChooseMails(MailTopics, wanted)
		for _, topic := range MailTopics {
			if c.Wants(topic) != slices.Contains(wanted, topic) {
				t.Errorf("%v: wants %s is %v", wanted, topic, c.Wants(topic))
			}
		}
	}
	if MailsOfDigest.For([]Role{RoleShopAdmin}) || !MailsOfDigest.For([]Role{RoleAuditor, RoleOfficer}) || !MailsOfExpiry.For(nil) {
		t.Error("for whom a topic is")
	}
}

func TestMailHouse(t *testing.T) {
	for name, c := range map[string]struct {
		house MailHouse
		field string
	}{
		"nothing":                {MailHouse{}, ""},
		"all of it":              {MailHouse{"Beispiel GmbH", "Karten@Beispiel.example", "Beispiel GmbH\nMusterstadt", "Beispiel GmbH\nMusterstadt"}, ""},
		"an address as a name":   {MailHouse{Sender: "chef@bank.example"}, "mail_sender"},
		"a name with an address": {MailHouse{Sender: `Bank <chef`}, "mail_sender"},
		"one footer":             {MailHouse{FooterDE: "Beispiel"}, "mail_footer_en"},
		"no address":             {MailHouse{ReplyTo: "nirgends"}, "mail_reply_to"},
	} {
		clean, err := c.house.Clean()
		var e *Error
		if c.field == "" {
			if err != nil || clean.ReplyTo != "" && clean.ReplyTo != "Karten@beispiel.example" && clean.ReplyTo != "karten@beispiel.example" {
				t.Errorf("%s: %+v, %v", name, clean, err)
			}
			continue
		}
		if e, _ = err.(*Error); e == nil || !Problems(e.Fields).Has(c.field) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMaskEmail(t *testing.T) {
	for address, want := range map[string]string{"kim@beispiel.example": "k…@beispiel.example", "Ł@x": "Ł…@x", "@x": "…", "nirgends": "…", "": "…"} {
		if got := MaskEmail(address); got != want {
			t.Errorf("%q: %q", address, got)
		}
	}
	if got := MaskEmails("550 <kim.meier@beispiel.example>: unknown (kim.meier@beispiel.example)"); got != "550 <k…@beispiel.example>: unknown (k…@beispiel.example)" {
		t.Error(got)
	}
}
