package secret

import (
	"bytes"
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func TestBoxOpensOnlyInItsPlace(t *testing.T) {
	keys := freshKeys(t)
	home := Bind("org_a", "applications", "document_number", "app_1")
	sealed, err := keys.Box.Seal([]byte("L01X00T47"), home)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := keys.Box.Open(sealed, home); err != nil || string(plain) != "L01X00T47" {
		t.Errorf("at home: %q, %v", plain, err)
	}
	for name, place := range map[string]string{
		"another organisation": Bind("org_b", "applications", "document_number", "app_1"),
		"another table":        Bind("org_a", "persons", "document_number", "app_1"),
		"another column":       Bind("org_a", "applications", "revocation_password", "app_1"),
		"another row":          Bind("org_a", "applications", "document_number", "app_2"),
		"parts moved":          Bind("org_a|applications", "document_number", "app_1", ""),
		"nowhere":              "",
	} {
		if plain, err := keys.Box.Open(sealed, place); !errors.Is(err, ErrNotOpened) {
			t.Errorf("%s: %q, %v", name, plain, err)
		}
	}
	for i := range sealed {
		bent := bytes.Clone(sealed)
		bent[i] ^= 1
		if _, err := keys.Box.Open(bent, home); !errors.Is(err, ErrNotOpened) {
			t.Errorf("byte %d changed: %v", i, err)
		}
	}
	if _, err := keys.Box.Seal([]byte("x"), ""); err == nil {
		t.Error("sealed to no place")
	}
	if again, _ := keys.Box.Seal([]byte("L01X00T47"), home); bytes.Equal(again, sealed) {
		t.Error("the same value sealed twice looks the same")
	}
	if keys.Box.Current(nil) || keys.Box.Current([]byte("garbage")) || !keys.Box.Current(sealed) {
		t.Error("Current")
	}
}

func TestBind(t *testing.T) {
	if got := Bind("org_a", "persons", "note", "per_1"); got != "org_a|persons|note|per_1" {
		t.Errorf("got %s", got)
	}
	part := rapid.StringOf(rapid.SampledFrom([]rune("a|%7C25")))
	rapid.Check(t, func(t *rapid.T) {
		a := [4]string{part.Draw(t, "a"), part.Draw(t, "a"), part.Draw(t, "a"), part.Draw(t, "a")}
		b := [4]string{part.Draw(t, "b"), part.Draw(t, "b"), part.Draw(t, "b"), part.Draw(t, "b")}
		same := Bind(a[0], a[1], a[2], a[3]) == Bind(b[0], b[1], b[2], b[3])
		if same != (a == b) {
			t.Fatalf("%q and %q", a, b)
		}
	})
}

func FuzzOpen(f *testing.F) {
	keys := freshKeys(f)
	sealed, _ := keys.Box.Seal([]byte("x"), place)
	f.Add(sealed, place+"x")
	f.Add([]byte{1, 0, 0, 0, 0}, "")
	f.Fuzz(func(t *testing.T, sealed []byte, place string) {
		keys.Box.Current(sealed)
		if plain, err := keys.Box.Open(sealed, place); err == nil {
			t.Fatalf("opened %q", plain)
		}
	})
}
