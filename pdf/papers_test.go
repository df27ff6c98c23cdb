package pdf

import (
	"fmt"
	"strings"
	"testing"
)

// say is all text of a paper, a line for each piece.
func say(p Paper) string {
	var out strings.Builder
	for _, s := range lay(p, &codes{}) {
		for _, line := range s.texts {
			out.WriteString(line.text + "\n")
		}
	}
	return out.String()
}

func headings(p Paper) (all []string) {
	for _, b := range p.Blocks {
		if h, ok := b.(Heading); ok {
			all = append(all, h.Text)
		}
	}
	return all
}

var allProcedures = []Procedure{NoIdent, PostIdentBranch, PostIdentEID, NotarIdent, BotschaftsIdent, OfficerIdent, BehoerdenIdent, DTrustIdent}

// Every family by every procedure in both languages has a checklist on one or
// two pages, and it is a different one.
func TestChecklistsDiffer(t *testing.T) {
	for _, l := range []Language{German, English} {
		seen := map[string]string{}
		for _, family := range []Family{SignatureCard, SealCard, OfficerCard, TestCard} {
			for _, procedure := range allProcedures {
				c := sampleChecklist(l)
				c.Family, c.Procedure = family, procedure
				p := paperOf(t, c)
				name := fmt.Sprint(l, family, procedure)
				if n := len(lay(p, &codes{})); n > 2 {
					t.Errorf("%s takes %d pages", name, n)
				}
				text := say(p)
				if other, taken := seen[text]; taken {
					t.Errorf("%s reads as %s", name, other)
				}
				seen[text] = name
			}
		}
	}
}

func TestChecklistSays(t *testing.T) {
	type change func(*Checklist)
	procedure := func(p Procedure) change { return func(c *Checklist) { c.Procedure = p } }
	done := func(c *Checklist) { c.IdentifiedAt, c.IdentifiedBy = printed, "Ayşe Yıldız" }
	for name, tt := range map[string]struct {
		change  []change
		says    []string
		saysNot []string
	}{
		"the announcement":   {nil, []string{"etwa sechs Wochen"}, nil},
		"where the desk is":  {nil, []string{"Raum 1.204"}, []string{"per Post an die"}},
		"branch":             {[]change{procedure(PostIdentBranch), func(c *Checklist) { c.ProcedureNumber = "4711 0815" }}, []string{"PostIdent-Coupon", "Vorgangsnummer: 4711 0815", "Kommandantenstraße 15", "Einschreiben"}, []string{"PostIdent-App"}},
		"eID":                {[]change{procedure(PostIdentEID)}, []string{"PostIdent-App", "sechsstellige PIN", "Kommandantenstraße 15"}, []string{"in einer Postfiliale"}},
		"notary":             {[]change{procedure(NotarIdent)}, []string{"Formular „NotarIdent“, noch nicht unterschrieben", "Notarin", "Beglaubigtes Formular „NotarIdent“", "Kommandantenstraße 15"}, nil},
		"embassy":            {[]change{procedure(BotschaftsIdent)}, []string{"deutschen Botschaft", "Formular „BotschaftsIdent“", "Kommandantenstraße 15"}, nil},
		"authority":          {[]change{procedure(BehoerdenIdent)}, []string{"Dienstsiegel", "Formular „BehördenIdent“", "Kommandantenstraße 15"}, nil},
		"at the TSP":         {[]change{procedure(DTrustIdent)}, []string{"Bestätigung Ihres Termins"}, []string{"Kommandantenstraße 15"}},
		"no identification":  {[]change{procedure(NoIdent)}, []string{"Antragsformular unterschreiben", "nicht erforderlich"}, []string{"Personalausweis"}},
		"several seals":      {[]change{func(c *Checklist) { c.Family, c.Quantity = SealCard, 3 }}, []string{"Alle 3 Karten", "zeichnen dürfen", "Anzahl"}, nil},
		"officer card":       {[]change{func(c *Checklist) { c.Family = OfficerCard }}, []string{"als Officer benannt", "Registrieren Sie die Officer-Karte"}, nil},
		"test card":          {[]change{func(c *Checklist) { c.Family = TestCard }}, []string{"keine Rechtswirkung"}, nil},
		"attribute":          {[]change{func(c *Checklist) { c.Attribute, c.ConfirmedBy = "Steuerberatung", "Steuerberaterkammer" }}, []string{"„Steuerberatung“ durch: Steuerberaterkammer"}, nil},
		"co-signer":          {[]change{func(c *Checklist) { c.Representative = "Eva Muster" }}, []string{"Antragsformular: Eva Muster"}, nil},
		"done":               {[]change{done, func(c *Checklist) { c.Organisation = "" }}, []string{"Identifiziert am 22.11.2026, 14:07 Uhr durch Ayşe Yıldız", "identifiziert hat", "nichts per Post"}, []string{"bringen Sie mit", "ausweisen", "noch nicht"}},
		"done, papers due":   {[]change{done}, []string{"beim Officer abgeben", "Nachweise an: Vertrauensdienste Muster GmbH, Antragsprüfung, Kommandantenstraße 15, 10969 Berlin", "Registerauskunft"}, []string{"Personalausweis"}},
		"done, seal to post": {[]change{done, procedure(BehoerdenIdent)}, []string{"bestätigen lassen", "mit Dienstsiegel", "Kommandantenstraße 15"}, []string{"ausweisen"}},
		"to the desk":        {[]change{func(c *Checklist) { c.DeliverToDesk = true }}, []string{"dort holen Sie sie ab"}, []string{"Lieferanschrift im Antrag"}},
	} {
		c := sampleChecklist(German)
		for _, change := range tt.change {
			change(&c)
		}
		text := strings.ReplaceAll(say(paperOf(t, c)), "\n", " ")
		for _, want := range tt.says {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in %s", name, want, text)
			}
		}
		for _, not := range tt.saysNot {
			if strings.Contains(text, not) {
				t.Errorf("%s: says %q", name, not)
			}
		}
	}
}

func TestApplicationLeavesOutEmptyGroups(t *testing.T) {
	full := headings(paperOf(t, sampleApplication(German)))
	if len(full) != 13 {
		t.Errorf("a full form has the groups %q", full)
	}
	bare := ApplicationForm{Order: sampleOrder(German), Person: samplePerson(German)}
	p := paperOf(t, bare)
	if got := fmt.Sprint(headings(p)); got != "[Angaben zur Person Unterschrift]" {
		t.Errorf("a bare form has %s", got)
	}
	if n, ok := p.Blocks[0].(Notice); !ok || n.Title != "Entwurf" {
		t.Errorf("a form that was not submitted begins with %+v", p.Blocks[0])
	}
}

func TestApplicationSignatures(t *testing.T) {
	for procedure, seals := range map[Procedure]int{OfficerIdent: 0, PostIdentBranch: 0, BehoerdenIdent: 0, NotarIdent: 0, BotschaftsIdent: 0, DTrustIdent: 1} {
		a := sampleApplication(English)
		a.Procedure = procedure
		names, sealed := 0, 0
		for _, b := range paperOf(t, a).Blocks {
			if s, ok := b.(Signature); ok {
				names++
				if s.SealLabel != "" {
					sealed++
				}
			}
		}
		if sealed != seals || names != 2+seals {
			t.Errorf("%s: %d places to sign, %d seals", procedure, names, sealed)
		}
	}
	alone := sampleApplication(English)
	alone.Signatory.Applicant = true
	if strings.Contains(say(paperOf(t, alone)), "Authorised representative of the organisation") {
		t.Error("a representative is to sign although the applicant may alone")
	}
}

// The contents § 34 (3) VwVfG asks for, on one page with the signature itself.
func TestAuthorityFormIsComplete(t *testing.T) {
	for _, l := range []Language{German, English} {
		if n := len(lay(paperOf(t, sampleAuthority(l)), &codes{})); n != 1 {
			t.Errorf("%s: %d pages", l, n)
		}
	}
	a := sampleAuthority(German)
	a.Place, a.Date = "Musterstadt", Date{2026, 11, 22}
	text := strings.ReplaceAll(say(paperOf(t, a)), "\n", " ")
	for _, want := range []string{"Unterschrift ist echt", "stammt von Dr. Łucja Žaneta Đặng-Ångström", "Gewissheit verschafft",
		"vollzogen.", "anerkannt.", "nur zur Vorlage bei Vertrauensdienste Muster GmbH", "Musterstadt", "22.11.2026", "Unterschrift", "Dienstsiegel",
		"Stadtverwaltung Musterstadt, Bürgeramt", "Jürgen D’Angelo, Sachbearbeitung"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
}

// A notary certifies on one page what was signed on it, and has a line for each
// thing that makes the certification good.
func TestCertificationFormsAreComplete(t *testing.T) {
	for _, l := range []Language{German, English} {
		for _, by := range []Procedure{NotarIdent, BotschaftsIdent} {
			p := paperOf(t, sampleCertification(l, by))
			if n := len(lay(p, &codes{})); n != 1 {
				t.Errorf("%s %s: %d pages", by, l, n)
			}
			signs, blank := 0, 0
			for _, b := range p.Blocks {
				switch b := b.(type) {
				case Signature:
					signs++
				case Fields:
					for _, f := range b {
						if f.Value == "" {
							blank++
						}
					}
				}
			}
			if signs != 2 || blank != 2 {
				t.Errorf("%s %s: %d signatures, %d lines to fill in", by, l, signs, blank)
			}
		}
	}
}

// A coupon has one bar code: that of the procedure.
func TestCouponHasOneBarcode(t *testing.T) {
	p := paperOf(t, sampleCoupon(German))
	want, err := Code128("471108152342")
	if err != nil {
		t.Fatal(err)
	}
	bars := 0
	for _, s := range lay(p, &codes{}) {
		for _, c := range s.codes {
			if c.matrix.Height == 1 {
				if bars++; c.matrix.Path() != want.Path() {
					t.Error("another number's bar code")
				}
			}
		}
	}
	if text := say(p); bars != 1 || !strings.Contains(text, "4711 0815 2342") || !strings.Contains(text, "PostIdent-App") || !strings.Contains(text, "Postfiliale") {
		t.Errorf("%d bar codes: %s", bars, text)
	}
	alone := sampleCoupon(English)
	alone.App = false
	if strings.Contains(say(paperOf(t, alone)), "eID") {
		t.Error("explains a way that the product is not certified for")
	}
}

func TestRevocationShowsOpenWaysOnly(t *testing.T) {
	r := RevocationInformation{Order: sampleOrder(German)}
	text := say(paperOf(t, r))
	if strings.Contains(text, "Ohne Anmeldung") || strings.Contains(text, "Am Telefon") || strings.Contains(text, "Wer außer") {
		t.Error("ways and persons without data are shown")
	}
	if !strings.Contains(text, "endgültig") || !strings.Contains(text, "nie rückwirkend") || !strings.Contains(text, "Es steht auf keinem Papier") {
		t.Error("a reminder is missing")
	}
}

func TestUnknownValuesAreRefused(t *testing.T) {
	bad := sampleOrder(German)
	bad.Family = "coffee"
	lost := sampleOrder(German)
	lost.Procedure = "pigeon"
	record := sampleRecord(German)
	record.Checks = []Check{{"x", "perhaps", ""}}
	for _, d := range []Document{Checklist{Order: bad}, ApplicationForm{Order: lost}, IdentificationRecord{Order: bad},
		AuthorityForm{Order: lost}, RevocationInformation{Order: bad}, record, Coupon{Order: sampleOrder(German)}, Coupon{Order: bad, ProcedureNumber: "1"},
		CertificationForm{Order: sampleOrder(German)}, CertificationForm{Order: lost}, AppointmentSheet{Order: bad}, DeskSheet{Order: bad}} {
		if _, err := d.Paper(); err == nil {
			t.Errorf("%T with an unknown value makes a paper", d)
		}
	}
}

func TestDates(t *testing.T) {
	for d, want := range map[Date][2]string{
		{}:            {"", ""},
		{1964, 8, 12}: {"12.08.1964", "12 August 1964"},
		{1964, 8, 0}:  {"08.1964", "August 1964"},
		{1964, 0, 0}:  {"1964", "1964"},
		{1964, 13, 1}: {"1964", "1964"},
	} {
		if got := [2]string{german.date(d), english.date(d)}; got != want {
			t.Errorf("%+v is %q, want %q", d, got, want)
		}
	}
	if de, en := german.moment(printed), english.moment(printed); de != "22.11.2026, 14:07 Uhr" || en != "22 November 2026, 14:07" {
		t.Errorf("%q, %q", de, en)
	}
}
