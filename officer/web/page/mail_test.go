package page

import (
	"slices"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/web/webtest"
)

// Beside a name, an order number and where to read on, mails name organisations,
// products, times and counts. What else is named stands here with its reason.
var (
	mayName = []string{"name", "number", "procedure_number", "link", "reset", "help", "organisation", "house", "product", "until", "date", "code",
		"count", "identify", "check", "questions", "documents", "cards", "trainings", "orders", "complaints", "enquiries"}
	mayNameToo = map[string][]string{
		"barrier":          {"where", "text", "email"}, // to the operators, from somebody outside whom nothing else leads to
		"email_change_old": {"email"},                  // masked: which change is to be confirmed
		"email_changed":    {"email"},                  // masked: for who did not want it
	}
)

func TestMailsNameNobody(t *testing.T) {
	if len(MailTemplates()) < 30 {
		t.Fatalf("only %d templates", len(MailTemplates()))
	}
	for _, name := range MailTemplates() {
		for _, part := range []string{".subject", ".body"} {
			for _, arg := range placeholders(texts["de"]["mail."+name+part]) {
				if !slices.Contains(mayName, arg) && !slices.Contains(mayNameToo[name], arg) {
					t.Errorf("mail.%s%s names %q: is it personal?", name, part, arg)
				}
				if _, known := sampleArgs[arg]; !known {
					t.Errorf("mail.%s%s: no sample for %q", name, part, arg)
				}
			}
		}
		if subject := placeholders(texts["de"]["mail."+name+".subject"]); slices.Contains(subject, "name") {
			t.Errorf("mail.%s tells a name in its subject, which shows on locked screens", name)
		}
	}
}

// Each mail is well made as a document of its own, in both languages, with the
// same words as its plain text.
func TestEveryMailAsHTML(t *testing.T) {
	for _, name := range MailTemplates() {
		for _, language := range Languages {
			m := SampleMail(name, language)
			html, err := MailHTML(t.Context(), m)
			if err != nil {
				t.Fatal(err)
			}
			subject, plain := Mail(m)
			doc, err := webtest.Read(html)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			words := func(s string) string { return strings.Join(strings.Fields(s), "") }
			if got, want := words(doc.Text()), words(subject)+words(plain); !strings.HasSuffix(got, want) {
				t.Errorf("%s in %s reads %q, its plain text %q", name, language, got, want)
			}
			if strings.Contains(plain, "{{") || strings.Contains(subject, "\n") || subject == "" || len([]rune(subject)) > 100 {
				t.Errorf("%s in %s: subject %q\n%s", name, language, subject, plain)
			}
			if !strings.HasPrefix(html, "<!doctype html><html lang=\""+language+"\">") || strings.Count(html, "<h1>") != 1 || strings.Contains(html, "src=") {
				t.Errorf("%s in %s:\n%s", name, language, html)
			}
		}
	}
}

// Every topic that people choose has mails, and every template of a topic a text.
func TestTopicsOfMails(t *testing.T) {
	used := map[officer.MailTopic]bool{}
	for _, name := range MailTemplates() {
		used[officer.TopicOfMail(name)] = true
	}
	for _, topic := range []officer.MailTopic{officer.MailsOfReminders, officer.MailsOfDigest} {
		if !used[topic] {
			t.Errorf("no mail of the topic %s", topic)
		}
	}
}
