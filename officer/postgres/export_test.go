package postgres

import "maps"

// ConstraintKeys gives the map for its completeness test.
func ConstraintKeys() map[string]string { return maps.Clone(constraintKeys) }

// Run runs a test's own statement in a transaction.
func Run(tx *Tx, query string, args ...any) error { return tx.exec(query, args...) }
