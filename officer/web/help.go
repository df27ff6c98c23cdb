package web

import (
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/help"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// helpRoutes are the answers to what people ask while they use the portal.
func (s *Server) helpRoutes(r *router) {
	r.get("/help", rbac.Public, s.help)
	r.get("/help/:topic", rbac.Public, s.helpTopic)
}

// help shows all topics, or those that a search finds. The search stands in the
// address: it is about the portal and says nothing of anybody.
func (s *Server) help(c *fiber.Ctx) error {
	support, err := s.Notices.SiteText(c.UserContext(), "support", s.language(c))
	if err != nil {
		return err
	}
	p := page.HelpPage{Support: support, Query: strings.Join(strings.Fields(c.Query("q")), " ")}
	title := "help.title"
	if p.Query != "" {
		p.Hits = help.Search(s.language(c), p.Query)
		title = "help.found_title"
	}
	return s.show(c, title, func(f *page.Frame) templ.Component { return page.Help(f, p) })
}

func (s *Server) helpTopic(c *fiber.Ctx) error {
	topic, group, ok := help.Find(s.language(c), c.Params("topic"))
	if !ok {
		return officer.Fail(officer.NotFound, "page.not_found")
	}
	if actor, signedIn := officer.ActorFrom(c.UserContext()); signedIn && actor.Place != officer.Portal {
		topic = topic.Unlink(areaOf[officer.Portal]) // whoever is at work cannot go there
	}
	p := page.HelpTopicPage{Topic: topic, Group: group}
	var err error
	if p.Support, err = s.Notices.SiteText(c.UserContext(), "support", s.language(c)); err == nil && topic.OfOperator() {
		p.Shown, err = s.Notices.SiteText(c.UserContext(), string(topic.Shows), s.language(c))
	}
	if err != nil {
		return err
	}
	return s.show(c, "help.topic", func(f *page.Frame) templ.Component {
		f.Title = topic.Title
		f.Back = &page.Link{Href: "/help", Text: f.T("help.all")}
		return page.HelpTopic(f, p)
	})
}
