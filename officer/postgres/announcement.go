package postgres

import (
	"github.com/lib/pq"

	"officerportal/officer"
)

const announcementColumns = `id, places, level, text_de, text_en, starts_at, coalesce(ends_at, '0001-01-01Z') as ends_at, delivery_weeks, version`

type announcementRow struct {
	officer.Announcement
	Places pq.StringArray
}

func (r announcementRow) announcement() officer.Announcement {
	a := r.Announcement
	a.Places = r.Places
	return a
}

// Announcements lists all, the newest first.
func (tx *Tx) Announcements() ([]officer.Announcement, error) {
	var rows []announcementRow
	err := tx.list(&rows, `select `+announcementColumns+` from announcements order by starts_at desc, id`)
	list := make([]officer.Announcement, len(rows))
	for i, r := range rows {
		list[i] = r.announcement()
	}
	return list, err
}

// Announcement reads one.
func (tx *Tx) Announcement(id officer.AnnouncementID) (officer.Announcement, error) {
	var r announcementRow
	err := tx.get(&r, `select `+announcementColumns+` from announcements where id = $1`, id)
	return r.announcement(), err
}

// AddAnnouncement enters one.
func (tx *Tx) AddAnnouncement(a officer.Announcement) error {
	return tx.exec(`insert into announcements (id, places, level, text_de, text_en, starts_at, ends_at, delivery_weeks)
		values ($1, $2, $3, $4, $5, $6, nullif($7, '0001-01-01Z'::timestamptz), $8)`,
		a.ID, pq.Array(a.Places), a.Level, a.TextDE, a.TextEN, a.StartsAt, a.EndsAt, a.DeliveryWeeks)
}

// SaveAnnouncement writes one, unless somebody else did meanwhile.
func (tx *Tx) SaveAnnouncement(a officer.Announcement) error {
	return tx.one(stale(), `update announcements set places = $3, level = $4, text_de = $5, text_en = $6, starts_at = $7,
		ends_at = nullif($8, '0001-01-01Z'::timestamptz), delivery_weeks = $9, version = version + 1 where id = $1 and version = $2`,
		a.ID, a.Version, pq.Array(a.Places), a.Level, a.TextDE, a.TextEN, a.StartsAt, a.EndsAt, a.DeliveryWeeks)
}

// DeliveryWeeks gives the longest delivery time that is announced now, in weeks;
// 0 where none is.
func (tx *Tx) DeliveryWeeks() (n int, err error) {
	err = tx.get(&n, `select coalesce(max(delivery_weeks), 0) from announcements where starts_at <= $1 and (ends_at is null or ends_at > $1)`, tx.Now)
	return n, err
}

// DropAnnouncement removes one.
func (tx *Tx) DropAnnouncement(id officer.AnnouncementID, version int) error {
	return tx.one(stale(), `delete from announcements where id = $1 and version = $2`, id, version)
}

// SiteText reads a text of the operator; one that was never written is empty.
func (tx *Tx) SiteText(key, language string) (t officer.SiteText, err error) {
	var rows []officer.SiteText
	err = tx.list(&rows, `select key, language, body, version from site_texts where key = $1 and language = $2`, key, language)
	if len(rows) == 1 {
		return rows[0], err
	}
	return officer.SiteText{Key: key, Language: language}, err
}

// SiteTexts lists what was written.
func (tx *Tx) SiteTexts() (list []officer.SiteText, err error) {
	err = tx.list(&list, `select key, language, body, version from site_texts order by key, language`)
	return list, err
}

// SaveSiteText writes a text, unless somebody else did meanwhile. Version 0
// writes it for the first time.
func (tx *Tx) SaveSiteText(t officer.SiteText) error {
	if t.Version == 0 {
		return tx.one(stale(), `insert into site_texts (key, language, body) values ($1, $2, $3) on conflict do nothing`, t.Key, t.Language, t.Body)
	}
	return tx.one(stale(), `update site_texts set body = $3, version = version + 1 where key = $1 and language = $2 and version = $4`,
		t.Key, t.Language, t.Body, t.Version)
}
