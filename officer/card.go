package officer

// A CardStatus is the state of an issued card as the provider reports it.
type CardStatus string

// The statuses of an issued card (domain: §7).
const (
	CardValid             CardStatus = "valid"                  // green
	CardNotActivated      CardStatus = "not_activated"          // blue: about a day after dispatch
	CardRevocationRunning CardStatus = "revocation_in_progress" // red: some minutes
	CardRevoked           CardStatus = "revoked"                // red, for good
)

// CardStatuses lists them in the order in which they are explained.
var CardStatuses = []CardStatus{CardValid, CardNotActivated, CardRevocationRunning, CardRevoked}
