package officer

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"reflect"
	"slices"
	"strings"
)

// A FeatureKind says how a security feature is looked at.
type FeatureKind string

// The kinds of security features. One tactile feature is always checked, since
// a good print looks right, but seldom feels right.
const (
	Optical FeatureKind = "optical" // seen by eye, by tilting, against the light
	Tactile FeatureKind = "tactile" // felt with the finger
	Tooled  FeatureKind = "tooled"  // seen with a lamp or a magnifier only; never drawn
)

// A Feature is one security feature of a type of document. Its texts are
// feature.TYPE.KEY and feature.TYPE.KEY.how.
type Feature struct {
	Key  string
	Kind FeatureKind
}

// features is the catalogue: what can be checked at a desk, per type of
// document, drawn from what the issuers themselves make public.
var features = map[DocumentType][]Feature{
	IdentityCard: {
		{"raised_text", Tactile}, {"embossing", Tactile}, {"hologram", Optical}, {"eagle_to_d", Optical}, {"tilt_image", Optical},
		{"colour_ink", Optical}, {"security_thread", Optical}, {"microprint", Tooled}, {"uv", Tooled},
	},
	Passport: {
		{"raised_text", Tactile}, {"perforation", Tactile}, {"hologram", Optical}, {"eagle_to_d", Optical}, {"window", Optical},
		{"colour_ink", Optical}, {"watermark", Optical}, {"microprint", Tooled}, {"uv", Tooled},
	},
	ResidencePermit: {
		{"raised_text", Tactile}, {"embossing", Tactile}, {"hologram", Optical}, {"tilt_image", Optical}, {"colour_ink", Optical},
		{"security_thread", Optical}, {"microprint", Tooled}, {"uv", Tooled},
	},
	ForeignPassport: {
		{"raised_print", Tactile}, {"perforation", Tactile}, {"data_page", Tactile}, {"hologram", Optical}, {"watermark", Optical},
		{"colour_ink", Optical}, {"second_photo", Optical}, {"microprint", Tooled}, {"uv", Tooled},
	},
}

// Features lists what can be checked on a type of document, tactile ones first.
func Features(t DocumentType) []Feature { return slices.Clone(features[t]) }

// How much has to be checked (TS 119 461 §8.3; domain: §5).
const (
	FeaturesNeeded = 3 // passed, one of them tactile
	featuresDrawn  = 2 // of them chosen by the server, one tactile
	FacesNeeded    = 5 // facial features that could be compared and agree
)

// DrawFeatures chooses the features that have to be checked on this act: one
// tactile and one optical that needs no tool. The choice hangs on the act's
// random id, so that nobody knows it beforehand, and neither loading the page
// again nor changing the type to and fro draws another.
func DrawFeatures(id IdentificationID, t DocumentType) []string {
	var drawn []string
	for _, kind := range []FeatureKind{Tactile, Optical} {
		var pool []string
		for _, f := range features[t] {
			if f.Kind == kind {
				pool = append(pool, f.Key)
			}
		}
		if len(pool) == 0 {
			continue
		}
		sum := sha256.Sum256([]byte("features " + string(id) + " " + string(t) + " " + string(kind)))
		drawn = append(drawn, pool[binary.BigEndian.Uint64(sum[:8])%uint64(len(pool))])
	}
	return drawn
}

// FacialFeatures are what a face is compared with its photo by, in the order in
// which one looks. Hair and glasses change and prove nothing.
var FacialFeatures = []string{"face_shape", "forehead", "eyebrows", "eyes", "nose", "mouth", "chin", "ears"}

// CheckTools are what may have been used besides eye and finger.
var CheckTools = []string{"magnifier", "uv_lamp", "reader", "reference"}

// CheckProblems gives what is still missing of the checks, under the names of
// the form's fields. A check that failed is no problem of the form but a fault
// of the case: see Faults.
func (c Capture) CheckProblems(t DocumentType, drawn []string) Problems {
	var p Problems
	if c.OriginalSeen == "" {
		p.Add("original_seen", "form.choose")
	}
	c.featureProblems(&p, t, drawn)
	c.faceProblems(&p)
	return p
}

func (c Capture) featureProblems(p *Problems, t DocumentType, drawn []string) {
	passed, touched := 0, false
	for _, f := range features[t] {
		o := c.Features[f.Key]
		switch {
		case o.Result == "" && slices.Contains(drawn, f.Key):
			p.Add("feature_"+f.Key, "checks.drawn_missing", "feature", featureText(t, f.Key))
		case o.Result == NotApplicable && o.Note == "":
			p.Add("feature_"+f.Key+"_note", "checks.note_missing", "feature", featureText(t, f.Key))
		case o.Result == Passed:
			passed++
			touched = touched || f.Kind == Tactile
		}
	}
	first := "feature_" + firstUnchecked(t, c, false)
	if touched && passed < FeaturesNeeded && !hasFailed(c.Features) {
		p.Add(first, "checks.too_few", "needed", FeaturesNeeded, "passed", passed)
	}
	if !touched && !p.hasPrefix("feature_") && !hasFailed(c.Features) {
		p.Add("feature_"+firstUnchecked(t, c, true), "checks.tactile_missing")
	}
}

// featureText names the text of a feature.
func featureText(t DocumentType, key string) string { return "feature." + string(t) + "." + key }

// firstUnchecked is where the officer is led when more has to be checked.
func firstUnchecked(t DocumentType, c Capture, tactile bool) string {
	for _, f := range features[t] {
		if c.Features[f.Key].Result == "" && (!tactile || f.Kind == Tactile) {
			return f.Key
		}
	}
	for _, f := range features[t] {
		if c.Features[f.Key].Result != Passed && (!tactile || f.Kind == Tactile) {
			return f.Key
		}
	}
	return "none"
}

func (c Capture) faceProblems(p *Problems) {
	agree := 0
	for _, key := range FacialFeatures {
		switch o := c.Face[key]; o.Result {
		case "":
			p.Add("face_"+key, "checks.face_missing", "feature", "face."+key)
		case Passed:
			agree++
		}
	}
	if !p.hasPrefix("face_") && agree < FacesNeeded && !hasFailed(c.Face) {
		p.Add("face_"+FacialFeatures[0], "checks.face_too_few", "needed", FacesNeeded, "agree", agree)
	}
}

func (p Problems) hasPrefix(prefix string) bool {
	return slices.ContainsFunc(p, func(x Problem) bool { return strings.HasPrefix(x.Field, prefix) })
}

func hasFailed(m map[string]Outcome) bool {
	for _, o := range m {
		if o.Result == Failed {
			return true
		}
	}
	return false
}

// Faults names what blocks the case whatever else was checked: no original, a
// security feature that is not as it should be, a face that is not the photo's.
// Empty when nothing does.
func (c Capture) Faults(t DocumentType) Problems {
	var p Problems
	if c.OriginalSeen == "no" {
		p.Add("original_seen", "checks.no_original")
	}
	for _, f := range features[t] {
		if c.Features[f.Key].Result == Failed {
			p.Add("feature_"+f.Key, "checks.feature_failed", "feature", featureText(t, f.Key))
		}
	}
	for _, key := range FacialFeatures {
		if c.Face[key].Result == Failed {
			p.Add("face_"+key, "checks.face_failed", "feature", "face."+key)
		}
	}
	return p
}

// ProposedAbort is the reason for which a case with these faults would be broken
// off; false when nothing speaks for it.
func (c Capture) ProposedAbort(t DocumentType) (AbortReason, bool) {
	switch faults := c.Faults(t); {
	case faults.hasPrefix("feature_"):
		return AbortForgery, true
	case faults.hasPrefix("face_"):
		return AbortNotRecognised, true
	case len(faults) > 0:
		return AbortDocument, true
	}
	return "", false
}

// TakeChecks puts what the officer recorded on the checks page into the act.
// Only features of this type of document are kept.
func (i *Identification) TakeChecks(given Capture) error {
	var p Problems
	var err error
	c := i.Capture
	c.OriginalSeen, c.Tools = given.OriginalSeen, given.Tools
	c.Note, err = CleanText(given.Note, ReasonLimit)
	p.AddErr("note", err)
	c.Features, c.Face = map[string]Outcome{}, map[string]Outcome{}
	for _, f := range features[i.Document.Type] {
		takeOutcome(&p, "feature_"+f.Key, given.Features[f.Key], c.Features, f.Key)
	}
	for _, key := range FacialFeatures {
		takeOutcome(&p, "face_"+key, given.Face[key], c.Face, key)
	}
	if err := p.Err(); err != nil {
		return err
	}
	i.Capture = c
	return nil
}

func takeOutcome(p *Problems, field string, o Outcome, into map[string]Outcome, key string) {
	var err error
	if o.Note, err = CleanText(o.Note, ReasonLimit); err != nil {
		p.AddErr(field+"_note", err)
	}
	if o.Result != "" && !slices.Contains(Results, o.Result) {
		p.Add(field, "form.choose")
	}
	if o != (Outcome{}) {
		into[key] = o
	}
}

// SameEvidence reports whether two states of an act say the same about document
// and checks, so that a signature under one holds for the other.
func (i Identification) SameEvidence(other Identification) bool {
	i.Document.NumberMasked = other.Document.NumberMasked
	return i.Document == other.Document && bytes.Equal(i.NumberSealed, other.NumberSealed) && i.Place == other.Place &&
		slices.Equal(i.DrawnFeatures, other.DrawnFeatures) && reflect.DeepEqual(i.Capture, other.Capture)
}
