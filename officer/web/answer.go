package web

import (
	"bytes"
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"golang.org/x/text/language"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// frame makes what stands around a page. The title is a message key.
func (s *Server) frame(c *fiber.Ctx, title string) *page.Frame {
	f := &page.Frame{
		Language: s.language(c),
		Path:     localPath(c.OriginalURL()),
		CSRF:     s.csrfToken(c),
		Demo:     s.demo,
		Asset:    s.Assets.Path,
		Nav:      []page.NavItem{},
	}
	f.Title = f.T(title)
	f.Notice = s.notice(c, f)
	f.Announcements = s.announced(c, f)
	actor, signedIn := officer.ActorFrom(c.UserContext())
	if !signedIn {
		if c.Path() != signInPath {
			f.SignInHref = signInPath
		}
		return f
	}
	f.SignedIn = signedInAs(f, actor)
	f.SessionEnds = actor.SessionEnds
	if !actor.SecondFactorDue {
		f.Nav = s.menu(c, f, actor)
	}
	return f
}

func signedInAs(f *page.Frame, a officer.Actor) *page.SignedIn {
	p := &page.SignedIn{Name: a.Name, Organisation: a.OrganisationName}
	if len(a.OtherPlaces) == 0 || a.SecondFactorDue {
		return p
	}
	p.Places = []page.Place{{ID: string(a.Organisation), Name: placeName(f, a.Organisation, a.OrganisationName), Current: true}}
	for _, m := range a.OtherPlaces {
		p.Places = append(p.Places, page.Place{ID: string(m.Organisation), Name: placeName(f, m.Organisation, m.Name)})
	}
	return p
}

// placeName names the applicant's own portal, which belongs to no organisation.
func placeName(f *page.Frame, id officer.OrganisationID, name string) string {
	if id == "" {
		return f.T("frame.own_portal")
	}
	return name
}

// areaOf is the first part of an address of a place; other addresses are everybody's.
var areaOf = map[officer.Place]string{officer.Portal: "/portal", officer.Desk: "/desk", officer.BackOffice: "/office"}

// menu lists the routes that have an entry, belong to the place, and may be used
// by the actor. The entry whose address fits best is the current one.
func (s *Server) menu(c *fiber.Ctx, f *page.Frame, a officer.Actor) []page.NavItem {
	items := []page.NavItem{}
	for _, r := range s.routes {
		if r.Menu == "" || elsewhere(r.Path, a.Place) || !rbac.Allows(a.Roles, a.Place, r.Permission) {
			continue
		}
		if r.Path == portalShops { // the way to a further shop stands behind those there are
			items = append(items, s.shopItems(c)...)
		}
		items = append(items, page.NavItem{Label: f.T(r.Menu), Href: r.Path})
	}
	current := -1
	for i, item := range items {
		if within(c.Path(), item.Href) && (current < 0 || len(item.Href) > len(items[current].Href)) {
			current = i
		}
	}
	if current >= 0 {
		items[current].Current = true
	}
	return items
}

// elsewhere reports whether an address belongs to another place than this.
func elsewhere(path string, place officer.Place) bool {
	for p, area := range areaOf {
		if p != place && within(path, area) {
			return true
		}
	}
	return false
}

// within reports whether an address is an area's, or below it.
func within(path, area string) bool {
	return path == area || area != "/" && strings.HasPrefix(path, area+"/")
}

// languages in the order of page.Languages.
var languages = language.NewMatcher([]language.Tag{language.German, language.English})

// language is the account's, else the one chosen by the link, else the browser's.
func (s *Server) language(c *fiber.Ctx) string {
	if a, signedIn := officer.ActorFrom(c.UserContext()); signedIn && page.Known(a.Language) {
		return a.Language
	}
	if chosen := s.cookie(c, languageCookie); page.Known(chosen) {
		return chosen
	}
	_, i := language.MatchStrings(languages, c.Get(fiber.HeaderAcceptLanguage))
	return page.Languages[i]
}

// render writes a page, whole or not at all. A page that says "out of time"
// must be written after the time is over, so the deadline does not count here.
func (s *Server) render(c *fiber.Ctx, p templ.Component) error {
	var b bytes.Buffer
	if err := p.Render(context.WithoutCancel(c.UserContext()), &b); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return c.Send(b.Bytes())
}

// show writes the page that is made for a frame with this title.
func (s *Server) show(c *fiber.Ctx, title string, p func(*page.Frame) templ.Component) error {
	return s.render(c, p(s.frame(c, title)))
}

// again shows a form again with what is wrong. Refusals that a form cannot
// explain are passed on.
func (s *Server) again(c *fiber.Ctx, err error, title string, p func(*page.Frame) templ.Component) error {
	var refusal *officer.Error
	if !errors.As(err, &refusal) {
		return err
	}
	switch refusal.Kind {
	case officer.Invalid, officer.Conflict, officer.TooMany:
	default:
		return err
	}
	f := s.frame(c, title)
	f.Problems = refusal.Fields
	if len(refusal.Fields) == 0 {
		f.Problem = explain(f, refusal)
	}
	c.Status(statuses[refusal.Kind])
	return s.render(c, p(f))
}

// saved answers a draft that the script sent: when it was kept, and the version
// that the next one builds on.
func (s *Server) saved(c *fiber.Ctx, at time.Time, version int) error {
	c.Set("Form-Version", strconv.Itoa(version))
	f := &page.Frame{Language: s.language(c)}
	return c.SendString(f.T("frame.saved_at", "time", f.Time(at)))
}

// done sends the browser on after a change, with a message for the next page.
// An empty key says nothing.
func (s *Server) done(c *fiber.Ctx, path, key string) error {
	if key != "" {
		s.setCookie(c, noticeCookie, key, 60)
	}
	return c.Redirect(localPath(path), fiber.StatusSeeOther)
}

// notice takes the message that the last request left. It is a key of ours or
// nothing: what a cookie says is never shown.
func (s *Server) notice(c *fiber.Ctx, f *page.Frame) *page.Notice {
	key := s.cookie(c, noticeCookie)
	if key == "" || c.Method() != fiber.MethodGet || fromScript(c) {
		return nil
	}
	s.setCookie(c, noticeCookie, "", -1)
	if !page.HasText(key) {
		return nil
	}
	tone := page.Success
	if strings.HasSuffix(key, "undone") { // saved, and something that was signed no longer holds
		tone = page.Warning
	}
	return &page.Notice{Tone: tone, Title: f.T(key)}
}
