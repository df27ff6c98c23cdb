package officer_test

import (
	"testing"
	"time"

	"officerportal/officer"
)

func TestCursor(t *testing.T) {
	c := officer.Cursor{At: time.Date(2026, 11, 22, 13, 7, 0, 123456000, time.UTC), ID: "app_x", Back: true}
	if got := officer.ParseCursor(c.String()); got != c {
		t.Errorf("%+v came back as %+v", c, got)
	}
	for _, s := range []string{"", "x", "!!", "ZnwyMDI2", officer.Cursor{}.String()} {
		if got := officer.ParseCursor(s); !got.IsZero() {
			t.Errorf("%q gave %+v", s, got)
		}
	}
}

func FuzzParseCursor(f *testing.F) {
	f.Add(officer.Cursor{At: time.Now(), ID: "ord_x"}.String())
	f.Add("ZnwyMDI2")
	f.Fuzz(func(t *testing.T, s string) {
		c := officer.ParseCursor(s)
		if !c.IsZero() && officer.ParseCursor(c.String()) != c {
			t.Errorf("%q gave %+v, which does not come back", s, c)
		}
	})
}
