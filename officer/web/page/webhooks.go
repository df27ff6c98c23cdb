package page

import (
	"strconv"

	"officerportal/officer"
)

// WebhookHref is the address of a page of a webhook.
func WebhookHref(id officer.WebhookID, part string) string {
	return "/desk/webhooks/" + string(id) + part
}

// WebhooksPage lists an organisation's webhooks.
type WebhooksPage struct {
	Webhooks []officer.Webhook
	Typed    string // an address that was refused
	MaySave  bool
}

func (p WebhooksPage) table(f *Frame) Table {
	t := Table{Caption: f.T("webhook.title"), Empty: f.T("webhook.none"), Columns: []Column{{Label: f.T("field.url")}, {Label: f.T("webhook.since")}, {Label: f.T("webhook.state")}}}
	for _, w := range p.Webhooks {
		t.Rows = append(t.Rows, Row{LinkTo(WebhookHref(w.ID, ""), w.URL), DateOf(f, w.CreatedAt), TagOf(f.webhookTag(w))})
	}
	return t
}

func (f *Frame) webhookTag(w officer.Webhook) Tag {
	switch {
	case w.Status == officer.WebhookPaused:
		return Tag{Text: f.T("webhook_status.paused"), Tone: Info}
	case w.Failures > 0:
		return Tag{Text: f.T("webhook.failing", "count", w.Failures), Tone: Alarm}
	}
	return Tag{Text: f.T("webhook_status.active"), Tone: Success}
}

// WebhookPage is one webhook with what it was told.
type WebhookPage struct {
	officer.Webhook
	Secrets    []officer.WebhookSecret
	Deliveries officer.DeliveryPage
	Filter     officer.DeliveryStatus
	After      officer.Cursor
	MaySave    bool
}

func (p WebhookPage) about(f *Frame) Summary {
	s := Summary{Rows: []SummaryRow{
		{Label: f.T("field.url"), Value: Code(p.URL)}, {Label: f.T("webhook.state"), Value: TagOf(f.webhookTag(p.Webhook))},
		{Label: f.T("webhook.added_by"), Value: Personal(p.CreatedName)}, {Label: f.T("webhook.since"), Value: DateTimeOf(f, p.CreatedAt)},
	}}
	for _, secret := range p.Secrets {
		text := f.T("webhook.secret_current", "time", f.DateTime(secret.MadeAt))
		if !secret.Until.IsZero() {
			text = f.T("webhook.secret_until", "time", f.DateTime(secret.Until))
		}
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("webhook.secret"), Value: Text(text)})
	}
	if !p.RestsUntil.IsZero() {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("webhook.rests_until"), Value: DateTimeOf(f, p.RestsUntil)})
	}
	return s
}

// buttons are what can be done with a webhook.
func (p WebhookPage) buttons(f *Frame) []Button {
	buttons := []Button{{Label: f.T("webhook.test"), Kind: Secondary, Action: WebhookHref(p.ID, "/test")}}
	if p.Status == officer.WebhookPaused {
		buttons = append(buttons, Button{Label: f.T("webhook.resume"), Kind: Secondary, Action: WebhookHref(p.ID, "/resume")})
	} else {
		buttons = append(buttons, Button{Label: f.T("webhook.pause"), Kind: Secondary, Action: WebhookHref(p.ID, "/pause")})
	}
	return append(buttons, Button{Label: f.T("webhook.rotate"), Kind: Secondary, Action: WebhookHref(p.ID, "/rotate")},
		Button{Label: f.T("webhook.end"), Kind: Plain, Href: WebhookHref(p.ID, "/end")})
}

func (p WebhookPage) href(status officer.DeliveryStatus, c officer.Cursor) string {
	return listHref(WebhookHref(p.ID, ""), "status", string(status), "after", c.String())
}

func (p WebhookPage) pager() Pager {
	pager := Pager{}
	if c := p.Deliveries.Previous; !c.IsZero() {
		pager.Previous = p.href(p.Filter, c)
	}
	if c := p.Deliveries.Next; !c.IsZero() {
		pager.Next = p.href(p.Filter, c)
	}
	if !p.After.IsZero() {
		pager.First = p.href(p.Filter, officer.Cursor{})
	}
	return pager
}

// filters are the views of the deliveries: all of them, and those of each status.
var filters = append([]officer.DeliveryStatus{""}, officer.DeliveryStatuses...)

func (f *Frame) filterName(s officer.DeliveryStatus) string {
	if s == "" {
		return f.T("webhook.all")
	}
	return f.text("delivery_status", string(s))
}

func (p WebhookPage) table(f *Frame) Table {
	t := Table{Caption: f.T("webhook.deliveries"), Empty: f.T("webhook.no_deliveries"), Columns: []Column{
		{Label: f.T("webhook.happened")}, {Label: f.T("webhook.kind")}, {Label: f.T("webhook.delivery_state")}, {Label: f.T("webhook.last_try")}, {Label: f.T("webhook.answer")},
	}}
	for _, d := range p.Deliveries.Deliveries {
		t.Rows = append(t.Rows, Row{LinkTo(WebhookHref(p.ID, "/deliveries/"+string(d.ID)), f.DateTime(d.CreatedAt)), Code(string(d.Kind)),
			TagOf(f.deliveryTag(d)), DateTimeOf(f, d.TriedAt), Text(f.answer(d))})
	}
	return t
}

var deliveryTones = map[officer.DeliveryStatus]Tone{officer.DeliveryQueued: Warning, officer.DeliveryDelivered: Success, officer.DeliveryDead: Alarm}

func (f *Frame) deliveryTag(d officer.WebhookDelivery) Tag {
	return Tag{Text: f.text("delivery_status", string(d.Status)), Tone: deliveryTones[d.Status]}
}

// answer is what came of the last try.
func (f *Frame) answer(d officer.WebhookDelivery) string {
	switch {
	case d.Attempts == 0 && d.Problem == "":
		return "–"
	case d.Problem == "":
		return strconv.Itoa(d.Response)
	case d.Response != 0:
		return strconv.Itoa(d.Response) + ": " + f.text("webhook_problem", string(d.Problem))
	}
	return f.text("webhook_problem", string(d.Problem))
}

// EndWebhook asks before a webhook is given up.
func EndWebhook(f *Frame, w officer.Webhook) Confirm {
	return Confirm{Text: f.T("webhook.end_text"), Details: &Summary{Rows: []SummaryRow{{Label: f.T("field.url"), Value: Code(w.URL)}}},
		Action: WebhookHref(w.ID, "/end"), Version: w.Version, Label: f.T("webhook.end"), Danger: true, Cancel: WebhookHref(w.ID, "")}
}

// DeliveryPage is one piece of news to a webhook.
type DeliveryPage struct {
	officer.WebhookDelivery
	MaySave bool
}

func (p DeliveryPage) about(f *Frame) Summary {
	s := Summary{Rows: []SummaryRow{
		{Label: "webhook-id", Value: Code(string(p.ID))}, {Label: f.T("webhook.kind"), Value: Code(string(p.Kind))},
		{Label: f.T("webhook.happened"), Value: DateTimeOf(f, p.CreatedAt)}, {Label: f.T("webhook.delivery_state"), Value: TagOf(f.deliveryTag(p.WebhookDelivery))},
		{Label: f.T("webhook.tries"), Value: Text(f.T("webhook.tries_of", "count", p.Attempts, "most", officer.WebhookTries))},
		{Label: f.T("webhook.last_try"), Value: DateTimeOf(f, p.TriedAt)}, {Label: f.T("webhook.answer"), Value: Text(f.answer(p.WebhookDelivery))},
	}}
	if p.Status == officer.DeliveryQueued {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("webhook.next_try"), Value: DateTimeOf(f, p.DueAt)})
	}
	s.Rows = append(s.Rows, SummaryRow{Label: f.T("webhook.body"), Value: Code(p.Body)})
	return s
}
