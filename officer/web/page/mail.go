package page

import "officerportal/officer"

// Mail gives a mail's subject and text: the texts mail.TEMPLATE.subject and
// mail.TEMPLATE.body, and the portal's closing line.
func Mail(language, template string, args map[string]string) (subject, body string) {
	a := make(officer.Args, len(args))
	for k, v := range args {
		a[k] = v
	}
	subject = Translate(language, "mail."+template+".subject", a)
	body = Translate(language, "mail."+template+".body", a) + "\n\n" + Translate(language, "mail.closing", a) + "\n"
	return subject, body
}
