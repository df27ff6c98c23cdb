package desk

import (
	"context"
	"errors"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/pdf"
)

// A letterhead is what stands on everybody's papers: who the provider is, how
// it is reached, how long delivery takes.
type letterhead struct {
	provider officer.Organisation // zero where none is entered
	texts    []officer.SiteText
	notices  []officer.Announcement // of the delivery time, shown now
}

// letterhead reads it. Nothing of it is anybody's secret, but a desk's own scope
// does not reach the provider.
func (s *Papers) letterhead(ctx context.Context) (h letterhead, err error) {
	err = s.DB.View(ctx, postgres.System, func(tx *postgres.Tx) error {
		if h.provider, err = tx.Provider(); err != nil && !errors.Is(err, officer.NotFound) {
			return err
		}
		if h.texts, err = tx.SiteTexts(); err != nil {
			return err
		}
		all, err := tx.Announcements()
		h.notices = nil
		for _, a := range all {
			if a.Shown("order", tx.Now) {
				h.notices = append(h.notices, a)
			}
		}
		return err
	})
	return h, err
}

// ways gives the first list of a text of the operator.
func (h letterhead) ways(key, language string) []string {
	for _, t := range h.texts {
		if t.Key == key && t.Language == language {
			return t.Ways()
		}
	}
	return nil
}

// contact is how the provider is reached with questions.
func (s sheet) contact() pdf.Contact {
	p := s.head.provider
	if p.ID == "" {
		p.Name = s.text("paper.provider")
	}
	return pdf.Contact{Name: p.Name, Address: s.lines(p.Address), Ways: s.head.ways("support", s.language)}
}
