package page

import (
	"regexp"
	"strings"

	"officerportal/officer"
)

// Mail gives a mail's subject and text: the texts mail.TEMPLATE.subject and
// mail.TEMPLATE.body, and the portal's closing line.
func Mail(language, template string, args map[string]string) (subject, body string) {
	a := make(officer.Args, len(args))
	for k, v := range args {
		a[k] = v
	}
	key := "mail." + template
	subject = Translate(language, key+".subject", a)
	body = Translate(language, key+".body", a) + "\n\n" + Translate(language, "mail.closing", a) + "\n"
	return subject, body
}

// A part is a piece of a mail's text; links are http or https addresses.
type part struct {
	Text string
	Link bool
}

var address = regexp.MustCompile(`https?://\S+`)

// paragraphs cuts a text at empty lines and finds the links in it.
func paragraphs(body string) [][]part {
	var list [][]part
	for _, p := range strings.Split(strings.TrimSpace(body), "\n\n") {
		var parts []part
		end := 0
		for _, at := range address.FindAllStringIndex(p, -1) {
			parts = append(parts, part{Text: p[end:at[0]]}, part{Text: p[at[0]:at[1]], Link: true})
			end = at[1]
		}
		list = append(list, append(parts, part{Text: p[end:]}))
	}
	return list
}

func mailTable(f *Frame, mails []officer.Mail) Table {
	t := Table{
		Caption: f.T("mailbox.title"), Empty: f.T("mailbox.empty"),
		Columns: []Column{{Label: f.T("mailbox.subject")}, {Label: f.T("mailbox.to")}, {Label: f.T("mailbox.created")}},
	}
	for _, m := range mails {
		subject, _ := Mail(m.Language, m.Template, m.Args)
		t.Rows = append(t.Rows, Row{LinkTo("/demo/mailbox/"+string(m.ID), subject), Text(m.Recipient), DateTimeOf(f, m.CreatedAt)})
	}
	return t
}
