package officer

import "time"

// ConsentTexts are the texts that a person has to agree to before anything of
// their document is captured. Whether the certificate is published is asked
// with the certificate.
var ConsentTexts = []string{"terms", "obligations", "privacy", "legal_effect"}

// Agreed reports whether every text that is needed was agreed to.
func (f Form) Agreed() bool {
	for _, text := range ConsentTexts {
		if c, ok := f.Consent(text); !ok || !c.Given {
			return false
		}
	}
	return true
}

// Consent gives what was said to a text last.
func (f Form) Consent(text string) (Consent, bool) {
	for i := len(f.Consents) - 1; i >= 0; i-- {
		if f.Consents[i].Text == text {
			return f.Consents[i], true
		}
	}
	return Consent{}, false
}

// Agree notes which texts somebody agreed to, in which version, before whom and
// when. Every text is needed: who does not agree cannot get the card. What was
// agreed to in the same version before keeps its time.
func (a *Application) Agree(given []Consent, by AccountID, at time.Time) error {
	agreed := Form{Consents: given}
	var p Problems
	for _, text := range ConsentTexts {
		if c, ok := agreed.Consent(text); !ok || !c.Given || c.Version == "" {
			p.Add("consent_"+text, "consent.needed_to", "text", "consent.title."+text)
		}
	}
	if err := p.Err(); err != nil {
		return err
	}
	for _, text := range ConsentTexts {
		c, _ := agreed.Consent(text)
		if before, ok := a.Form.Consent(text); ok && before.Given && before.Version == c.Version {
			continue
		}
		a.Form.Consents = append(a.Form.Consents, Consent{Text: text, Version: c.Version, Given: true, At: at, By: by})
	}
	a.ChangedAt = at
	return nil
}
