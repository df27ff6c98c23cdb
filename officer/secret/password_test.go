package secret

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func passwords(t testing.TB) *Passwords {
	t.Helper()
	p, err := NewPasswords()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestHashAndVerify(t *testing.T) {
	p, ctx := passwords(t), t.Context()
	hash, err := p.Hash(ctx, Of("Grüne Äpfel im Regen"))
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("%s, %v", hash, err)
	}
	for typed, want := range map[string]bool{
		"Grüne Äpfel im Regen":               true,
		"Gru\u0308ne A\u0308pfel im Regen":   true, // as a Mac may send it
		"grüne Äpfel im Regen":               false,
		"Grüne Äpfel im Regen ":              false,
		"Grune Apfel im Regen":               false,
		"":                                   false,
		"Grüne Äpfel im Regen\x00":           false,
		strings.Repeat("Grüne Äpfel im ", 9): false,
	} {
		if got, err := p.Verify(ctx, Of(typed), hash); got != want || err != nil {
			t.Errorf("%q: %v, %v", typed, got, err)
		}
	}
	if again, _ := p.Hash(ctx, Of("Grüne Äpfel im Regen")); again == hash {
		t.Error("no salt")
	}
	if NeedsRehash(hash) {
		t.Error("a hash of today's cost is called outdated")
	}
	cut := hash[:strings.LastIndexByte(hash, '$')+1]
	for _, damaged := range []string{
		"", "plain", hash[:40], cut, cut + "AA", "$argon2i$v=19$m=16,t=2,p=1$c29tZXNhbHQ$IGJ0Jgm7HaHLVSXB",
		strings.Replace(hash, "t=2", "t=0", 1), strings.Replace(hash, "p=1", "p=0", 1), strings.Replace(hash, "m=19456", "m=4194304", 1),
	} {
		if fits, err := p.Verify(ctx, Of("x"), damaged); fits || err == nil || !NeedsRehash(damaged) {
			t.Errorf("damaged hash %q: %v, %v", damaged, fits, err)
		}
	}
}

// A vector of the reference implementation's own tests (RFC 9106's needs
// associated data, which password hashes have none of).
func TestArgon2idReferenceVector(t *testing.T) {
	const hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	p := passwords(t)
	if fits, err := p.Verify(t.Context(), Of("password"), hash); !fits || err != nil {
		t.Errorf("%v, %v", fits, err)
	}
	if !NeedsRehash(hash) {
		t.Error("another cost needs a new hash")
	}
}

// No stored text makes the hash function fail, or fit everything.
func FuzzStoredHash(f *testing.F) {
	p := passwords(f)
	f.Add(p.decoy)
	f.Add("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$")
	f.Add("$argon2id$v=19$m=8,t=0,p=0$$AAAAAAAAAAAAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, hash string) {
		made, err := decode(hash)
		if err != nil || made.Memory > 64 || made.Iterations > 8 {
			return // refused, or too slow for a fuzz test
		}
		if fits, err := p.Verify(t.Context(), NewToken(), hash); fits || err != nil {
			t.Fatalf("%q: %v, %v", hash, fits, err)
		}
	})
}

// The work for an unknown account is the work for a known one.
func TestDummyCostsTheSame(t *testing.T) {
	p, ctx := passwords(t), t.Context()
	hash, err := p.Hash(ctx, Of("something"))
	if err != nil {
		t.Fatal(err)
	}
	var known, unknown time.Duration
	for range 9 { // in turns, so that a busy machine slows both
		start := time.Now()
		_, errKnown := p.Verify(ctx, Of("wrong"), hash)
		between := time.Now()
		errUnknown := p.Dummy(ctx, Of("wrong"))
		known, unknown = known+between.Sub(start), unknown+time.Since(between)
		if err := errors.Join(errKnown, errUnknown); err != nil {
			t.Fatal(err)
		}
	}
	if ratio := float64(unknown) / float64(known); ratio < 0.4 || ratio > 2.5 {
		t.Errorf("known %v, unknown %v", known, unknown)
	}
}

func TestPasswordsWaitTheirTurn(t *testing.T) {
	p := passwords(t)
	if cap(p.slots) != runtime.NumCPU() {
		t.Errorf("%d slots", cap(p.slots))
	}
	var working, most atomic.Int32
	var wg sync.WaitGroup
	for range 4 * cap(p.slots) {
		wg.Go(func() {
			err := p.inSlot(context.Background(), func() error {
				n := working.Add(1)
				for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
				}
				time.Sleep(2 * time.Millisecond)
				working.Add(-1)
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if int(most.Load()) != cap(p.slots) {
		t.Errorf("%d at once, %d slots", most.Load(), cap(p.slots))
	}
}

func TestPasswordsGiveUpWithTheirContext(t *testing.T) {
	p := passwords(t)
	for range cap(p.slots) {
		p.slots <- struct{}{} // everybody is busy
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
	defer cancel()
	_, errHash := p.Hash(ctx, Of("x"))
	_, errVerify := p.Verify(ctx, Of("x"), p.decoy)
	for _, err := range []error{errHash, errVerify, p.Dummy(ctx, Of("x"))} {
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("waited on: %v", err)
		}
	}
	<-p.slots
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := p.Hash(ended, Of("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("worked for nobody: %v", err)
	}
	if fits, err := p.Verify(t.Context(), Of("x"), p.decoy); fits || err != nil {
		t.Errorf("the slot was not given back: %v, %v", fits, err)
	}
}

func TestCheckPassword(t *testing.T) {
	alone := Owner{Email: "anna.schmidt@musterwerke.example", Names: []string{"Musterwerke AG", "AG"}}
	second := alone
	second.SecondFactor = true
	for _, c := range []struct {
		password string
		owner    Owner
		want     []Flaw
	}{
		{"kleiner Igel raschelt nachts", alone, nil},
		{"vierzehnlanges", alone, []Flaw{FlawShort}},
		{"fünfzehn lange!", alone, nil},
		{"Kx9!vQ2m", second, nil},
		{"Kx9!vQ2m", alone, []Flaw{FlawShort}},
		{"Kx9!vQ2", second, []Flaw{FlawShort}},
		{"", alone, []Flaw{FlawShort}},
		{"äöüßäöü", second, []Flaw{FlawShort}}, // 7 characters in 14 bytes
		{"äöüäöüä", second, []Flaw{FlawShort, FlawPattern}},
		{"a\u0308o\u0308u\u0308qjwk", second, []Flaw{FlawShort}}, // 7 once composed
		{"🦔🌧🍏🚲🎷🧲🪁🧦", second, nil},
		{strings.Repeat("aK3 ö9x-", 16), alone, nil},
		{strings.Repeat("aK3 ö9x-", 16) + "y", alone, []Flaw{FlawLong}},
		{strings.Repeat("passwort", 100000), alone, []Flaw{FlawLong}},
		{"nicht\x00druckbar aber lang", alone, []Flaw{FlawUnreadable}},
		{"M\xfcller und noch viel mehr", alone, []Flaw{FlawUnreadable}},
		{"Zeile\neins und Zeile zwei", alone, []Flaw{FlawUnreadable}},

		{"password", second, []Flaw{FlawCommon}},
		{"Passwort1234567", alone, []Flaw{FlawCommon}},
		{"!!Passwort2026!!", alone, []Flaw{FlawCommon}},
		{"P@ssw0rd2026!!!", alone, []Flaw{FlawCommon}},
		{"$3cret123", second, []Flaw{FlawCommon}},
		{"Schalke04", second, []Flaw{FlawCommon}},
		{"Sommer-2026-Sommer", alone, nil},
		{"SommerUrlaub2026", alone, []Flaw{FlawCommon}},
		{"ich liebe dich!", alone, []Flaw{FlawCommon}},
		{"hallo welt 12345678", alone, []Flaw{FlawCommon}},
		{"iloveyou", second, []Flaw{FlawCommon}},
		{"Winterreifen hinten links", alone, nil},

		{"aaaaaaaaaaaaaaaa", alone, []Flaw{FlawPattern}},
		{"xyz7xyz7xyz7xyz7", alone, []Flaw{FlawPattern}},
		{"12345678", second, []Flaw{FlawPattern}},
		{"98765432101234", second, []Flaw{FlawPattern}},
		{"qwertzuiopasdfghjkl", alone, []Flaw{FlawPattern}},
		{"QWERTZ123456!", second, []Flaw{FlawCommon, FlawPattern}},
		{"1qay2wsx3edc", second, []Flaw{FlawPattern}},
		{"abcdefgh1", second, []Flaw{FlawPattern}},
		{"ölkjhgfdsa", second, []Flaw{FlawPattern}},
		{"qwe Kiosk asd Regal", alone, nil},

		{"anna.schmidt-und-mehr-davon", alone, []Flaw{FlawEmailName}},
		{"Anna.Schmidt2026", alone, []Flaw{FlawCommon, FlawEmailName}},
		{"max ist ein guter Mensch", Owner{Email: "max@x.example"}, nil}, // three letters occur by chance
		{"kleiner Igel raschelt nachts", Owner{}, nil},
		{"Officer-Portal-2026", alone, []Flaw{FlawServiceName}},
		{"D-Trust Signaturkarte", alone, []Flaw{FlawServiceName}},
		{"der Officer trinkt kalten Kakao", alone, nil},
		{"Musterwerke-2026", alone, []Flaw{FlawServiceName}},
		{"Musterwerke AG 2026", alone, []Flaw{FlawServiceName}},
	} {
		if got := CheckPassword(Of(c.password), c.owner); !slices.Equal(got, c.want) {
			t.Errorf("%.40q (second factor %v): %v, want %v", c.password, c.owner.SecondFactor, got, c.want)
		}
	}
}

// Chance alone must never be refused: twelve random letters pass the rules.
func TestRandomPasswordsPass(t *testing.T) {
	owner := Owner{Email: "anna.schmidt@musterwerke.example", SecondFactor: true}
	for range 2000 {
		if password := NewToken().Reveal()[:14]; CheckPassword(Of(password), owner) != nil {
			t.Errorf("%s: %v", password, CheckPassword(Of(password), owner))
		}
	}
}

// Digits and signs around a listed word do not make it better.
func TestDecoratedCommonWords(t *testing.T) {
	words := make([]string, 0, len(commonWords))
	for w := range commonWords {
		if !strings.ContainsAny(w, "0123456789") {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	signs := rapid.StringMatching(`[0-9!?.*-]{0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom(words).Draw(t, "word")
		password := signs.Draw(t, "before") + strings.ToUpper(word) + signs.Draw(t, "after")
		if !slices.Contains(CheckPassword(Of(password), Owner{}), FlawCommon) {
			t.Fatalf("%q passes", password)
		}
	})
}

func TestCommonList(t *testing.T) {
	if len(commonWords) < 1000 {
		t.Errorf("only %d words", len(commonWords))
	}
	for w := range commonWords {
		if w != strings.ToLower(w) || normalise(Of(w)) != w || len(w) < 2 {
			t.Errorf("%q is not in the form it is looked up in", w)
		}
	}
	if n := len(Flaws()); n != 7 {
		t.Errorf("%d flaws", n)
	}
}

func FuzzCheckPassword(f *testing.F) {
	for _, s := range []string{"", "Passwort2026!", "a\u0308\xff", "qwertz\x00", "ẞİſ", strings.Repeat("x", 200)} {
		f.Add(s, s+"@"+s, true)
	}
	f.Fuzz(func(t *testing.T, password, email string, second bool) {
		flaws := CheckPassword(Of(password), Owner{Email: email, SecondFactor: second})
		for _, flaw := range flaws {
			if !slices.Contains(Flaws(), flaw) {
				t.Fatalf("unknown flaw %s", flaw)
			}
		}
		if n := len([]rune(normalise(Of(password)))); len(flaws) == 0 && (n < 8 || n > 128) {
			t.Fatalf("%d characters pass", n)
		}
	})
}

func BenchmarkHash(b *testing.B) {
	p := passwords(b)
	for b.Loop() {
		if _, err := p.Hash(b.Context(), Of("kleiner Igel raschelt nachts")); err != nil {
			b.Fatal(err)
		}
	}
}

// Thirty-two sign-ins at once; the figure is the time of one.
func BenchmarkVerifyCrowd(b *testing.B) {
	p := passwords(b)
	b.SetParallelism(32 / runtime.GOMAXPROCS(0))
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := p.Dummy(context.Background(), Of("kleiner Igel raschelt nachts")); err != nil {
				b.Error(err)
			}
		}
	})
}

func BenchmarkCheckPassword(b *testing.B) {
	owner := Owner{Email: "anna.schmidt@musterwerke.example"}
	for b.Loop() {
		if CheckPassword(Of("kleiner Igel raschelt nachts"), owner) != nil {
			b.Fatal("refused")
		}
	}
}
