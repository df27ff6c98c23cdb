package web

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// Whatever a person types, carries or looks at: the log knows the route only.
func TestTheLogTellsNoSecrets(t *testing.T) {
	var log bytes.Buffer
	s := site(t, func(cfg *Config) {
		cfg.Log = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	token, _ := visitForm(t, s, "/desk", "anna")
	log.Reset()

	req := send("/form?code=GEHEIM-CODE&number=T22000129", url.Values{"csrf": {token}, "name": {"GEHEIM-NAME zu lang"}, "password": {"GEHEIM-PASSWORD"}})
	req.Header.Set("Authorization", "Bearer GEHEIM-BEARER")
	req.Header.Set("User-Agent", "GEHEIM-AGENT")
	req.Header.Set("Referer", "http://example.com/GEHEIM-REFERER")
	ask(t, s, req, "anna")
	ask(t, s, get("/desk/cases/GEHEIM-ID?q=GEHEIM-QUERY"), "anna")
	ask(t, s, get("/GEHEIM-PATH"), "anna")
	ask(t, s, send("/form", url.Values{"csrf": {"GEHEIM-TOKEN"}}), "GEHEIM-SESSION")

	for _, secret := range []string{"GEHEIM", "T22000129", token, `"anna"`, "Łucka", "Anna", "192.0.2", "0.0.0.0"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log tells %q: %s", secret, log.String())
		}
	}
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 4 {
		t.Fatalf("%d lines: %s", len(lines), log.String())
	}
	var first map[string]any
	if err := json.Unmarshal([]byte(lines[0]), &first); err != nil {
		t.Fatal(err)
	}
	fields := make([]string, 0, len(first))
	for name := range first {
		fields = append(fields, name)
	}
	slices.Sort(fields)
	want := []string{"actor", "level", "method", "milliseconds", "msg", "organisation", "request", "route", "status", "time"}
	if !slices.Equal(fields, want) {
		t.Errorf("fields %v, want %v", fields, want)
	}
	if first["route"] != "/form" || first["actor"] != "acc_anna" || first["organisation"] != "org_amt" || first["status"] != 422.0 {
		t.Errorf("%v", first)
	}
	if !strings.Contains(lines[1], `"route":"/desk/cases/:id"`) || !strings.Contains(lines[2], `"route":"unmatched"`) {
		t.Errorf("routes: %s %s", lines[1], lines[2])
	}
}
