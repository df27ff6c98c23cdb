package web

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/web/page"
)

func TestIntakeOnTheWeb(t *testing.T) {
	s := newIntakeSite(t, nil)
	base := s.begun()
	if to := s.must(base+"/document", "officer", s.card(base)); to != base+"/checks" {
		t.Errorf("after the document: %s", to)
	}
	if to := s.must(base+"/checks", "officer", s.looked(base)); to != base {
		t.Errorf("after the checks: %s", to)
	}
	_, p, body := s.look(base, "officer")
	for _, want := range []string{"Mustermann, Erika", "geboren am 12.08.1983", "Weiter: Person", "Signaturkarte Standard 5.1", "Hauptsitz, Musterstadt", "Sie bearbeiten diesen Vorgang"} {
		if !strings.Contains(p.Text(), want) {
			t.Errorf("the case page lacks %q", want)
		}
	}
	if strings.Contains(body, "LZ6311T47") {
		t.Error("the case page shows the number")
	}
	for _, path := range []string{"/desk/cases/new", base, base + "/consents", base + "/document", base + "/checks", base + "/abort"} {
		for _, who := range []string{"officer", "colleague", "lapsed"} {
			status, p, body := s.look(path, who)
			if status != 200 {
				t.Errorf("%s for the %s: %d", path, who, status)
				continue
			}
			if flaws := p.Flaws("de"); len(flaws) > 0 {
				t.Errorf("%s for the %s: %s", path, who, strings.Join(flaws, "; "))
			}
			if strings.Contains(body, "LZ6311T47") {
				t.Errorf("%s shows the number to the %s", path, who)
			}
		}
	}
	status, _, body := s.post(base+"/reveal", "officer", values())
	if status != 200 || !strings.Contains(body, "LZ6311T47") {
		t.Errorf("reveal: %d", status)
	}
}

// The people at the same doors.
func TestWhoMayTakeInOnTheWeb(t *testing.T) {
	s := newIntakeSite(t, nil)
	base := s.begun()
	for _, c := range []struct {
		who, method, path string
		want              int
	}{
		{"", "GET", "/desk/cases/new", 303}, {"", "GET", base, 303}, {"", "POST", "/desk/cases", 401}, {"", "POST", base + "/document", 401}, {"", "POST", "/desk/mrz", 401},
		{"checker", "GET", "/desk/cases/new", 403}, {"checker", "GET", base, 200}, {"checker", "GET", base + "/document", 200}, {"checker", "POST", base + "/document", 403},
		{"checker", "POST", base + "/reveal", 403}, {"checker", "POST", base + "/abort", 403}, {"checker", "POST", "/desk/cases", 403},
		{"manager", "GET", base, 403}, {"manager", "POST", "/desk/cases/new", 403}, {"auditor", "GET", base, 403}, {"auditor", "POST", base + "/reveal", 403},
		{"foreign", "GET", base, 404}, {"foreign", "GET", base + "/document", 404}, {"foreign", "POST", base + "/document", 404}, {"foreign", "POST", base + "/checks", 404},
		{"foreign", "POST", base + "/abort", 404}, {"foreign", "POST", base + "/reveal", 404}, {"foreign", "POST", base + "/consents", 404}, {"foreign", "POST", base + "/identify", 404},
		{"lapsed", "GET", "/desk/cases/new", 200}, {"lapsed", "GET", base, 200}, {"lapsed", "POST", "/desk/cases", 403}, {"lapsed", "POST", base + "/document", 403}, {"lapsed", "POST", base + "/identify", 403},
		{"officer", "GET", "/desk/cases/app_x", 404}, {"officer", "GET", "/desk/cases/" + string(officer.NewID[officer.ApplicationID]()), 404},
		{"officer", "GET", "/desk/cases/new?person=per_x", 404}, {"officer", "POST", "/desk/cases/app_x/document", 404},
		{"colleague", "POST", base + "/document", 409}, {"colleague", "POST", base + "/checks", 409}, {"officer", "POST", base + "/document", 422},
	} {
		var got int
		if c.method == "GET" {
			got, _, _ = s.look(c.path, c.who)
		} else {
			form := s.startForm()
			form.Set("version", s.version(base+"/consents", "officer"))
			got, _, _ = s.post(c.path, c.who, form)
		}
		if got != c.want {
			t.Errorf("%q %s %s: %d, want %d", c.who, c.method, strings.TrimPrefix(c.path, base), got, c.want)
		}
	}
	_, p, _ := s.look(base, "lapsed")
	if text := p.Text(); !strings.Contains(text, "Ihre Schulung galt bis") {
		t.Errorf("the page does not say why: %s", text)
	}
}

func TestNobodyTakesThemselvesInOnTheWeb(t *testing.T) {
	s := newIntakeSite(t, nil)
	form := s.startForm()
	form.Set("email", s.people["officer"].Email)
	if status, _, _ := s.post("/desk/cases", "officer", form); status != 403 {
		t.Errorf("themselves: %d", status)
	}
}

func TestSearchOnTheWeb(t *testing.T) {
	s := newIntakeSite(t, nil)
	s.begun()
	for _, c := range []struct {
		name, day, month, year string
		status                 int
		want, not              string
	}{
		{"Mustermann", "", "", "", 200, "Mustermann, Erika", "Niemand mit diesen Angaben"},
		{"MUSTERMANN, e", "", "", "", 200, "Mustermann, Erika", ""},
		{"Erika Mustermann", "", "", "", 200, "Mustermann, Erika", ""},
		{"", "12", "08", "1983", 200, "Mustermann, Erika", ""},
		{"Mustermann", "13", "08", "1983", 200, "Niemand mit diesen Angaben", "Mustermann, Erika"},
		{"LZ6311T47", "", "", "", 422, "Nach Nummern wird hier nicht gesucht", "Mustermann, Erika"},
		{"", "", "", "", 422, "mindestens zwei Buchstaben", ""},
		{"M", "", "", "", 422, "mindestens zwei Buchstaben", ""},
		{"Mustermann", "31", "2", "1983", 422, "Dieses Datum gibt es nicht", ""},
		{"<b>x</b>", "", "", "", 200, "Niemand mit diesen Angaben", "<b>x"},
		{strings.Repeat("x", 300), "", "", "", 422, "Kürzen Sie", ""},
	} {
		status, found, body := s.post("/desk/cases/new", "officer", values("name", c.name, "birth_day", c.day, "birth_month", c.month, "birth_year", c.year))
		s.saysNothing(c.name, found)
		if found != "" {
			status, _, body = s.look(found, "officer")
		}
		text := s.read(body).Text()
		if status != c.status || !strings.Contains(text, c.want) || c.not != "" && strings.Contains(text, c.not) {
			t.Errorf("%q %s: %d\n%s", c.name, c.day, status, text)
		}
		if flaws := s.read(body).Flaws("de"); len(flaws) > 0 {
			t.Errorf("%q: %s", c.name, strings.Join(flaws, "; "))
		}
	}
	if status, _, body := s.look(s.must("/desk/cases/new", "foreign", values("name", "Mustermann")), "foreign"); status != 200 || strings.Contains(body, "Erika") {
		t.Errorf("another organisation finds her: %d", status)
	}
}

func TestDocumentFormTellsWhatIsWrong(t *testing.T) {
	s := newIntakeSite(t, nil)
	base := s.begun()
	for name, c := range map[string]struct {
		change func(url.Values)
		status int
		field  string
		want   string
	}{
		"nothing":      {func(v url.Values) { clear(v) }, 409, "", "hat diese Angaben inzwischen geändert"},
		"everything":   {func(v url.Values) { keep := v.Get("version"); clear(v); v.Set("version", keep) }, 422, "issuer", "Füllen Sie dieses Feld aus"},
		"wrong number": {func(v url.Values) { v.Set("number", "LZ631IT47") }, 422, "number", "Ist statt „I“ vielleicht „1“ gemeint?"},
		"another name": {func(v url.Values) { v.Set("family_name", "Maier") }, 422, "reason_family_name", "In der Zone steht etwas anderes"},
		"expires soon": {func(v url.Values) {
			v.Set("expires_on_day", "1")
			v.Set("expires_on_month", "1")
			v.Set("expires_on_year", "2020")
		}, 422, "expires_on", "abgelaufen"},
		"wrong zone":     {func(v url.Values) { v.Set("mrz", strings.Replace(s.zone(), "830812", "830813", 1)) }, 422, "mrz", "Prüfziffer passt nicht zum Geburtsdatum"},
		"swapped":        {func(v url.Values) { v.Set("mrz", strings.NewReplacer("Z", "Y", "<", ";").Replace(s.zone())) }, 422, "mrz", "So lesen, als wäre die Tastatur richtig"},
		"no zone":        {func(v url.Values) { v.Del("mrz") }, 422, "reason_mrz", "Warum konnte die Zone nicht gelesen werden?"},
		"unknown type":   {func(v url.Values) { v.Set("type", "x") }, 422, "type", "Wählen Sie"},
		"script in name": {func(v url.Values) { v.Set("family_name", "<script>alert(1)</script>") }, 422, "family_name", "Zeichen"},
	} {
		form := s.card(base)
		c.change(form)
		status, _, body := s.post(base+"/document", "officer", form)
		p := s.read(body)
		if status != c.status || !strings.Contains(p.Text(), c.want) || c.field != "" && p.ID(c.field) == nil {
			t.Errorf("%s: %d, field %q: %s", name, status, c.field, p.Text())
		}
		if flaws := p.Flaws("de"); len(flaws) > 0 {
			t.Errorf("%s: %s", name, strings.Join(flaws, "; "))
		}
	}
	if n := dbtest.Get[int](t, s.Database, `select count(*) from identifications where document_type <> ''`); n != 0 {
		t.Error("a refused form left something behind")
	}
}

// Buttons beside the form's own only change what stands on the page.
func TestReadingTheZoneFillsEmptyFields(t *testing.T) {
	s := newIntakeSite(t, nil)
	base := s.begun()
	version := s.version(base+"/document", "officer")
	slip := strings.Replace(s.zone(), "LZ6311T47", "LZ63I1T47", 1)
	for name, c := range map[string]struct {
		form url.Values
		want []string
	}{
		"read":  {values("read", "yes", "mrz", s.zone()), []string{`value="LZ6311T47"`, `value="DEU" selected`, "Die Angaben der Zone sind übernommen"}},
		"typed": {values("read", "yes", "mrz", s.zone(), "number", "LZ6311T48"), []string{`value="LZ6311T48"`}},
		"slip":  {values("read", "yes", "mrz", slip), []string{`value="1:10:I:1"`, "Ist statt „I“ vielleicht „1“ gemeint?"}},
		"apply": {values("apply", "1:10:I:1", "mrz", slip), []string{"LZ6311T47", "Die Angaben der Zone sind übernommen"}},
		"swap":  {values("swap", "yes", "mrz", strings.NewReplacer("Z", "Y", "<", ";").Replace(s.zone())), []string{"LZ6311T47", "Die Angaben der Zone sind übernommen"}},
		"digit": {values("apply_number", "0:6:I:1", "number", "LZ631IT47"), []string{`value="LZ6311T47"`}},
		"none":  {values("read", "yes"), []string{"Tippen oder scannen Sie die maschinenlesbare Zone"}},
		"wrong": {values("apply", "9:9:x", "mrz", s.zone()), []string{"LZ6311T47"}},
	} {
		c.form.Set("version", version)
		c.form.Set("type", "")
		status, _, body := s.post(base+"/document", "officer", c.form)
		for _, want := range c.want {
			if status != 200 || !strings.Contains(body, want) {
				t.Errorf("%s: %d, %q is missing", name, status, want)
			}
		}
	}
	status, _, body := s.post("/desk/mrz", "officer", values("mrz", s.zone()))
	if status != 200 || !strings.Contains(body, "alle Prüfziffern stimmen") || strings.Contains(body, "LZ6311T47") || strings.Contains(body, "<html") {
		t.Errorf("live verdict: %d %s", status, body)
	}
	if status, _, body := s.post("/desk/mrz", "officer", values("mrz", "")); status != 200 || body != "" {
		t.Errorf("nothing typed: %d %q", status, body)
	}
	if s.version(base+"/document", "officer") != version {
		t.Error("something was saved")
	}
}

func TestDraftsAndStalePages(t *testing.T) {
	s := newIntakeSite(t, nil)
	base := s.begun()
	form := s.card(base)
	form.Set("csrf", s.token("officer"))
	form.Set("number", "LZ63")
	req := send(base+"/document/draft", form)
	req.Header.Set("X-Portal-Script", "1")
	res, body := ask(t, s.Server, req, "officer")
	if res.StatusCode != 200 || !strings.Contains(body, "Entwurf gespeichert um") || res.Header.Get("Form-Version") == "" {
		t.Fatalf("draft: %d %q", res.StatusCode, body)
	}
	// The page still builds on the version before the draft: another tab.
	form.Set("family_name", "Musterfrau")
	status, _, body := s.post(base+"/document", "officer", form)
	p := s.read(body)
	if status != 409 || !strings.Contains(p.Text(), "Musterfrau") || !strings.Contains(p.Text(), "Mustermann") || !strings.Contains(body, `name="version" value="`+res.Header.Get("Form-Version")+`"`) {
		t.Errorf("stale: %d %s", status, p.Text())
	}
	if flaws := p.Flaws("de"); len(flaws) > 0 {
		t.Error(flaws)
	}
	card := s.card(base)
	s.must(base+"/document", "officer", card)
	checks := s.looked(base)
	s.must(base+"/checks", "officer", checks)
	checks.Set("face_nose", officer.NotApplicable)
	status, _, body = s.post(base+"/checks", "officer", checks)
	if text := s.read(body).Text(); status != 409 || !strings.Contains(text, "Nase") || !strings.Contains(text, "Nicht zu beurteilen") || strings.Contains(text, "Stirn") {
		t.Errorf("stale checks: %d %s", status, text)
	}
	consents := s.consentForm(base)
	consents.Set("version", "1")
	if status, _, body := s.post(base+"/consents", "officer", consents); status != 409 || !strings.Contains(body, `name="consent_terms"`) {
		t.Errorf("stale consents: %d", status)
	}
}

func TestConsentsOnTheWeb(t *testing.T) {
	s := newIntakeSite(t, nil)
	base := s.opened()
	if _, p, _ := s.look(base+"/document", "officer"); p.ID("mrz") != nil {
		t.Error("a document can be captured before the consents")
	}
	form := s.consentForm(base)
	form.Del("consent_privacy")
	status, _, body := s.post(base+"/consents", "officer", form)
	if p := s.read(body); status != 422 || len(p.Flaws("de")) > 0 || !strings.Contains(body, `href="#consent_privacy"`) {
		t.Errorf("one is missing: %d %v", status, p.Flaws("de"))
	}
	form = s.consentForm(base)
	form.Set("version_terms", "0000000000000000")
	if status, _, body := s.post(base+"/consents", "officer", form); status != 422 || !strings.Contains(body, "Ein Text hat sich inzwischen geändert") {
		t.Errorf("another wording: %d", status)
	}
	s.must(base+"/consents", "officer", s.consentForm(base))
	_, p, _ := s.look(base+"/consents", "officer")
	if !strings.Contains(p.Text(), "Zugestimmt am") {
		t.Error("the page does not say when")
	}
	seen := map[string]bool{}
	for _, text := range officer.ConsentTexts {
		seen[page.ConsentVersion(text)] = true
	}
	if len(seen) != len(officer.ConsentTexts) {
		t.Errorf("versions: %v", seen)
	}
}

func TestFailedCheckLeadsToAbort(t *testing.T) {
	s := newIntakeSite(t, nil)
	base := s.begun()
	s.must(base+"/document", "officer", s.card(base))
	form := s.looked(base)
	drawn := dbtest.Get[string](t, s.Database, `select drawn_features[1] from identifications`)
	form.Set("feature_"+drawn, officer.Failed)
	if to := s.must(base+"/checks", "officer", form); to != base+"/abort" {
		t.Fatalf("a failed feature leads to %s", to)
	}
	_, p, body := s.look(base+"/abort", "officer")
	if !strings.Contains(body, `value="suspected_forgery" checked`) || len(p.Flaws("de")) > 0 {
		t.Errorf("not proposed: %v", p.Flaws("de"))
	}
	for want, form := range map[int]url.Values{
		422: values("reason", "suspected_forgery"),
		200: values("reason", "suspected_forgery", "note", "Prägung fehlt"), // asks once more
	} {
		status, _, body := s.post(base+"/abort", "officer", form)
		if flaws := s.read(body).Flaws("de"); status != want || len(flaws) > 0 {
			t.Errorf("%v: %d %v", form, status, flaws)
		}
	}
	if n := dbtest.Get[int](t, s.Database, `select count(*) from incidents`); n != 0 {
		t.Error("it was broken off without being asked once more")
	}
	if to := s.must(base+"/abort", "officer", values("reason", "suspected_forgery", "note", "Prägung fehlt", "confirmed", "yes")); to != "/desk" {
		t.Errorf("after the abort: %s", to)
	}
	if status, _, _ := s.post(base+"/abort", "officer", values("reason", "suspected_forgery", "note", "Prägung fehlt", "confirmed", "yes")); status != 409 {
		t.Errorf("twice: %d", status)
	}
	mails := dbtest.Get[string](t, s.Database, `select coalesce(string_agg(template || ' ' || recipient || ' ' || args::text, ','), '') from mails`)
	if n := dbtest.Get[int](t, s.Database, `select count(*) from incidents where note = 'Prägung fehlt'`); n != 1 || mails != `identification_ended erika@privat.example {"name": "Erika Mustermann"}` {
		t.Errorf("%d incidents, mails %q", n, mails)
	}
	if _, p, _ := s.look(base, "officer"); !strings.Contains(p.Text(), "Verdacht auf Fälschung") || p.ID("branch") != nil {
		t.Error("the ended case does not say so")
	}
}

func TestTakeOverOnTheWeb(t *testing.T) {
	s := newIntakeSite(t, nil)
	base := s.begun()
	_, p, _ := s.look(base, "colleague")
	if !strings.Contains(p.Text(), "hat damit begonnen") || p.ID("branch") == nil {
		t.Errorf("no offer to take over: %s", p.Text())
	}
	if status, _, body := s.post(base+"/identify", "colleague", values()); status != 422 || !strings.Contains(body, `id="branch"`) {
		t.Errorf("without a place: %d", status)
	}
	s.must(base+"/identify", "colleague", values("branch", string(s.Company.Branch)))
	_, p, _ = s.look(base, "officer")
	if text := p.Text(); !strings.Contains(text, "Carla Colleague bearbeitet diesen Vorgang") || !strings.Contains(text, "Carla Colleague hat hier um") {
		t.Errorf("the first officer does not see it: %s", text)
	}
}

// No page asks the database more than a few times, however much there is.
func TestAFewQueriesPerPage(t *testing.T) {
	s := newIntakeSite(t, nil)
	base := s.begun()
	s.must(base+"/document", "officer", s.card(base))
	for path, most := range map[string]int64{"/desk/cases/new": 8, base: 12, base + "/consents": 12, base + "/document": 12, base + "/checks": 12, base + "/abort": 12} {
		before := s.DB.Statements()
		s.look(path, "officer")
		if n := s.DB.Statements() - before; n > most {
			t.Errorf("%s asks %d times", path, n)
		}
	}
}

func TestSplitName(t *testing.T) {
	for name, want := range map[string][2]string{
		"Müller, Anna Maria": {"Müller", "Anna Maria"}, "Anna Maria Müller": {"Müller", "Anna Maria"}, "Müller": {"Müller", ""}, "": {"", ""}, ", Anna": {"", "Anna"},
	} {
		if family, given := splitName(name); family != want[0] || given != want[1] {
			t.Errorf("%q: %q, %q", name, family, given)
		}
	}
}

func TestSuggestionValues(t *testing.T) {
	s := officer.Suggestion{Line: 2, Position: 13, From: "O", To: "0"}
	if got := page.ParseSuggestion(page.SuggestionValue(s)); got != s {
		t.Errorf("%+v", got)
	}
	for _, wrong := range []string{"", "1:2:3", "a:b:c:d", "1:2:3:4:5", ":::"} {
		if got := page.ParseSuggestion(wrong); got != (officer.Suggestion{}) && !slices.Contains([]string{"1:2:3"}, wrong) {
			t.Errorf("%q: %+v", wrong, got)
		}
	}
}
