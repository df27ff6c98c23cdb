package desk

import (
	"context"
	"slices"
	"sync"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Notices are what the operator tells everybody: announcements, and the texts
// every site must have.
type Notices struct {
	*Counter

	mu      sync.Mutex
	read    time.Time
	current []officer.Announcement
}

// noticesFor is how long announcements are kept in memory, since every page asks.
const noticesFor = 15 * time.Second

// At gives the announcements shown at a place now.
func (s *Notices) At(ctx context.Context, place string) ([]officer.Announcement, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Since(s.read) > noticesFor {
		err := s.DB.View(ctx, postgres.System, func(tx *postgres.Tx) (err error) {
			s.current, err = tx.Announcements()
			return err
		})
		if err != nil {
			return nil, err
		}
		s.read = time.Now()
	}
	return slices.DeleteFunc(slices.Clone(s.current), func(a officer.Announcement) bool { return !a.Shown(place, time.Now()) }), nil
}

func (s *Notices) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.read = time.Time{}
}

// Announcements lists all of them for the operator.
func (s *Notices) Announcements(ctx context.Context) ([]officer.Announcement, error) {
	return view(ctx, s.Counter, rbac.AnnouncementRead, (*postgres.Tx).Announcements)
}

// Announcement shows one to the operator.
func (s *Notices) Announcement(ctx context.Context, id officer.AnnouncementID) (officer.Announcement, error) {
	return view(ctx, s.Counter, rbac.AnnouncementRead, func(tx *postgres.Tx) (officer.Announcement, error) { return tx.Announcement(id) })
}

// Announce enters an announcement, or changes it when it has an id.
func (s *Notices) Announce(ctx context.Context, a officer.Announcement) error {
	defer s.forget()
	return change(ctx, s.Counter, rbac.AnnouncementSave, func(tx *postgres.Tx) error {
		if err := a.Problems().Err(); err != nil {
			return err
		}
		if a.ID == "" {
			a.ID = officer.NewID[officer.AnnouncementID]()
			tx.Record("announcement.added", string(a.ID), "places", a.Places)
			return tx.AddAnnouncement(a)
		}
		tx.Record("announcement.saved", string(a.ID), "places", a.Places)
		return tx.SaveAnnouncement(a)
	})
}

// Withdraw removes an announcement.
func (s *Notices) Withdraw(ctx context.Context, id officer.AnnouncementID, version int) error {
	defer s.forget()
	return change(ctx, s.Counter, rbac.AnnouncementSave, func(tx *postgres.Tx) error {
		if _, err := tx.Announcement(id); err != nil {
			return err
		}
		tx.Record("announcement.withdrawn", string(id))
		return tx.DropAnnouncement(id, version)
	})
}

// SiteText gives a text of the operator to anybody.
func (s *Notices) SiteText(ctx context.Context, key, language string) (t officer.SiteText, err error) {
	err = s.DB.View(ctx, postgres.System, func(tx *postgres.Tx) error {
		t, err = tx.SiteText(key, language)
		return err
	})
	return t, err
}

// SiteTexts lists the texts for the operator.
func (s *Notices) SiteTexts(ctx context.Context) ([]officer.SiteText, error) {
	return view(ctx, s.Counter, rbac.AnnouncementRead, (*postgres.Tx).SiteTexts)
}

// SaveSiteText writes a text of the site.
func (s *Notices) SaveSiteText(ctx context.Context, t officer.SiteText) error {
	return change(ctx, s.Counter, rbac.AnnouncementSave, func(tx *postgres.Tx) error {
		if !slices.Contains(officer.SiteTextKeys, t.Key) {
			return officer.Fail(officer.NotFound, "page.not_found")
		}
		tx.Record("site_text.saved", t.Key, "language", t.Language)
		return tx.SaveSiteText(t)
	})
}

// ReportBarrier passes on to the operators what somebody could not use. It keeps
// nothing, asks for no account, and is counted by where it comes from.
func (s *Notices) ReportBarrier(ctx context.Context, r officer.BarrierReport, from Visitor) error {
	if err := r.Check(); err != nil {
		return err
	}
	return s.settle(ctx, func(tx *postgres.Tx) error {
		if err := s.counted(officer.ThrottleMailAddress, network(from.Address)).try(tx, ""); err != nil {
			return err
		}
		operators, err := tx.Operators()
		if err != nil {
			return err
		}
		for _, a := range operators {
			if err := s.mailTo(tx, a, "barrier", map[string]string{"where": orDash(r.Where), "text": r.Text, "email": orDash(r.Email)}); err != nil {
				return err
			}
		}
		return nil
	})
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
