package officer

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// What the catalogue knows.
var (
	Families   = []Family{SignatureCard, SealCard, OfficerCard}
	Variants   = []string{"standard", "m100", "multi", "profession"}
	Algorithms = []string{"RSA", "ECC"}
)

var (
	productCode = regexp.MustCompile(`^[A-Z0-9][A-Z0-9.-]{1,29}$`)
	generation  = regexp.MustCompile(`^[1-9][0-9]?\.[0-9]{1,2}$`)
)

// Problems says what is wrong with a catalogue entry.
func (p Product) Problems() Problems {
	var found Problems
	if !productCode.MatchString(p.Code) {
		found.Add("code", "product.code_form")
	}
	if !generation.MatchString(p.Generation) {
		found.Add("generation", "product.generation_form")
	}
	if !slices.Contains(Families, p.Family) {
		found.Add("family", "form.choose")
	}
	if !slices.Contains(Variants, p.Variant) {
		found.Add("variant", "form.choose")
	}
	if !slices.Contains(Algorithms, p.Algorithm) {
		found.Add("algorithm", "form.choose")
	}
	if p.TermYears < 1 || p.TermYears > 10 {
		found.Add("term_years", "product.term_range")
	}
	if p.AllowsQuantity && !p.Test && p.Family != SealCard {
		found.Add("allows_quantity", "product.signature_single")
	}
	if p.NeedsOrganisation && !p.AllowsOrganisation {
		found.Add("needs_organisation", "product.organisation_needs_allowing")
	}
	for field, text := range map[string]string{"name_de": p.NameDE, "name_en": p.NameEN} {
		if strings.TrimSpace(text) == "" {
			found.Add(field, "form.missing")
		}
	}
	if p.Active && len(p.Procedures) == 0 {
		found.Add("procedures", "product.procedure_missing")
	}
	slices.SortFunc(found, func(a, b Problem) int { return strings.Compare(a.Field, b.Field) })
	return found
}

// AnnouncementPlaces are where an announcement can be shown: wherever people
// order, in the applicant's portal, at the desk.
var AnnouncementPlaces = []string{"order", "portal", "desk"}

// maxDeliveryWeeks is the longest delivery time that can be announced.
const maxDeliveryWeeks = 52

// Problems says what is wrong with an announcement.
func (a Announcement) Problems() Problems {
	var found Problems
	if len(a.Places) == 0 {
		found.Add("places", "announcement.place_missing")
	}
	if strings.TrimSpace(a.TextDE) == "" {
		found.Add("text_de", "form.missing")
	}
	if strings.TrimSpace(a.TextEN) == "" {
		found.Add("text_en", "form.missing")
	}
	if a.StartsAt.IsZero() {
		found.Add("starts", "form.missing")
	}
	if a.DeliveryWeeks < 0 || a.DeliveryWeeks > maxDeliveryWeeks {
		found.Add("delivery_weeks", "announcement.delivery_range")
	}
	if !a.EndsAt.IsZero() && !a.EndsAt.After(a.StartsAt) {
		found.Add("ends", "announcement.period_backward")
	}
	return found
}

// Shown reports whether the announcement stands at a place at a time.
func (a Announcement) Shown(place string, at time.Time) bool {
	return slices.Contains(a.Places, place) && !at.Before(a.StartsAt) && (a.EndsAt.IsZero() || at.Before(a.EndsAt))
}
