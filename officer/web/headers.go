package web

import (
	"time"

	"github.com/gofiber/fiber/v2"
)

// longAgo is the expiry date of a cookie that is taken away.
var longAgo = time.Unix(1, 0)

// contentPolicy lets a page use what this site serves and nothing else. KERN's
// icons are data: masks, which count as images.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"

// headers tells the browser what our pages never do.
//
// The referrer policy is same-origin and not no-referrer: with the latter
// browsers send "Origin: null" with our own forms, and every one of them would
// be refused.
func (s *Server) headers(c *fiber.Ctx) {
	c.Set("Content-Security-Policy", contentPolicy)
	c.Set("X-Content-Type-Options", "nosniff")
	c.Set("X-Frame-Options", "DENY")
	c.Set("Referrer-Policy", "same-origin")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()")
	c.Set(fiber.HeaderCacheControl, "no-store")
	if s.tls {
		c.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
	}
}
