package secret

import (
	"crypto/subtle"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

// What authenticator apps agree on: RFC 6238 with HMAC-SHA-1, six digits, 30
// seconds; the key has the 160 bits that RFC 4226 section 4 recommends.
const (
	totpPeriod = 30 // seconds
	totpBytes  = 20
)

var totpDigits = hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// An Enrolment is what a person takes over into their authenticator app. The
// key is stored sealed; it counts once a code made with it was entered.
type Enrolment struct {
	Key Secret // 32 letters of base 32, to be typed by hand
	URI Secret // otpauth://…, to be drawn as a QR code; holds the key
}

// EnrolTOTP draws a key. Issuer and account are what the app shows; neither may be empty.
func EnrolTOTP(issuer, account string) (Enrolment, error) {
	key, err := totp.Generate(totp.GenerateOpts{
		Issuer: issuer, AccountName: account,
		Period: totpPeriod, SecretSize: totpBytes, Digits: totpDigits.Digits, Algorithm: totpDigits.Algorithm,
	})
	if err != nil {
		return Enrolment{}, fmt.Errorf("secret: second factor: %w", err)
	}
	return Enrolment{Key: Of(key.Secret()), URI: Of(key.URL())}, nil
}

// VerifyTOTP reports whether code is right now, or was one step (30 seconds)
// ago, or will be in one: clocks differ. Only steps after last count, so that a
// code watched over a shoulder is worth nothing (RFC 6238 section 5.2). The
// caller stores the step that fitted, in the same transaction and guarded by
// the old value, as the next last. A damaged key is an error.
func VerifyTOTP(key Secret, code string, at time.Time, last int64) (step int64, fits bool, err error) {
	code = strings.Join(strings.Fields(code), "")
	now := at.Unix() / totpPeriod
	for s := now - 1; s <= now+1; s++ {
		want, err := hotp.GenerateCodeCustom(key.Reveal(), uint64(s), totpDigits)
		if err != nil {
			return 0, false, fmt.Errorf("secret: second factor: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && s > last {
			step, fits = s, true
		}
	}
	return step, fits, nil
}
