package web

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gofiber/fiber/v2"

	"officerportal/officer/web/static"
)

// TestAssetsMayBeKept asks for real files as browsers do.
func TestAssetsMayBeKept(t *testing.T) {
	files, err := static.New()
	if err != nil {
		t.Fatal(err)
	}
	s := site(t, func(cfg *Config) { cfg.Assets = files })
	for _, test := range []struct {
		path, accept   string
		status         int
		kind, encoding string
	}{
		{files.Path("portal.css"), "", 200, "text/css; charset=utf-8", ""},
		{files.Path("portal.css"), "gzip, br", 200, "text/css; charset=utf-8", "gzip"},
		{files.Path("portal.js"), "br", 200, "text/javascript; charset=utf-8", ""},
		{files.Path("favicon.svg"), "", 200, "image/svg+xml", ""},
		{"/static/portal.css", "", 404, "", ""}, // it would be kept for good, and become stale
		{"/static/..%2fgo.mod", "", 404, "", ""},
	} {
		req := httptest.NewRequest(http.MethodGet, test.path, nil)
		req.Header.Set("Accept-Encoding", test.accept)
		res, _ := ask(t, s, req, "")
		if res.StatusCode != test.status {
			t.Errorf("%s: status %d, want %d", test.path, res.StatusCode, test.status)
			continue
		}
		if test.status != 200 {
			continue
		}
		for header, want := range map[string]string{
			fiber.HeaderContentType:     test.kind,
			fiber.HeaderContentEncoding: test.encoding,
			fiber.HeaderCacheControl:    "public, max-age=31536000, immutable",
			fiber.HeaderVary:            "Accept-Encoding",
		} {
			if got := res.Header.Get(header); got != want {
				t.Errorf("%s with %q: %s %q, want %q", test.path, test.accept, header, got, want)
			}
		}
	}
}
