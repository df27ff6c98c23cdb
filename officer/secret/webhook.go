package secret

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// webhookPrefix marks a secret of Standard Webhooks, so that scanners of leaked
// secrets know it.
const webhookPrefix = "whsec_"

// webhookBytes is what Standard Webhooks asks for at the most of 24 to 64.
const webhookBytes = 32

// NewWebhookSecret draws the secret with which posts to a webhook are signed.
func NewWebhookSecret() Secret {
	b := make([]byte, webhookBytes)
	rand.Read(b) // never fails: crypto/rand ends the program instead
	return Of(webhookPrefix + base64.StdEncoding.EncodeToString(b))
}

// SignWebhook signs a post as Standard Webhooks v1 does: HMAC-SHA256 over its id,
// the second of this try and the body. It gives one entry of the header
// webhook-signature; empty for a secret that is none.
func SignWebhook(s Secret, id string, at time.Time, body string) string {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(s.Reveal(), webhookPrefix))
	if err != nil || len(key) == 0 {
		return ""
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + strconv.FormatInt(at.Unix(), 10) + "." + body))
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
