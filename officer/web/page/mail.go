package page

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"officerportal/officer"
)

// Mail gives a mail's subject and plain text: the texts mail.TEMPLATE.subject and
// mail.TEMPLATE.body, the organisation's footer, and the portal's closing line.
func Mail(m officer.Mail) (subject, body string) {
	a := mailArgs(m.Args)
	body = Translate(m.Language, "mail."+m.Template+".body", a)
	for _, foot := range mailFoot(m) {
		body += "\n\n" + foot
	}
	return MailSubject(m), body + "\n"
}

// MailSubject gives a mail's subject.
func MailSubject(m officer.Mail) string {
	return Translate(m.Language, "mail."+m.Template+".subject", mailArgs(m.Args))
}

func mailArgs(args map[string]string) officer.Args {
	a := make(officer.Args, len(args))
	for k, v := range args {
		a[k] = v
	}
	return a
}

// mailFoot is what stands below each mail: who writes, and whether somebody reads
// what is answered.
func mailFoot(m officer.Mail) (lines []string) {
	if footer := m.House.Footer(m.Language); footer != "" {
		lines = append(lines, footer)
	}
	closing := "mail.closing"
	if m.House.ReplyTo != "" {
		closing = "mail.closing_reply"
	}
	return append(lines, Translate(m.Language, closing, nil))
}

// MailHTML gives a mail as an HTML document with the same words as the plain one:
// no images, no styles, nothing that is fetched, so that it reads well in every
// program, at every size and in the dark.
func MailHTML(ctx context.Context, m officer.Mail) (string, error) {
	var b strings.Builder
	err := mailDocument(m).Render(ctx, &b)
	return b.String(), err
}

// MailTemplates lists every template that has a text, in order.
func MailTemplates() (list []string) {
	for key := range texts[Languages[0]] {
		name, is := strings.CutPrefix(key, "mail.")
		if name, ends := strings.CutSuffix(name, ".subject"); is && ends {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// sampleArgs are what the preview of a template says; a test holds that they are
// all that templates name.
var sampleArgs = map[string][2]string{
	"name": {"Kim Beispiel", "Kim Beispiel"}, "number": {"1042-4821-9301-7", "1042-4821-9301-7"}, "procedure_number": {"1234 5678 9012", "1234 5678 9012"},
	"link": {"https://portal.example/beispiel", "https://portal.example/example"}, "reset": {"https://portal.example/password/forgotten", "https://portal.example/password/forgotten"},
	"help": {"https://portal.example/help", "https://portal.example/help"}, "organisation": {"Beispiel GmbH", "Beispiel GmbH"}, "house": {"Landratsamt Musterkreis", "Landratsamt Musterkreis"},
	"product": {"Signaturkarte Standard 5.1", "Signature card Standard 5.1"}, "until": {"Er gilt bis 31.12.2027. ", "It is valid until 31 December 2027. "},
	"code": {"ABCD-EFGH-JKMN", "ABCD-EFGH-JKMN"}, "date": {"31.12.2027", "31 December 2027"}, "email": {"k…@beispiel.example", "k…@beispiel.example"},
	"where": {"Bestellung, Schritt 2", "Order, step 2"}, "text": {"Beispieltext.", "Example text."},
	"identify": {"3", "3"}, "check": {"1", "1"}, "questions": {"2", "2"}, "documents": {"0", "0"}, "cards": {"5", "5"}, "trainings": {"1", "1"},
	"count": {"7", "7"}, "orders": {"24", "24"}, "complaints": {"3", "3"}, "enquiries": {"1", "1"},
}

// SampleMail is a template as somebody would get it.
func SampleMail(template, language string) officer.Mail {
	m := officer.Mail{Template: template, Language: language, Args: map[string]string{}, House: officer.MailHouse{Sender: "Beispiel GmbH",
		FooterDE: "Beispiel GmbH\nMusterweg 1, 12345 Musterstadt", FooterEN: "Beispiel GmbH\nMusterweg 1, 12345 Musterstadt"}}
	for name, values := range sampleArgs {
		m.Args[name] = values[slices.Index(Languages, language)]
	}
	return m
}

// A part is a piece of a mail's text; links are http or https addresses.
type part struct {
	Text string
	Link bool
}

var address = regexp.MustCompile(`https?://\S+`)

// paragraphs cuts a text at empty lines, each paragraph into its lines, and finds
// the links in them.
func paragraphs(body string) (list [][][]part) {
	for _, p := range strings.Split(strings.TrimSpace(body), "\n\n") {
		var lines [][]part
		for line := range strings.SplitSeq(p, "\n") {
			lines = append(lines, linkParts(line))
		}
		list = append(list, lines)
	}
	return list
}

func linkParts(line string) (parts []part) {
	end := 0
	for _, at := range address.FindAllStringIndex(line, -1) {
		parts = append(parts, part{Text: line[end:at[0]]}, part{Text: line[at[0]:at[1]], Link: true})
		end = at[1]
	}
	return append(parts, part{Text: line[end:]})
}

func mailTable(f *Frame, mails []officer.Mail) Table {
	t := Table{
		Caption: f.T("mailbox.title"), Empty: f.T("mailbox.empty"),
		Columns: []Column{{Label: f.T("mailbox.subject")}, {Label: f.T("mailbox.to")}, {Label: f.T("mailbox.created")}},
	}
	for _, m := range mails {
		t.Rows = append(t.Rows, Row{LinkTo("/demo/mailbox/"+string(m.ID), MailSubject(m)), Text(m.Recipient), DateTimeOf(f, m.CreatedAt)})
	}
	return t
}
