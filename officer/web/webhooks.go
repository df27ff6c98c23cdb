package web

import (
	"context"
	"slices"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

const deskWebhooks = "/desk/webhooks"

// webhookRoutes are where an organisation's RA managers say which of its systems
// hear what happens.
func (s *Server) webhookRoutes(r *router) {
	r.get(deskWebhooks, rbac.WebhookRead, s.listWebhooks).inMenu("webhook.menu")
	r.post(deskWebhooks, rbac.WebhookSave, s.addWebhook)
	r.get(deskWebhooks+"/:webhook", rbac.WebhookRead, s.webhook)
	r.post(deskWebhooks+"/:webhook/rotate", rbac.WebhookSave, s.rotateWebhook)
	r.post(deskWebhooks+"/:webhook/pause", rbac.WebhookSave, s.turnWebhook("webhook.paused_now", (*desk.Webhooks).Pause))
	r.post(deskWebhooks+"/:webhook/resume", rbac.WebhookSave, s.turnWebhook("webhook.resumed_now", (*desk.Webhooks).Resume))
	r.get(deskWebhooks+"/:webhook/end", rbac.WebhookSave, s.askEndWebhook)
	r.post(deskWebhooks+"/:webhook/end", rbac.WebhookSave, s.endWebhook)
	r.post(deskWebhooks+"/:webhook/test", rbac.WebhookSave, s.testWebhook)
	r.post(deskWebhooks+"/:webhook/replay", rbac.WebhookSave, s.replayDead)
	r.get(deskWebhooks+"/:webhook/deliveries/:delivery", rbac.WebhookRead, s.delivery)
	r.post(deskWebhooks+"/:webhook/deliveries/:delivery/replay", rbac.WebhookSave, s.replayDelivery)
}

func (s *Server) listWebhooks(c *fiber.Ctx) error { return s.webhooksPage(c, "", nil) }

func (s *Server) webhooksPage(c *fiber.Ctx, address string, refusal error) error {
	list, err := s.Webhooks.List(c.UserContext())
	if err != nil {
		return err
	}
	return s.reason(c, "webhook.title", refusal, func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.Webhooks(f, page.WebhooksPage{Webhooks: list, Typed: address, MaySave: may(c, rbac.WebhookSave)})
	})
}

// addWebhook enters a webhook and shows its secret in the one answer that has it.
func (s *Server) addWebhook(c *fiber.Ctx) error {
	form := bind(c)
	address, err := form.Line("url", officer.WebhookURLLimit), form.Err()
	var fresh desk.NewSecret
	if err == nil {
		fresh, err = s.Webhooks.Add(c.UserContext(), address)
	}
	if err != nil {
		return s.webhooksPage(c, form.Value("url"), err)
	}
	return s.showSecret(c, "webhook.added_now", fresh)
}

func (s *Server) showSecret(c *fiber.Ctx, title string, fresh desk.NewSecret) error {
	return s.show(c, title, func(f *page.Frame) templ.Component {
		f.Back = &page.Link{Href: page.WebhookHref(fresh.Webhook.ID, ""), Text: f.T("webhook.one")}
		return page.WebhookSecret(f, fresh.Webhook, fresh.Secret.Reveal())
	})
}

func webhookID(c *fiber.Ctx) (officer.WebhookID, error) {
	return officer.ParseID[officer.WebhookID](c.Params("webhook"))
}

func (s *Server) webhook(c *fiber.Ctx) error {
	id, err := webhookID(c)
	if err != nil {
		return err
	}
	p := page.WebhookPage{After: officer.ParseCursor(c.Query("after")), MaySave: may(c, rbac.WebhookSave)}
	if status := officer.DeliveryStatus(c.Query("status")); slices.Contains(officer.DeliveryStatuses, status) {
		p.Filter = status
	}
	file, err := s.Webhooks.Webhook(c.UserContext(), id, p.Filter, p.After)
	if err != nil {
		return err
	}
	p.Webhook, p.Secrets, p.Deliveries = file.Webhook, file.Secrets, file.Deliveries
	return s.show(c, "webhook.one", func(f *page.Frame) templ.Component {
		f.Wide = true
		f.Back = &page.Link{Href: deskWebhooks, Text: f.T("webhook.title")}
		return page.WebhookOf(f, p)
	})
}

func (s *Server) rotateWebhook(c *fiber.Ctx) error {
	id, err := webhookID(c)
	if err != nil {
		return err
	}
	fresh, err := s.Webhooks.Rotate(c.UserContext(), id, bind(c).Version())
	if err != nil {
		return err
	}
	return s.showSecret(c, "webhook.rotated_now", fresh)
}

// turnWebhook is a button that takes a webhook to another state.
func (s *Server) turnWebhook(key string, act func(*desk.Webhooks, context.Context, officer.WebhookID, int) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := webhookID(c)
		if err != nil {
			return err
		}
		if err := act(s.Webhooks, c.UserContext(), id, bind(c).Version()); err != nil {
			return err
		}
		return s.done(c, page.WebhookHref(id, ""), key)
	}
}

func (s *Server) askEndWebhook(c *fiber.Ctx) error {
	id, err := webhookID(c)
	if err != nil {
		return err
	}
	file, err := s.Webhooks.Webhook(c.UserContext(), id, "", officer.Cursor{})
	if err != nil {
		return err
	}
	return s.show(c, "webhook.end", func(f *page.Frame) templ.Component { return page.ConfirmPage(f, page.EndWebhook(f, file.Webhook)) })
}

func (s *Server) endWebhook(c *fiber.Ctx) error {
	id, err := webhookID(c)
	if err != nil {
		return err
	}
	if err := s.Webhooks.End(c.UserContext(), id, bind(c).Version()); err != nil {
		return err
	}
	return s.done(c, deskWebhooks, "webhook.ended_now")
}

func (s *Server) testWebhook(c *fiber.Ctx) error {
	id, err := webhookID(c)
	if err != nil {
		return err
	}
	if _, err := s.Webhooks.Test(c.UserContext(), id); err != nil {
		return err
	}
	return s.done(c, page.WebhookHref(id, ""), "webhook.tested_now")
}

func (s *Server) replayDead(c *fiber.Ctx) error {
	id, err := webhookID(c)
	if err != nil {
		return err
	}
	if _, err := s.Webhooks.Replay(c.UserContext(), id, ""); err != nil {
		return err
	}
	return s.done(c, page.WebhookHref(id, ""), "webhook.replayed_now")
}

// deliveryOf reads the ids of a delivery from the address.
func deliveryOf(c *fiber.Ctx) (id officer.WebhookID, delivery officer.DeliveryID, err error) {
	if id, err = webhookID(c); err == nil {
		delivery, err = officer.ParseID[officer.DeliveryID](c.Params("delivery"))
	}
	return id, delivery, err
}

func (s *Server) delivery(c *fiber.Ctx) error {
	id, delivery, err := deliveryOf(c)
	if err != nil {
		return err
	}
	d, err := s.Webhooks.Delivery(c.UserContext(), id, delivery)
	if err != nil {
		return err
	}
	return s.show(c, "webhook.delivery", func(f *page.Frame) templ.Component {
		f.Back = &page.Link{Href: page.WebhookHref(id, ""), Text: f.T("webhook.one")}
		return page.DeliveryOf(f, page.DeliveryPage{WebhookDelivery: d, MaySave: may(c, rbac.WebhookSave)})
	})
}

func (s *Server) replayDelivery(c *fiber.Ctx) error {
	id, delivery, err := deliveryOf(c)
	if err != nil {
		return err
	}
	if _, err := s.Webhooks.Replay(c.UserContext(), id, delivery); err != nil {
		return err
	}
	return s.done(c, page.WebhookHref(id, ""), "webhook.replayed_now")
}
