package officer

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// An Email is an address in the one form it is stored and compared in: lower case,
// the domain in its ASCII form. ParseEmail makes it.
type Email string

// maxEmail is the longest address a certificate can hold (X.520 ub-emailaddress-length).
const maxEmail = 255

// ParseEmail reads a typed address. Full-width forms and capitals fold, a domain
// with umlauts becomes its xn-- form; no quoting, comments or numbers for domains,
// which nobody means. Nothing stays nothing. Errors are [Invalid], email.*.
func ParseEmail(typed string) (Email, error) {
	text := strings.TrimSpace(norm.NFKC.String(typed))
	if text == "" {
		return "", nil
	}
	for _, r := range text {
		if unicode.Is(unicode.Cc, r) || invisible(r) || unicode.IsSpace(r) {
			return "", Fail(Invalid, "email.space")
		}
	}
	local, host, found := strings.Cut(text, "@")
	if !found || local == "" || host == "" || strings.Contains(host, "@") {
		return "", Fail(Invalid, "email.form")
	}
	if err := checkLocal(local); err != nil {
		return "", err
	}
	host, err := asciiDomain(host)
	if err != nil {
		return "", err
	}
	if len(local)+1+len(host) > maxEmail {
		return "", Fail(Invalid, "email.too_long", "max", maxEmail)
	}
	return Email(strings.ToLower(local) + "@" + host), nil
}

// atext are the characters of RFC 5321's dot-string.
const atext = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+-/=?^_`{|}~"

// checkLocal refuses what no mailbox is called. Certificates hold ASCII only.
func checkLocal(local string) error {
	for _, r := range local {
		if !strings.ContainsRune(atext, r) {
			return Fail(Invalid, "email.character", "character", string(r))
		}
	}
	if len(local) > 64 || strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") || strings.Contains(local, "..") {
		return Fail(Invalid, "email.form")
	}
	return nil
}

// asciiDomain gives a domain of two labels or more in lower case, each of letters
// as DIN 91379 has them, digits and hyphens, in its xn-- form where needed.
func asciiDomain(host string) (string, error) {
	labels := strings.Split(strings.ToLower(strings.TrimSuffix(host, ".")), ".")
	for i, label := range labels {
		for _, r := range label {
			if r != '-' && !(r >= '0' && r <= '9') && !unicode.Is(latinLetters, r) {
				return "", Fail(Invalid, "email.domain_character", "character", string(r))
			}
		}
		labels[i] = punycode(label)
		if labels[i] == "" || len(labels[i]) > 63 || strings.Trim(labels[i], "-") != labels[i] {
			return "", Fail(Invalid, "email.domain")
		}
	}
	top := labels[len(labels)-1]
	if len(labels) < 2 || len(top) < 2 || top[0] >= '0' && top[0] <= '9' {
		return "", Fail(Invalid, "email.domain")
	}
	return strings.Join(labels, "."), nil
}

// Local and Domain are the parts before and after the @.
func (e Email) Local() string {
	local, _, _ := strings.Cut(string(e), "@")
	return local
}

func (e Email) Domain() string {
	_, domain, _ := strings.Cut(string(e), "@")
	return domain
}

// LookAlikeKey is the same for addresses that one person could take for each other
// or that reach one mailbox: dots and what follows a + do not count, 0 is o, 1 and
// i are l. Two accounts with one key are a warning, or a reason to ask.
func (e Email) LookAlikeKey() string {
	local, _, _ := strings.Cut(e.Local(), "+")
	return lookAlikeEmail.Replace(strings.ReplaceAll(local, ".", "")) + "@" + lookAlikeEmail.Replace(e.Domain())
}

var lookAlikeEmail = strings.NewReplacer("0", "o", "1", "l", "i", "l", "rn", "m", "vv", "w")

// A MailboxKind says whose mailbox an address looks like.
type MailboxKind string

// The kinds of mailbox. An account belongs to one person, so role mailboxes are
// refused; two letters may be somebody's initials as well and are a warning.
const (
	PersonalMailbox MailboxKind = "personal"
	DoubtfulMailbox MailboxKind = "doubtful"
	RoleMailbox     MailboxKind = "role"
)

// Mailbox tells a role mailbox by its local part, without what follows a +,
// hyphens, dots and the digits at the end: info, no-reply, Poststelle2.
func (e Email) Mailbox() MailboxKind {
	local, _, _ := strings.Cut(e.Local(), "+")
	local = strings.TrimRight(strings.NewReplacer(".", "", "-", "", "_", "").Replace(local), "0123456789")
	switch {
	case !roleMailboxes[local]:
		return PersonalMailbox
	case len(local) <= 2:
		return DoubtfulMailbox
	}
	return RoleMailbox
}

// CheckPersonal refuses the mailbox of a role: accounts and applicants need their own.
func (e Email) CheckPersonal() error {
	if e.Mailbox() == RoleMailbox {
		return Fail(Invalid, "email.role")
	}
	return nil
}

// SameOrganisation reports whether both addresses are of one domain or of a domain
// and its subdomain; if not, the officer is warned.
func (e Email) SameOrganisation(other Email) bool {
	a, b := "."+e.Domain(), "."+other.Domain()
	return strings.HasSuffix(a, b) || strings.HasSuffix(b, a)
}
