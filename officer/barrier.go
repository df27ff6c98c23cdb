package officer

import "strings"

// A BarrierReport is what somebody could not use, told by anybody, signed in or
// not (§ 12b BGG). The address is for the answer and need not be given.
type BarrierReport struct {
	Where string
	Text  string
	Email string
}

// BarrierTextLimit is the longest report, in characters.
const BarrierTextLimit = 3000

// Check gives what is wrong with a report, every field at once.
func (r BarrierReport) Check() error {
	var p Problems
	if strings.TrimSpace(r.Text) == "" {
		p.Add("text", "form.missing")
	}
	_, err := ParseEmail(r.Email)
	p.AddErr("email", err)
	return p.Err()
}
