package desk

import (
	"context"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/pdf"
	"officerportal/rbac"
)

// Poster makes the sheet that a code is put up or handed out on. The code comes
// from the page that showed it, since nothing else knows it: it has to be this
// very one.
func (s *ShopCodes) Poster(ctx context.Context, id officer.ShopCodeID, typed, language, format string) (pdf.Paper, error) {
	clear, err := officer.ParseCode(typed, officer.ShopCodeSymbols)
	if err != nil {
		return pdf.Paper{}, officer.Fail(officer.NotFound, "page.not_found")
	}
	return do(ctx, s.Counter, rbac.CodeIssue, func(tx *postgres.Tx) (pdf.Paper, error) {
		d := DrawnShopCode{Clear: clear, address: s.Address}
		if d.ShopCodeFile, err = shopCodeFile(tx, id); err != nil {
			return pdf.Paper{}, err
		}
		same, err := tx.IsShopCode(id, s.Keys.Digests.Candidates(shopCodeDigest, secret.Of(clear.Reveal())))
		if err != nil {
			return pdf.Paper{}, err
		}
		if !same {
			return pdf.Paper{}, officer.Fail(officer.NotFound, "page.not_found")
		}
		house, err := tx.OwnOrganisation()
		if err != nil {
			return pdf.Paper{}, err
		}
		tx.Record("shop_code.printed", string(id), "language", language, "format", format)
		return d.poster(house, language, tx.Now).Paper()
	})
}

// poster puts the code on a sheet, with the shop's contact for questions.
func (d DrawnShopCode) poster(house officer.Organisation, language string, now time.Time) pdf.CodeLetter {
	contact := pdf.Contact{Name: d.Of.ContactName, Mail: d.Of.ContactEmail, Phone: d.Of.ContactPhone}
	if contact.Name == "" {
		contact.Name = house.Name
	}
	l := pdf.CodeLetter{Language: pdf.Language(language), Kind: pdf.ShopCodeKind, House: house.Name, Shop: d.Of.Name, Code: d.Clear.Grouped(),
		Link: d.Link(), Address: d.address, Contact: contact, Portal: house.Name, Printed: now.In(officer.Berlin())}
	if !d.ExpiresAt.IsZero() {
		l.Expires = d.ExpiresAt.In(officer.Berlin())
	}
	return l
}
