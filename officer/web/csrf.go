package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
)

// A form's token proves that we made the form for this browser: it is a keyed
// digest of the session's token, or of a random cookie while nobody is signed
// in. Nothing is stored, every instance can check it, and it ends with the
// session. Besides, the browser itself must say that the form came from here.

var tokenEncoding = base64.RawURLEncoding

// csrfToken makes the token for the forms of this page. It looks different on
// every page (masked), so that compression in front of us gives nothing away.
func (s *Server) csrfToken(c *fiber.Ctx) string {
	digest := s.csrfDigest(s.csrfSubject(c, true))
	masked := make([]byte, 2*len(digest))
	mask, rest := masked[:len(digest)], masked[len(digest):]
	_, _ = rand.Read(mask) // cannot fail; it stops the program instead
	subtle.XORBytes(rest, mask, digest)
	return tokenEncoding.EncodeToString(masked)
}

// formNotOurs is the text for a form without a token that holds.
const formNotOurs = "refusal.csrf"

// checkOrigin refuses a writing request that did not come from a form of ours.
func (s *Server) checkOrigin(c *fiber.Ctx) error {
	if !writes(c) {
		return nil
	}
	if s.fromHere(c) && s.csrfValid(c, formToken(c)) {
		return nil
	}
	return officer.Fail(officer.Forbidden, formNotOurs)
}

// fromHere asks the browser. Sec-Fetch-Site is sent by all of them on https and
// loopback; where it is missing Origin decides, and a client that sends neither
// is left to the token.
func (s *Server) fromHere(c *fiber.Ctx) bool {
	switch c.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		return true
	case "":
	default:
		return false
	}
	origin := c.Get(fiber.HeaderOrigin)
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host == c.Hostname() && (u.Scheme == "https") == s.tls
}

func (s *Server) csrfValid(c *fiber.Ctx, token string) bool {
	masked, err := tokenEncoding.DecodeString(token)
	subject := s.csrfSubject(c, false)
	if err != nil || len(masked) != 2*sha256.Size || subject == "" {
		return false
	}
	got := make([]byte, sha256.Size)
	subtle.XORBytes(got, masked[:sha256.Size], masked[sha256.Size:])
	return hmac.Equal(got, s.csrfDigest(subject))
}

func (s *Server) csrfDigest(subject string) []byte {
	mac := hmac.New(sha256.New, s.csrfKey)
	mac.Write([]byte(subject))
	return mac.Sum(nil)
}

// csrfSubject names the browser the form is for. For somebody without a session
// it can make the cookie that it needs.
func (s *Server) csrfSubject(c *fiber.Ctx, create bool) string {
	if token := visitOf(c).token; token != "" {
		return "session:" + token
	}
	visit := s.cookie(c, visitCookie)
	if visit == "" && create {
		if visit = visitOf(c).visit; visit == "" {
			visit = rand.Text()
			visitOf(c).visit = visit
			s.setCookie(c, visitCookie, visit, 0)
		}
	}
	if visit == "" || len(visit) > tokenLimit {
		return ""
	}
	return "visit:" + visit
}

// formToken reads the token from the body; never from the address, which is
// logged and passed on.
func formToken(c *fiber.Ctx) string {
	values, _ := postedValues(c)
	if v := values["csrf"]; len(v) == 1 {
		return v[0]
	}
	return ""
}
