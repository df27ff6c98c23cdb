package page

import (
	"strconv"
	"time"

	"officerportal/officer"
)

// ShopCodesPage lists a shop's codes.
type ShopCodesPage struct {
	Shop     officer.Shop
	Codes    []officer.ShopCode
	Now      time.Time
	MayIssue bool
}

// ShopCodePage is one code.
type ShopCodePage struct {
	officer.ShopCode
	Of        officer.Shop
	In        int
	Successor officer.ShopCode // the code in whose stead this one was drawn; zero for none
	Now       time.Time
	MayIssue  bool
	MayChange bool
}

// ShopCodeForm is a code as it is drawn, changed or rotated.
type ShopCodeForm struct {
	ID        officer.ShopCodeID // empty for a new one
	Shop      officer.ShopID
	Version   int
	Label     string
	QuotaText string // as typed
	Used      int
	Expires   MomentField
	Until     MomentField // until when a rotated code stays good
	When      string      // of a rotation: "now" or "later"
}

const deskShops = "/desk/shops"

// ShopCodePath is the address of a code, or of something about it.
func ShopCodePath(shop officer.ShopID, code officer.ShopCodeID, more ...string) string {
	return shopPath(deskShops, shop, append([]string{"codes", string(code)}, more...)...)
}

func (p ShopCodePage) path(more ...string) string { return ShopCodePath(p.Shop, p.ID, more...) }

func (p ShopCodeForm) path(more ...string) string { return ShopCodePath(p.Shop, p.ID, more...) }

// uses says how many of how many people entered by a code.
func (f *Frame) uses(c officer.ShopCode) string {
	if c.Quota == 0 {
		return f.T("shop_code.uses_any", "used", f.Number(c.Used))
	}
	return f.T("shop_code.uses_of", "used", f.Number(c.Used), "quota", f.Number(c.Quota), "left", f.Number(c.Quota-c.Used))
}

func (f *Frame) expiry(t time.Time) string {
	if t.IsZero() {
		return f.T("shop_code.never")
	}
	return f.DateTime(t)
}

func (p ShopCodesPage) table(f *Frame) Table {
	t := Table{Caption: f.T("shop_code.title"), Empty: f.T("shop_code.none"), Columns: []Column{
		{Label: f.T("shop_code.label")}, {Label: f.T("shop_code.state")}, {Label: f.T("shop_code.uses")}, {Label: f.T("shop_code.expires")}, {Label: f.T("shop_code.drawn")},
	}}
	for _, c := range p.Codes {
		t.Rows = append(t.Rows, Row{LinkTo(ShopCodePath(c.Shop, c.ID), c.Label), TagOf(f.CodeStatus(c.State(p.Now))), Text(f.uses(c)), Text(f.expiry(c.ExpiresAt)), DateOf(f, c.CreatedAt)})
	}
	return t
}

func (p ShopCodePage) about(f *Frame) Summary {
	s := Summary{Rows: []SummaryRow{
		{Label: f.T("shop_code.state"), Value: TagOf(f.CodeStatus(p.State(p.Now)))},
		{Label: f.T("shop_code.label"), Value: Text(p.Label)},
		{Label: f.T("shop_code.uses"), Value: Text(f.uses(p.ShopCode))},
		{Label: f.T("shop_code.in"), Value: LinkTo(listHref(shopPath(deskShops, p.Shop, "customers"), "code", string(p.ID)), f.T("shop_code.people", "count", p.In))},
		{Label: f.T("shop_code.expires"), Value: Text(f.expiry(p.ExpiresAt))},
		{Label: f.T("shop_code.drawn"), Value: DateTimeOf(f, p.CreatedAt)},
	}}
	if p.Successor.ID != "" {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("shop_code.replaces"), Value: LinkTo(ShopCodePath(p.Shop, p.Successor.ID), p.Successor.Label+", "+f.Date(p.Successor.CreatedAt))})
	}
	if !p.EndedAt.IsZero() {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("shop_code.ended"), Value: DateTimeOf(f, p.EndedAt)})
	}
	return s
}

func (p ShopCodePage) buttons(f *Frame) (list []Button) {
	if p.Status.Ended() {
		return nil
	}
	if p.MayIssue {
		list = append(list, Button{Label: f.T("shop_code.rotate"), Href: p.path("rotate"), Kind: Secondary})
	}
	if p.MayChange {
		list = append([]Button{{Label: f.T("shop_code.edit"), Href: p.path("edit"), Kind: Secondary}}, list...)
		list = append(list, Button{Label: f.T("shop_code.revoke"), Href: p.path("revoke"), Kind: Secondary})
	}
	return list
}

// CustomersPage lists who entered a shop.
type CustomersPage struct {
	officer.CustomerPage
	Shop      officer.Shop
	Codes     []officer.ShopCode
	Filter    officer.CustomerFilter
	Search    string // as typed
	MayChange bool
}

func (p CustomersPage) path() string { return shopPath(deskShops, p.Shop.ID, "customers") }

func (p CustomersPage) href(c officer.Cursor) string {
	if c.IsZero() {
		return ""
	}
	return listHref(p.path(), "code", string(p.Filter.Code), "after", c.String())
}

func (p CustomersPage) pager() Pager {
	pager := Pager{Previous: p.href(p.Previous), Next: p.href(p.Next)}
	if !p.Filter.After.IsZero() {
		pager.First = listHref(p.path(), "code", string(p.Filter.Code))
	}
	return pager
}

func (p CustomersPage) codes(f *Frame) Choice {
	c := Choice{Name: "code", Label: f.T("customer.by"), Value: string(p.Filter.Code), Empty: f.T("customer.every_code"), Optional: true}
	for _, k := range p.Codes {
		c.Options = append(c.Options, Option{Value: string(k.ID), Label: k.Label + ", " + f.Date(k.CreatedAt)})
	}
	return c
}

func (p CustomersPage) table(f *Frame) Table {
	empty := f.T("customer.none")
	if p.Filter.Query != "" || p.Filter.Code != "" {
		empty = f.T("customer.none_found")
	}
	t := Table{Caption: f.T("customer.title"), Empty: empty, Columns: []Column{
		{Label: f.T("field.name")}, {Label: f.T("customer.email")}, {Label: f.T("customer.entered")}, {Label: f.T("customer.by")}, {Label: f.T("customer.state")}, {Label: f.T("customer.act")},
	}}
	for _, c := range p.Customers {
		state, act := Tag{Text: f.T("customer_state.in"), Tone: Success}, Text("–")
		if !c.LeftAt.IsZero() {
			state = Tag{Text: f.T("customer_state."+c.LeftWhy, "date", f.Date(c.LeftAt)), Tone: Info, Icon: "close"}
		} else if p.MayChange {
			act = LinkAbout(p.path()+"/"+string(c.Account)+"/remove", f.T("customer.remove_short"), c.Name)
		}
		t.Rows = append(t.Rows, Row{Personal(c.Name), Personal(c.Email), DateTimeOf(f, c.JoinedAt), Text(c.CodeLabel), TagOf(state), act})
	}
	return t
}

func typedQuota(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// ShopCodeFormOf is the form of a code as it is.
func ShopCodeFormOf(c officer.ShopCode) ShopCodeForm {
	return ShopCodeForm{ID: c.ID, Shop: c.Shop, Version: c.Version, Label: c.Label, QuotaText: typedQuota(c.Quota), Used: c.Used, Expires: LastMomentOf("expires", c.ExpiresAt)}
}
