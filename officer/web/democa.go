package web

import (
	"encoding/base64"
	"errors"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/rbac"
)

// demoCARoutes exist in the demo only: what its authority publishes, for any tool
// that checks certificates.
func (s *Server) demoCARoutes(r *router) {
	if !s.demo {
		return
	}
	r.get("/demo/ca/root.pem", rbac.Public, s.demoRoot).forMachines()
	r.get("/demo/ca/crl", rbac.Public, s.demoCRL).forMachines()
	r.post("/demo/ca/ocsp", rbac.Public, s.demoOCSP).forMachines()
	r.get("/demo/ca/ocsp", rbac.Public, s.demoOCSP).forMachines() // without a request: says so
	r.get("/demo/ca/ocsp/*", rbac.Public, s.demoOCSP).forMachines()
}

func (s *Server) demoRoot(c *fiber.Ctx) error {
	c.Set(fiber.HeaderContentType, "application/x-pem-file")
	return c.Send(s.DemoCA.RootPEM())
}

func (s *Server) demoCRL(c *fiber.Ctx) error {
	der, err := s.DemoCA.CRL(c.UserContext())
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/pkix-crl")
	return c.Send(der)
}

// demoOCSP answers a request that is the body or, as RFC 6960 appendix A has it,
// the rest of the path.
func (s *Server) demoOCSP(c *fiber.Ctx) error {
	request := c.Body()
	if c.Method() != fiber.MethodPost {
		text, err := url.PathUnescape(c.Params("*"))
		if err != nil {
			text = ""
		}
		request, _ = base64.StdEncoding.DecodeString(strings.TrimSpace(text)) // what is no Base64 is no request, either
	}
	answer, err := s.DemoCA.OCSP(c.UserContext(), request)
	if errors.Is(err, desk.ErrNoOCSP) {
		err = officer.Fail(officer.Invalid, "refusal.invalid_text")
	}
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/ocsp-response")
	return c.Send(answer)
}
