package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/pdf"
	"officerportal/rbac"
)

// A GivenCode is a code that somebody wants to give out: the one that was shown
// when it was drawn comes back with the form, for the portal does not keep it.
type GivenCode struct {
	ID       officer.OrderCodeID
	Typed    string
	Language string // of the letter or the mail
}

// stationery is what stands on all letters of an organisation's codes.
type stationery struct {
	organisation officer.Organisation
	texts        Texts
	shop         officer.Shop
	product      officer.Product
	language     string
	portal       string // where people reach it
	now          time.Time
}

// Letter makes the letter that carries a code, to be printed. A text that is not
// this very code is Invalid.
func (s *Codes) Letter(ctx context.Context, g GivenCode, format string) (pdf.Paper, error) {
	return do(ctx, s.Counter, rbac.CodeIssue, func(tx *postgres.Tx) (p pdf.Paper, err error) {
		f, code, err := s.given(tx, g)
		if err != nil {
			return p, err
		}
		st, err := s.stationery(tx, f.Shop, f.Product, g.Language)
		if err != nil {
			return p, err
		}
		tx.Record("order_code.printed", string(g.ID), "format", format, "language", g.Language)
		return st.letter(f.OrderCode, code, s.codeLink(code), nil).Paper()
	})
}

// Mail sends a code to the address that it is bound to.
func (s *Codes) Mail(ctx context.Context, g GivenCode) error {
	return change(ctx, s.Counter, rbac.CodeIssue, func(tx *postgres.Tx) error {
		f, code, err := s.given(tx, g)
		if err != nil {
			return err
		}
		if f.Email == "" {
			return officer.Fail(officer.Conflict, "code.no_address")
		}
		st, err := s.stationery(tx, f.Shop, f.Product, g.Language)
		if err != nil {
			return err
		}
		m, err := s.sealedMail(tx, st.mail(f.OrderCode), s.carried(code))
		if err != nil {
			return err
		}
		tx.Record("order_code.mailed", string(g.ID), "language", g.Language)
		return tx.QueueMail(m)
	})
}

// given finds the code that somebody holds in their hands.
func (s *Codes) given(tx *postgres.Tx, g GivenCode) (f CodeFile, code officer.Code, err error) {
	if err = f.read(tx, g.ID); err != nil {
		return f, code, err
	}
	if code, err = officer.ParseCode(g.Typed, officer.OrderCodeSymbols); err != nil {
		return f, code, err
	}
	if !slices.Contains(s.Keys.Digests.Candidates(orderCodeDigest, secret.Of(code.Reveal())), f.Digest) {
		err = officer.Fail(officer.Invalid, "code.another")
	}
	return f, code, err
}

func (s *Codes) stationery(tx *postgres.Tx, shop officer.Shop, product officer.Product, language string) (st stationery, err error) {
	st = stationery{texts: s.Texts, shop: shop, product: product, language: language, portal: s.Address, now: tx.Now.In(officer.Berlin())}
	st.organisation, err = tx.OwnOrganisation()
	return st, err
}

// letter is the letter to whom a code is for; a listed person's has their address.
func (st stationery) letter(c officer.OrderCode, code officer.Code, link string, to *officer.ListedPerson) pdf.CodeLetter {
	l := pdf.CodeLetter{
		Language: pdf.Language(st.language), Kind: pdf.OrderCodeKind, House: st.organisation.Name, Shop: st.shop.Name, Product: st.product.Name(st.language),
		Sender: append([]string{st.organisation.Name}, sheet{texts: st.texts, language: st.language}.lines(st.organisation.Address)...),
		Code:   code.Grouped(), Link: link, Address: st.portal, Uses: c.Uses, Bound: c.Email,
		Contact: pdf.Contact{Name: st.shop.ContactName, Mail: st.shop.ContactEmail, Phone: st.shop.ContactPhone},
		Printed: st.now, Portal: st.texts.Of(st.language, "frame.portal", nil) + " · " + st.organisation.Name,
	}
	if !c.ExpiresAt.IsZero() { // the last minute of the last day
		l.Expires = c.ExpiresAt.Add(-time.Minute).In(officer.Berlin())
	}
	if c.Domain != "" {
		l.Bound = "@" + c.Domain
	}
	switch {
	case to != nil:
		l.Recipient = kept(to.Name(), to.Department, to.Street, strings.TrimSpace(to.PostalCode+" "+to.Locality))
	case c.Recipient != "":
		l.Recipient = []string{c.Recipient}
	}
	return l
}

func kept(lines ...string) []string {
	return slices.DeleteFunc(lines, func(s string) bool { return s == "" })
}

// mail is the mail with a code, but for the code.
func (st stationery) mail(c officer.OrderCode) officer.Mail {
	args := map[string]string{"name": cmp.Or(c.Recipient, c.Email), "organisation": st.organisation.Name, "product": st.product.Name(st.language), "until": ""}
	if last := c.LastDay(); !last.IsZero() {
		args["until"] = st.texts.Of(st.language, "code.mail_until", officer.Args{"day": last})
	}
	return officer.Mail{Recipient: c.Email, Language: st.language, Template: "order_code", Args: args}
}

// carried is what a mail says of a code: sealed until it goes out.
func (s *Codes) carried(code officer.Code) map[string]string {
	return map[string]string{"code": code.Grouped(), "link": s.codeLink(code)}
}
