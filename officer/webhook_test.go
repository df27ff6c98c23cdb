package officer

import (
	"encoding/json"
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestPublicAddress(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.216.34": true, "2606:2800:220:1:248:1893:25c8:1946": true, "::ffff:93.184.216.34": true,
		"127.0.0.1": false, "127.8.8.8": false, "::1": false, "0.0.0.0": false, "::": false, "10.1.2.3": false, "172.16.0.1": false, "172.31.255.255": false,
		"192.168.1.1": false, "169.254.169.254": false, "fe80::1": false, "fe80::1%eth0": false, "fc00::1": false, "fd12::1": false, "100.64.0.1": false,
		"192.0.0.8": false, "192.0.2.1": false, "198.18.0.1": false, "198.51.100.1": false, "203.0.113.1": false, "224.0.0.1": false, "240.0.0.1": false,
		"255.255.255.255": false, "ff02::1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false,
		"2001::1": false, "2001:db8::1": false, "::127.0.0.1": false, "fec0::1": false,
	} {
		if got := PublicAddress(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
}

func TestWebhookURL(t *testing.T) {
	for address, key := range map[string]string{
		"https://hooks.beispiel.example/x?y=1": "", "https://hooks.beispiel.example:8443/": "", "https://93.184.216.34/": "",
		"": "form.missing", "https://": "webhook.url_wrong", "hooks.beispiel.example": "webhook.url_wrong", "https://u:p@beispiel.example/": "webhook.url_wrong",
		"https://beispiel.example/#x": "webhook.url_wrong", "http://beispiel.example/": "webhook.url_not_https", "ftp://beispiel.example/": "webhook.url_not_https",
		"https://127.0.0.1/": "webhook.url_not_public", "https://[::1]/": "webhook.url_not_public", "https://localhost/": "webhook.url_not_public",
		"https://10.0.0.1/": "webhook.url_not_public", "http://127.0.0.1/": "webhook.url_not_https", "https://x.example/" + strings.Repeat("a", 500): "form.too_long",
		"https://a\x00b/": "webhook.url_wrong",
	} {
		_, err := CleanWebhookURL(address, false)
		var e *Error
		if errors.As(err, &e); (key == "") != (err == nil) || key != "" && e.Key != key {
			t.Errorf("%q: %v", address, err)
		}
	}
	for address, ok := range map[string]bool{"http://127.0.0.1:8080/x": true, "https://[::1]:1/": true, "http://10.0.0.1/": false, "http://beispiel.example/": false} {
		if _, err := CleanWebhookURL(address, true); (err == nil) != ok {
			t.Errorf("where this machine is allowed, %q: %v", address, err)
		}
	}
}

// What webhooks are told names ids, numbers and statuses, and nobody.
func TestNewsNamesNobody(t *testing.T) {
	at := time.Date(2026, 12, 1, 8, 0, 0, 5, time.UTC)
	o := Order{ID: "ord_x", Organisation: "org_x", Number: "1042-4821-9301-7", Status: OrderDispatched, FamilyName: "Geheim", GivenNames: "Kim", SearchName: "GEHEIM",
		Account: "acc_x", Person: "per_x", ClaimedName: "Clerk", Version: 4}
	c := Card{ID: "crd_x", Organisation: "org_x", Order: "ord_x", Status: CardValid, Holder: "Kim Geheim", Serial: "8049000123", Account: "acc_x", Version: 2}
	for _, n := range []News{OrderNews(o, OrderInProduction, at), CardNews(c, CardNotActivated, at), TestNews(Webhook{ID: "whk_x", Organisation: "org_x"}, at)} {
		var body map[string]any
		if err := json.Unmarshal([]byte(n.Body), &body); err != nil || body["type"] != string(n.Kind) || body["timestamp"] != "2026-12-01T08:00:00.000000005Z" {
			t.Errorf("%s: %v", n.Body, err)
		}
		for _, name := range []string{"Geheim", "GEHEIM", "Kim", "Clerk", "acc_", "per_", "8049"} {
			if strings.Contains(n.Body, name) {
				t.Errorf("%s tells %s", n.Body, name)
			}
		}
	}
}

// A receiver that never works is tried ten times within about three days, and is
// left in peace in between.
func TestTriesOfADelivery(t *testing.T) {
	w, d := Webhook{Status: WebhookActive}, WebhookDelivery{Status: DeliveryQueued}
	began := time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)
	at := began
	for d.Status == DeliveryQueued {
		d.Try(&w, 503, HookFailed, at)
		if w.RestsUntil.Sub(at) > longestRest || !w.RestsUntil.After(at) {
			t.Errorf("rests until %v", w.RestsUntil)
		}
		at = d.DueAt
	}
	if took := at.Sub(began); d.Status != DeliveryDead || d.Attempts != WebhookTries || took < 72*time.Hour || took > 96*time.Hour || w.Failures != 10 {
		t.Errorf("%+v after %v, %d failures", d, took, w.Failures)
	}
	d = WebhookDelivery{Status: DeliveryQueued}
	if d.Try(&w, 204, "", at); d.Status != DeliveryDelivered || w.Failures != 0 || !w.RestsUntil.IsZero() {
		t.Errorf("%+v, %+v", d, w)
	}
	d = WebhookDelivery{Status: DeliveryQueued}
	if d.Try(&w, 410, HookAnswer(410), at); d.Status != DeliveryDead || w.Status != WebhookPaused {
		t.Errorf("of a receiver that is gone: %+v, %+v", d, w)
	}
	for code, want := range map[int]WebhookProblem{200: "", 299: "", 300: HookRedirect, 307: HookRedirect, 400: HookRefused, 410: HookGone, 500: HookFailed, 101: HookFailed} {
		if got := HookAnswer(code); got != want {
			t.Errorf("%d: %q", code, got)
		}
	}
}

func TestLifeOfAWebhook(t *testing.T) {
	w := Webhook{Status: WebhookActive, Failures: 3, RestsUntil: time.Now()}
	if w.Resume() == nil || w.Pause() != nil || w.Pause() == nil || w.Resume() != nil || w.Failures != 0 || !w.RestsUntil.IsZero() || w.End() != nil || w.End() == nil || w.Pause() == nil {
		t.Errorf("%+v", w)
	}
}
