// Package ca is a certification authority for practice: a root and an issuing
// authority whose subjects begin with TEST, certificates with the statements of
// qualified ones, a CRL (RFC 5280) and OCSP answers (RFC 6960), all real X.509
// that any tool reads. Nothing that it issues is qualified, and nobody trusts it
// who was not told to.
//
// The keys of cards are derived from a seed, so that a virtual card can be made
// again after a restart. They are P-256 throughout, also for products whose cards
// have RSA keys: an RSA key takes a second to make.
//
// It knows no orders, cards or databases.
package ca
