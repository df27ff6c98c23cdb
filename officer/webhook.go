package officer

import (
	"encoding/json"
	"net/netip"
	"net/url"
	"time"
)

// A Webhook is an address of an organisation's own system that is told what
// happens to its orders and cards: by signed posts as Standard Webhooks describes
// them, at least once each, and in no promised order.
type Webhook struct {
	ID           WebhookID
	Organisation OrganisationID
	URL          string
	Status       WebhookStatus
	Failures     int       // in a row
	RestsUntil   time.Time // after failures the receiver is left in peace for a while
	CreatedBy    AccountID
	CreatedName  string
	CreatedAt    time.Time
	Version      int
}

// A WebhookStatus is where a webhook stands.
type WebhookStatus string

// The statuses of a webhook. What happens while it is paused waits.
const (
	WebhookActive WebhookStatus = "active"
	WebhookPaused WebhookStatus = "paused"
	WebhookEnded  WebhookStatus = "ended"
)

// WebhookURLLimit is how long an address may be, in characters.
const WebhookURLLimit = 500

// CleanWebhookURL accepts an https address. Whether it leads to a public machine
// shows when it is called, since names change. With loopback, in the demo and in
// tests, this machine may be named as well, also without TLS.
func CleanWebhookURL(s string, loopback bool) (string, error) {
	u, err := url.Parse(s)
	switch {
	case s == "":
		return "", Fail(Invalid, "form.missing")
	case len(s) > WebhookURLLimit:
		return "", Fail(Invalid, "form.too_long", "count", WebhookURLLimit)
	case err != nil || u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.Opaque != "":
		return "", Fail(Invalid, "webhook.url_wrong")
	}
	ip, isIP := addressOf(u.Hostname())
	switch {
	case loopback && isIP && ip.IsLoopback() && (u.Scheme == "http" || u.Scheme == "https"):
		return u.String(), nil
	case u.Scheme != "https":
		return "", Fail(Invalid, "webhook.url_not_https")
	case isIP && !PublicAddress(ip), u.Hostname() == "localhost":
		return "", Fail(Invalid, "webhook.url_not_public")
	}
	return u.String(), nil
}

func addressOf(host string) (netip.Addr, bool) {
	ip, err := netip.ParseAddr(host)
	return ip, err == nil
}

// notPublic are the networks that no organisation's receiver can be in, though
// they are unicast: shared, reserved, for documentation, and those that carry
// another address inside (IANA's special-purpose registries).
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("192.88.99.0/24"), netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("100::/64"),
	netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"),
	netip.MustParsePrefix("3fff::/20"), netip.MustParsePrefix("5f00::/16"), netip.MustParsePrefix("::/96"), netip.MustParsePrefix("fec0::/10"),
}

// PublicAddress reports whether an address is one of the public internet: none of
// this machine, of a private or a local network, and none that hides one of those.
func PublicAddress(ip netip.Addr) bool {
	ip = ip.Unmap()
	if ip.Zone() != "" || !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false
	}
	for _, n := range notPublic {
		if n.Contains(ip) {
			return false
		}
	}
	return true
}

// Pause stops deliveries; what happens meanwhile waits.
func (w *Webhook) Pause() error { return w.move(WebhookActive, WebhookPaused) }

// Resume goes on with deliveries, at once with what waited.
func (w *Webhook) Resume() error {
	if err := w.move(WebhookPaused, WebhookActive); err != nil {
		return err
	}
	w.Failures, w.RestsUntil = 0, time.Time{}
	return nil
}

func (w *Webhook) move(from, to WebhookStatus) error {
	if w.Status != from {
		return Fail(Conflict, "webhook.wrong_status")
	}
	w.Status = to
	return nil
}

// End gives the webhook up for good.
func (w *Webhook) End() error {
	if w.Status == WebhookEnded {
		return Fail(Conflict, "webhook.wrong_status")
	}
	w.Status = WebhookEnded
	return nil
}

// SecretOverlap is how long a webhook's former secret signs beside the new one.
const SecretOverlap = 24 * time.Hour

// A WebhookSecret is what a webhook signs with, sealed.
type WebhookSecret struct {
	ID     SecretID
	Sealed []byte
	MadeAt time.Time
	Until  time.Time // zero for the current one
}

// A WebhookKind names what is told.
type WebhookKind string

// The kinds of news.
const (
	NewsOrderStatus WebhookKind = "order.status_changed"
	NewsCardStatus  WebhookKind = "card.status_changed"
	NewsTest        WebhookKind = "webhook.test"
)

// News is one thing that webhooks are told, in the words in which they all are.
type News struct {
	ID   DeliveryID // the same at every try and for every webhook, so that a receiver knows it again
	Kind WebhookKind
	Body string // JSON
}

// newsBody is a post's content. It holds ids, numbers, statuses and times, and
// nothing about a person.
type newsBody struct {
	Type      WebhookKind `json:"type"`
	Timestamp string      `json:"timestamp"`
	Data      any         `json:"data"`
}

func news(kind WebhookKind, at time.Time, data any) News {
	body, err := json.Marshal(newsBody{Type: kind, Timestamp: at.UTC().Format(time.RFC3339Nano), Data: data})
	if err != nil {
		panic("officer: " + err.Error()) // strings and numbers only
	}
	return News{ID: NewID[DeliveryID](), Kind: kind, Body: string(body)}
}

type orderData struct {
	Organisation OrganisationID `json:"organisation"`
	Order        OrderID        `json:"order"`
	Number       OrderNumber    `json:"number"`
	Status       OrderStatus    `json:"status"`
	Previous     OrderStatus    `json:"previous_status,omitempty"`
	Version      int            `json:"version"` // grows with each change: which of two is the later
}

// OrderNews tells that an order has another status than before; a new one had none.
func OrderNews(o Order, before OrderStatus, at time.Time) News {
	return news(NewsOrderStatus, at, orderData{o.Organisation, o.ID, o.Number, o.Status, before, o.Version})
}

type cardData struct {
	Organisation OrganisationID `json:"organisation"`
	Order        OrderID        `json:"order"`
	Card         CardID         `json:"card"`
	Status       CardStatus     `json:"status"`
	Previous     CardStatus     `json:"previous_status,omitempty"`
	Version      int            `json:"version"`
}

// CardNews tells that a card has another status than before.
func CardNews(c Card, before CardStatus, at time.Time) News {
	return news(NewsCardStatus, at, cardData{c.Organisation, c.Order, c.ID, c.Status, before, c.Version})
}

// TestNews tells nothing but that the webhook works.
func TestNews(w Webhook, at time.Time) News {
	return news(NewsTest, at, struct {
		Organisation OrganisationID `json:"organisation"`
		Webhook      WebhookID      `json:"webhook"`
	}{w.Organisation, w.ID})
}

// A DeliveryStatus is how far a piece of news is on its way to one webhook.
type DeliveryStatus string

// The statuses of a delivery.
const (
	DeliveryQueued    DeliveryStatus = "queued"
	DeliveryDelivered DeliveryStatus = "delivered"
	DeliveryDead      DeliveryStatus = "dead"
)

// DeliveryStatuses lists them.
var DeliveryStatuses = []DeliveryStatus{DeliveryQueued, DeliveryDelivered, DeliveryDead}

// A WebhookDelivery is one piece of news on its way to one webhook.
type WebhookDelivery struct {
	ID        DeliveryID
	Webhook   WebhookID
	Kind      WebhookKind
	Body      string
	Status    DeliveryStatus
	Attempts  int
	DueAt     time.Time
	CreatedAt time.Time
	TriedAt   time.Time
	Response  int // the receiver's last answer; 0 where there was none
	Problem   WebhookProblem
}

// A WebhookProblem is why a try failed, in words that tell nothing of the
// portal's own network.
type WebhookProblem string

// The problems of a try; none is success.
const (
	HookUnreachable WebhookProblem = "unreachable" // no such name, refused
	HookNotPublic   WebhookProblem = "not_public"  // the name leads to an address that is none of the public internet
	HookTLS         WebhookProblem = "tls"
	HookTimeout     WebhookProblem = "timeout"
	HookBroken      WebhookProblem = "broken"   // the connection broke, or the answer is none of HTTP
	HookRedirect    WebhookProblem = "redirect" // not followed
	HookRefused     WebhookProblem = "refused"  // 4xx
	HookFailed      WebhookProblem = "failed"   // 5xx
	HookGone        WebhookProblem = "gone"     // 410
	HookUnsigned    WebhookProblem = "unsigned" // no secret is left to sign with
)

// HookAnswer says what a receiver's answer means. Anything of 2xx is success.
func HookAnswer(code int) WebhookProblem {
	switch {
	case code >= 200 && code < 300:
		return ""
	case code == answerGone:
		return HookGone
	case code >= 300 && code < 400:
		return HookRedirect
	case code >= 400 && code < 500:
		return HookRefused
	}
	return HookFailed
}

// A WebhookCall is one try, ready to be posted.
type WebhookCall struct {
	URL       string
	ID        DeliveryID
	At        time.Time
	Signature string // of each secret that is good now, with a space between
	Body      string
}

// deliveryPauses is how long to wait after each failure, as Standard Webhooks
// proposes: about three days in all. After one more the delivery is dead.
var deliveryPauses = []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour}

// WebhookTries is how often a delivery is tried before it is dead.
var WebhookTries = len(deliveryPauses) + 1

// The longest rest of a webhook whose receiver does not work, so that it comes
// back soon after it does again, and what it takes of it for each failure.
const (
	longestRest = 15 * time.Minute
	restStep    = 10 * time.Second
)

// answerGone is a receiver's word that it wants nothing more.
const answerGone = 410

// Try notes how a try went: the receiver's answer, 0 for none, and what was in the way.
// A receiver that says it is gone is not asked again.
func (d *WebhookDelivery) Try(w *Webhook, answer int, problem WebhookProblem, at time.Time) {
	d.Attempts, d.TriedAt, d.Response, d.Problem = d.Attempts+1, at, answer, problem
	switch {
	case problem == "":
		d.Status, w.Failures, w.RestsUntil = DeliveryDelivered, 0, time.Time{}
		return
	case problem == HookGone:
		d.Status, w.Status = DeliveryDead, WebhookPaused
	case d.Attempts >= WebhookTries:
		d.Status = DeliveryDead
	default:
		d.DueAt = at.Add(deliveryPauses[d.Attempts-1])
	}
	w.Failures++
	w.RestsUntil = at.Add(min(time.Duration(w.Failures)*restStep, longestRest))
}

// A DeliveryPage is a page of a webhook's deliveries, the newest first.
type DeliveryPage struct {
	Deliveries     []WebhookDelivery
	Previous, Next Cursor
}
