package officer

import "time"

// A Throttle says how much time has to pass between tries. The first tries are
// free; each later one doubles the wait, up to the longest. Nobody is locked
// out for good: after a wait one try is always free again.
type Throttle struct {
	Name    string        // part of the key under which tries are counted
	Free    int           // after this many tries comes the first wait
	First   time.Duration // the first wait
	Longest time.Duration
	Forget  time.Duration // after this long without a try counting starts anew
}

// The portal's throttles. Those of one person are narrow; those of an address
// are wide, since a whole authority may come from one.
var (
	ThrottleSignIn        = Throttle{"signin_account", 5, 30 * time.Second, 15 * time.Minute, 24 * time.Hour}
	ThrottleSignInDevice  = Throttle{"signin_device", 5, 30 * time.Second, 15 * time.Minute, 24 * time.Hour}
	ThrottleSignInUnlock  = Throttle{"signin_unlock", 5, time.Minute, 15 * time.Minute, 24 * time.Hour}
	ThrottleSignInAddress = Throttle{"signin_address", 40, 5 * time.Second, 5 * time.Minute, time.Hour}
	ThrottleSecondFactor  = Throttle{"second_factor", 5, 30 * time.Second, 15 * time.Minute, 24 * time.Hour}
	ThrottlePassword      = Throttle{"password", 5, 30 * time.Second, 15 * time.Minute, 24 * time.Hour}
	ThrottleMail          = Throttle{"mail_account", 3, 5 * time.Minute, time.Hour, 24 * time.Hour}
	ThrottleMailAddress   = Throttle{"mail_address", 20, time.Minute, 15 * time.Minute, time.Hour}
	ThrottleOrderCode     = Throttle{"order_code_account", 5, 30 * time.Second, 15 * time.Minute, 24 * time.Hour}
	ThrottleOrderAddress  = Throttle{"order_code_address", 40, 5 * time.Second, 5 * time.Minute, time.Hour}
	ThrottleShopCode      = Throttle{"shop_code_account", 5, 30 * time.Second, 15 * time.Minute, 24 * time.Hour}
	ThrottleShopAddress   = Throttle{"shop_code_address", 40, 5 * time.Second, 5 * time.Minute, time.Hour}
	ThrottleRegister      = Throttle{"register_account", 3, 5 * time.Minute, time.Hour, 24 * time.Hour}
	ThrottleActivate      = Throttle{"register_link", 5, 30 * time.Second, 15 * time.Minute, 24 * time.Hour}
	ThrottleEmailChange   = Throttle{"email_change", 3, 5 * time.Minute, time.Hour, 24 * time.Hour}
	ThrottleLinkAddress   = Throttle{"link_address", 40, 5 * time.Second, 5 * time.Minute, time.Hour}
)

// Wait is how long nobody may try after so many tries.
func (t Throttle) Wait(tries int) time.Duration {
	if tries < t.Free {
		return 0
	}
	wait := t.First
	for n := t.Free; n < tries && wait < t.Longest; n++ {
		wait *= 2
	}
	return min(wait, t.Longest)
}

// Waits lists the waits after the first, second, third … try; the last holds
// for all that follow.
func (t Throttle) Waits() []time.Duration {
	var waits []time.Duration
	for tries := 1; ; tries++ {
		waits = append(waits, t.Wait(tries))
		if t.Wait(tries) == t.Longest {
			return waits
		}
	}
}

// TriesSpent is the refusal of a try that comes before its time.
func TriesSpent(now, free time.Time) error {
	minutes := (free.Sub(now) + time.Minute - 1) / time.Minute
	return Fail(TooMany, "signin.too_many", "count", max(int(minutes), 1))
}
