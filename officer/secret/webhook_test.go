package secret

import (
	"testing"
	"time"
)

// The example of the Standard Webhooks specification.
func TestSignWebhook(t *testing.T) {
	got := SignWebhook(Of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), "msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), `{"test": 2432232314}`)
	if got != "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" {
		t.Error(got)
	}
	if got := SignWebhook(Of("whsec_no base64"), "msg", time.Unix(1, 0), ""); got != "" {
		t.Errorf("signed with what is no secret: %s", got)
	}
}

func TestNewWebhookSecret(t *testing.T) {
	a, b := NewWebhookSecret(), NewWebhookSecret()
	if a.Equal(b) || len(a.Reveal()) != len(webhookPrefix)+44 || SignWebhook(a, "x", time.Unix(1, 0), "") == SignWebhook(b, "x", time.Unix(1, 0), "") {
		t.Error("two secrets are alike")
	}
}
