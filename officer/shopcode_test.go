package officer

import (
	"testing"
	"time"
)

func TestStateOfACode(t *testing.T) {
	for _, c := range []struct {
		status      CodeStatus
		used, quota int
		expires     time.Time
		want        CodeStatus
	}{
		{CodeActive, 0, 0, time.Time{}, CodeActive},
		{CodeActive, 7, 0, shopNoon.Add(1), CodeActive},
		{CodeActive, 2, 3, time.Time{}, CodeActive},
		{CodeActive, 3, 3, time.Time{}, CodeSpent},
		{CodeActive, 3, 3, shopNoon, CodeExpired},
		{CodePaused, 0, 3, time.Time{}, CodePaused},
		{CodePaused, 0, 3, shopNoon, CodeExpired},
		{CodeRevoked, 3, 3, shopNoon, CodeRevoked},
		{CodeReplaced, 0, 0, time.Time{}, CodeReplaced},
	} {
		if got := (ShopCode{Status: c.status, Used: c.used, Quota: c.quota, ExpiresAt: c.expires}).State(shopNoon); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

// From each status a code goes where its life lets it, and nowhere else.
func TestLifeOfACode(t *testing.T) {
	for from, want := range map[CodeStatus]string{CodeActive: "pause revoke rotate", CodePaused: "resume revoke rotate", CodeRevoked: "", CodeReplaced: ""} {
		got := ""
		for _, act := range []struct {
			name string
			do   func(*ShopCode) error
		}{
			{"pause", (*ShopCode).Pause}, {"resume", (*ShopCode).Resume},
			{"revoke", func(c *ShopCode) error { return c.Revoke(shopNoon) }},
			{"rotate", func(c *ShopCode) error { _, err := c.Rotate(time.Time{}, shopNoon); return err }},
		} {
			c := ShopCode{Status: from}
			if act.do(&c) == nil {
				got += " " + act.name
				if c.Status.Ended() == c.EndedAt.IsZero() {
					t.Errorf("%s from %s: %s, ended %v", act.name, from, c.Status, c.EndedAt)
				}
			} else if c.Status != from {
				t.Errorf("%s from %s changed the status", act.name, from)
			}
		}
		if got != "" {
			got = got[1:]
		}
		if got != want {
			t.Errorf("from %s: %q, want %q", from, got, want)
		}
	}
}

func TestRotatingACode(t *testing.T) {
	old := ShopCode{ID: "shc_a", Shop: "shp_a", Label: "Kantine", Quota: 5, Used: 5, ExpiresAt: shopNoon.Add(time.Hour), Status: CodeActive}
	next, err := old.Rotate(shopNoon.Add(time.Minute), shopNoon)
	if err != nil || next.Replaces != "shc_a" || next.Used != 0 || next.Quota != 5 || next.Label != "Kantine" || !next.ExpiresAt.Equal(shopNoon.Add(time.Hour)) ||
		old.Status != CodeActive || !old.ExpiresAt.Equal(shopNoon.Add(time.Minute)) {
		t.Errorf("%+v after %+v: %v", next, old, err)
	}
	late := ShopCode{Status: CodeActive, ExpiresAt: shopNoon.Add(-time.Hour)}
	if next, err := late.Rotate(time.Time{}, shopNoon); err != nil || !next.ExpiresAt.IsZero() || late.Status != CodeReplaced {
		t.Errorf("an expired one: %+v %v", next, err)
	}
	for want, until := range map[string]time.Time{"code.expiry_past": shopNoon, "code.until_after_expiry": shopNoon.Add(2 * time.Hour)} {
		c := ShopCode{Status: CodeActive, ExpiresAt: shopNoon.Add(time.Hour)}
		if _, err := c.Rotate(until, shopNoon); keyOf(err) != want {
			t.Errorf("until %v: %v", until, err)
		}
	}
}

func TestCleanShopCode(t *testing.T) {
	c, err := ShopCode{Label: "  Aushang   Kantine ", Quota: 3, ExpiresAt: shopNoon.Add(1)}.Clean(shopNoon, true)
	if err != nil || c.Label != "Aushang Kantine" {
		t.Errorf("%+v %v", c, err)
	}
	for want, c := range map[string]ShopCode{
		"form.missing": {Quota: 1}, "code.quota_range": {Label: "a", Quota: MaxShopQuota + 1}, "code.quota_below_used": {Label: "a", Quota: 2, Used: 3},
		"code.expiry_past": {Label: "a", ExpiresAt: shopNoon},
	} {
		if _, err := c.Clean(shopNoon, true); keyOf(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if _, err := (ShopCode{Label: "a", ExpiresAt: shopNoon}).Clean(shopNoon, false); err != nil {
		t.Errorf("an expiry that was there already: %v", err)
	}
}

// A door opens to who may come in, and takes a place only from who had none.
func TestShopDoor(t *testing.T) {
	usable := ShopCode{ID: "shc_a", Status: CodeActive, CreatedAt: shopNoon.Add(-time.Hour)}
	spent := usable
	spent.Quota, spent.Used = 1, 1
	open := Shop{Status: ShopOpen}
	for name, c := range map[string]struct {
		door          ShopDoor
		opens, counts bool
	}{
		"a stranger":               {ShopDoor{Code: usable, Shop: open}, true, true},
		"who is in by it":          {ShopDoor{Code: usable, Shop: open, CameBy: "shc_a"}, true, false},
		"who is in by another":     {ShopDoor{Code: usable, Shop: open, CameBy: "shc_b"}, true, false},
		"who left it":              {ShopDoor{Code: usable, Shop: open, CameBy: "shc_a", LeftAt: shopNoon, LeftWhy: LeftThemselves}, true, false},
		"who left another":         {ShopDoor{Code: usable, Shop: open, CameBy: "shc_b", LeftAt: shopNoon, LeftWhy: LeftThemselves}, true, true},
		"whose code was revoked":   {ShopDoor{Code: usable, Shop: open, CameBy: "shc_b", LeftAt: shopNoon, LeftWhy: LeftRevoked}, true, true},
		"who was removed":          {ShopDoor{Code: usable, Shop: open, CameBy: "shc_b", LeftAt: shopNoon, LeftWhy: LeftRemoved}, false, true},
		"who was removed before":   {ShopDoor{Code: usable, Shop: open, CameBy: "shc_b", LeftAt: shopNoon.Add(-2 * time.Hour), LeftWhy: LeftRemoved}, true, true},
		"a stranger, spent":        {ShopDoor{Code: spent, Shop: open}, false, true},
		"who left it, spent":       {ShopDoor{Code: spent, Shop: open, CameBy: "shc_a", LeftAt: shopNoon, LeftWhy: LeftThemselves}, true, false},
		"organisation closed":      {ShopDoor{Code: usable, Shop: open, Shut: true}, false, true},
		"shop closed":              {ShopDoor{Code: usable, Shop: Shop{Status: ShopClosed}}, false, true},
		"shop over":                {ShopDoor{Code: usable, Shop: Shop{Status: ShopOpen, ClosesAt: shopNoon}}, false, true},
		"shop opens later":         {ShopDoor{Code: usable, Shop: Shop{Status: ShopOpen, OpensAt: shopNoon.Add(time.Hour)}}, true, true},
		"a paused code, not spent": {ShopDoor{Code: ShopCode{ID: "shc_a", Status: CodePaused, Quota: 1, Used: 1}, Shop: open, CameBy: "shc_a"}, false, false},
	} {
		err := c.door.Opens(shopNoon)
		if (err == nil) != c.opens || c.door.Counts() != c.counts {
			t.Errorf("%s: %v, counts %v", name, err, c.door.Counts())
		}
		if err != nil && keyOf(err) != "shopcode.unknown" {
			t.Errorf("%s: says %s", name, keyOf(err))
		}
	}
}
