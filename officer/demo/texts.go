package demo

import (
	"embed"
	"strings"

	"officerportal/officer"
	"officerportal/officer/postgres"
)

// texts/KEY.LANGUAGE.txt are the operator's texts, which say that this is a demo.
//
//go:embed texts
var texts embed.FS

// writeTexts writes the operator's texts that nobody has written yet, with the
// provider's house.
func (w *writer) writeTexts(tx *postgres.Tx) error {
	if w.house.Kind != officer.TSP {
		return nil
	}
	for _, key := range officer.SiteTextKeys {
		for _, language := range []string{"de", "en"} {
			t, err := tx.SiteText(key, language)
			if err == nil && t.Version == 0 {
				err = writeText(tx, t)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func writeText(tx *postgres.Tx, t officer.SiteText) error {
	body, err := texts.ReadFile("texts/" + t.Key + "." + t.Language + ".txt")
	if err != nil {
		return err
	}
	t.Body = strings.TrimSpace(string(body))
	return tx.SaveSiteText(t)
}
