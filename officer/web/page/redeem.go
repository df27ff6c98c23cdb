package page

import "github.com/a-h/templ"

// RedeemPage takes an order code.
type RedeemPage struct {
	Code   string // as typed
	SignIn string // where a stranger signs in; empty for who can enter a code
	Place  string // the desk or back office at which the person works; empty in their own portal
}

// codeFromLink marks the field into which the script puts a code that the address
// carries behind #.
var codeFromLink = templ.Attributes{"data-fragment": true}

// codeForLater marks one that only keeps the code on its way.
var codeForLater = templ.Attributes{"data-fragment": "kept"}
