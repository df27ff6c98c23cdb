package secret

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"testing"

	"pgregory.net/rapid"
)

func TestDigest(t *testing.T) {
	d := &Digests{keys: []digestKey{{ID: "new", Key: make([]byte, 32)}, {ID: "old", Key: []byte("0123456789abcdef0123456789abcdef")}}}
	mac := hmac.New(sha256.New, make([]byte, 32))
	mac.Write([]byte("officer-portal digest v1 session\ntoken"))
	want := "new." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
	if got := d.Digest(Session, Of("token")); got != want || len(got) != len("new.")+43 {
		t.Errorf("got %s, want %s", got, want)
	}
	c := d.Candidates(Session, Of("token"))
	if len(c) != 2 || c[0] != want || c[1][:4] != "old." || c[1][4:] == c[0][4:] {
		t.Errorf("candidates %v", c)
	}
	if !d.Current(c[0]) || d.Current(c[1]) || d.Current("newer.x") || d.Current("") {
		t.Error("Current")
	}
}

// A token of one purpose is nothing in another flow, and no two tokens share a digest.
func TestDigestsDiffer(t *testing.T) {
	d := freshKeys(t).Digests
	purpose := rapid.Map(rapid.StringMatching(`[a-z_]{1,3}`), func(s string) Purpose { return Purpose(s) })
	rapid.Check(t, func(t *rapid.T) {
		p, q := purpose.Draw(t, "p"), purpose.Draw(t, "q")
		a, b := rapid.StringMatching(`[a-z\n]{0,3}`).Draw(t, "a"), rapid.StringMatching(`[a-z\n]{0,3}`).Draw(t, "b")
		same := d.Digest(p, Of(a)) == d.Digest(q, Of(b))
		if same != (p == q && a == b) {
			t.Fatalf("%s %q, %s %q", p, a, q, b)
		}
	})
}

func TestPurposesAreWords(t *testing.T) {
	d := freshKeys(t).Digests
	for _, p := range []Purpose{"", "two words", "line\nfeed", "Upper", "ä", "a1"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q was taken for a purpose", p)
				}
			}()
			d.Digest(p, Of("x"))
		}()
	}
}

func TestNewToken(t *testing.T) {
	shape, seen := regexp.MustCompile(`^[A-Za-z0-9_-]{32}$`), map[string]bool{}
	for range 1000 {
		token := NewToken().Reveal()
		if !shape.MatchString(token) || seen[token] {
			t.Fatalf("%q", token)
		}
		seen[token] = true
	}
}

func BenchmarkDigest(b *testing.B) {
	d, token := freshKeys(b).Digests, NewToken()
	b.ReportAllocs()
	for b.Loop() {
		d.Digest(Session, token)
	}
}

func BenchmarkSeal(b *testing.B) {
	box := freshKeys(b).Box
	b.ReportAllocs()
	for b.Loop() {
		sealed, err := box.Seal([]byte("T22000129"), place)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := box.Open(sealed, place); err != nil {
			b.Fatal(err)
		}
	}
}
