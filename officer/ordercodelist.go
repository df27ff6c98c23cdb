package officer

import (
	"strings"
	"time"
)

// An OrderCodeFilter says which order codes are listed, the newest first.
// Whatever is empty does not narrow the list. Search looks for beginnings of
// words and leaves After aside.
type OrderCodeFilter struct {
	State   CodeStatus
	Shop    ShopID
	Product ProductID
	Batch   JobID
	Code    OrderCodeID // this one alone
	Search  string
	After   Cursor
}

// Words are the search forms of what is looked for.
func (f OrderCodeFilter) Words() []string { return strings.Fields(SearchForm(f.Search)) }

// Searches reports whether the filter looks for words.
func (f OrderCodeFilter) Searches() bool { return strings.TrimSpace(f.Search) != "" }

// Check refuses a search that would find everything.
func (f OrderCodeFilter) Check() error {
	var p Problems
	if f.Searches() && len(strings.Join(f.Words(), "")) < 2 {
		p.Add("search", "code.search_short")
	}
	return p.Err()
}

// An OrderCodeRow is a code in the list.
type OrderCodeRow struct {
	OrderCode
	ShopName             string
	ProductDE, ProductEN string
}

// ProductName gives the product's name in a language.
func (r OrderCodeRow) ProductName(language string) string {
	return Product{NameDE: r.ProductDE, NameEN: r.ProductEN}.Name(language)
}

// A RedeemedRow is one redemption with the code that was redeemed.
type RedeemedRow struct {
	Redemption
	Recipient, Note      string // the code's
	ShopName             string
	ProductDE, ProductEN string
}

// ProductName gives the product's name in a language.
func (r RedeemedRow) ProductName(language string) string {
	return Product{NameDE: r.ProductDE, NameEN: r.ProductEN}.Name(language)
}

// An OrderCodePage is a page of codes.
type OrderCodePage struct {
	Rows           []OrderCodeRow
	Previous, Next Cursor
	More           bool // a search found more than is shown
}

// A RedeemerPage is a page of those who redeemed a code, the newest first.
type RedeemerPage struct {
	Rows           []Redemption
	Previous, Next Cursor
}

// A CodeTry is what somebody brings who enters a code: who they are, and the
// digests that the code may be kept under.
type CodeTry struct {
	Account    AccountID
	Name       string
	Email      Email
	Digests    []string
	Redemption RedemptionID // the id of the redemption if there is to be one
	Event      EventID
	At         time.Time
}
