package pdf

import (
	"fmt"
	"time"
)

// A CodeKind says what a code releases.
type CodeKind string

// The kinds of codes.
const (
	OrderCodeKind CodeKind = "order" // one product
	ShopCodeKind  CodeKind = "shop"  // an organisation's shop
)

// A CodeLetter is the sheet by which people get a code: a letter to one person,
// or, without a recipient, a poster. It holds the code in clear, so it is made
// where the code was just drawn and kept nowhere.
type CodeLetter struct {
	Language  Language
	Kind      CodeKind
	Sender    []string // lines; small above the recipient
	Recipient []string // lines; empty for a poster
	House     string   // the organisation
	Shop      string
	Product   string // that an order code releases
	Code      string // in groups, as it is typed
	Link      string // enters the code by itself
	Address   string // of the portal, for who types
	Uses      int    // how often the code may be used; 0 or 1 is not said
	Expires   time.Time
	Bound     string  // the address, or the domain of addresses, that the account needs; empty for any
	Contact   Contact // who answers questions
	Portal    string
	Printed   time.Time
}

// Paper implements [Document].
func (c CodeLetter) Paper() (Paper, error) {
	w := wordsOf(c.Language)
	t, known := w.Codes[c.Kind]
	if !known {
		return Paper{}, fmt.Errorf("code letter: no texts for kind %q", c.Kind)
	}
	p := Paper{Language: w.Language, Title: fill(t.Title, c.about()), Sender: c.Sender, Recipient: c.Recipient, Link: c.Link, LinkLabel: t.Link,
		Name: t.Name, Author: c.Portal, Printed: c.Printed}
	p.Head = c.head(w)
	p.add(Paragraph{t.Text}, Code{t.Code, c.Code})
	p.section(w.CodeHow, Steps{
		{t.Open.Title, fill(t.Open.Text, c.Address)},
		{t.Enter.Title, t.Enter.Text},
		{t.Then.Title, t.Then.Text},
	})
	p.add(Notice{t.CareTitle, t.Care})
	p.section(w.Checklist.Help, Paragraph{reach(c.Contact)})
	return p, nil
}

// about is what the code is for, in the title.
func (c CodeLetter) about() string {
	if c.Kind == OrderCodeKind {
		return c.Product
	}
	return c.Shop
}

func (c CodeLetter) head(w *words) []Field {
	var f Fields
	f.put(w.Labels.Organisation, c.House)
	if c.Shop != c.House || c.Kind == OrderCodeKind {
		f.put(w.CodeShop, c.Shop)
	}
	f.put(w.Labels.Product, c.Product)
	if c.Uses > 1 {
		f.put(w.CodeUses, fill(w.CodeTimes, c.Uses))
	}
	f.put(w.CodeExpires, w.moment(c.Expires))
	f.put(w.CodeBound, c.Bound)
	return f
}
