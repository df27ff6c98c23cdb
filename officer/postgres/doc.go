// Package postgres keeps the portal's records. It knows SQL and nothing of
// permissions: who may do what is decided a floor above, at the desk.
//
// A [Tx] works for a [Scope]: one organisation, one person, the provider's back
// office, or the system itself. Finders take no organisation parameter that
// could be wrong; they use the transaction's. Row level security stands behind
// them as a second lock.
package postgres
