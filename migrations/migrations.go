// Package migrations carries the schema of the portal's database, in order. It
// knows nothing of the portal: who wants the schema applied does that.
package migrations

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
)

// Files are the migrations, named NNNNN_what.sql, in goose's format.
//
//go:embed *.sql
var Files embed.FS

// Digest names this very set of migrations, so that a database built from it
// can be kept and told from others.
func Digest() string {
	h := sha256.New()
	names, _ := fs.Glob(Files, "*.sql")
	for _, n := range names {
		b, _ := Files.ReadFile(n)
		h.Write([]byte(n))
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
