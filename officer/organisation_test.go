package officer

import (
	"errors"
	"slices"
	"testing"
	"time"
)

func fields(p Problems) []string {
	list := make([]string, len(p))
	for i, x := range p {
		list[i] = x.Field + " " + x.Key
	}
	slices.Sort(list)
	return list
}

func TestCleanOrganisation(t *testing.T) {
	good := Organisation{Number: 1042, Kind: Company, Name: "  Beispiel\tGmbH ", RegisterNumber: "HRB 1", VATID: "de 123 456 789",
		Address: Address{Street: "Weg 1", PostalCode: "12345", Locality: "Ort", Country: "DE"}}
	for name, c := range map[string]struct {
		change func(*Organisation)
		want   []string
	}{
		"well":                   {func(*Organisation) {}, nil},
		"number too small":       {func(o *Organisation) { o.Number = 999 }, []string{"organisation_number organisation.number_range"}},
		"number too large":       {func(o *Organisation) { o.Number = 1000000 }, []string{"organisation_number organisation.number_range"}},
		"no name":                {func(o *Organisation) { o.Name = " " }, []string{"name form.missing"}},
		"control character":      {func(o *Organisation) { o.Name = "a\x00b" }, []string{"name line.control"}},
		"company, no register":   {func(o *Organisation) { o.RegisterNumber = "" }, []string{"register_number form.missing"}},
		"authority, no register": {func(o *Organisation) { o.Kind, o.RegisterNumber = Authority, "" }, nil},
		"postal code":            {func(o *Organisation) { o.Address.PostalCode = "1234" }, []string{"postal_code address.postal_code_form"}},
		"VAT":                    {func(o *Organisation) { o.VATID = "DE12" }, []string{"vat_id vat_id.form"}},
		"no kind":                {func(o *Organisation) { o.Kind = "" }, []string{"kind form.missing"}},
	} {
		o := good
		c.change(&o)
		clean, problems := o.Clean()
		if got := fields(problems); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		if len(c.want) == 0 && (clean.Name != "Beispiel GmbH" || clean.VATID != "DE123456789") {
			t.Errorf("%s: %+v", name, clean)
		}
	}
}

func TestEvidenceIsFresh(t *testing.T) {
	today := DateOf(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))
	for _, c := range []struct {
		on   Date
		note string
		want []string
	}{
		{today, "Handelsregister", nil},
		{today.AddMonths(-6), "Handelsregister", nil},
		{today.AddMonths(-6).AddDays(-1), "Handelsregister", []string{"evidence_on organisation.evidence_old"}},
		{today.AddDays(1), "Handelsregister", []string{"evidence_on organisation.evidence_future"}},
		{Date{}, "", []string{"evidence_note form.missing", "evidence_on form.missing"}},
	} {
		if got := fields(Organisation{EvidenceOn: c.on, EvidenceNote: c.note}.CheckEvidence(today)); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.on, got, c.want)
		}
	}
}

func TestDecide(t *testing.T) {
	types := []DocumentType{Passport}
	for name, c := range map[string]struct {
		settings Settings
		domains  []string
		key      string
	}{
		"domains in order, once": {Settings{DocumentTypes: types, EmailDomains: []string{"@B.example", " a.example", "b.example"}}, []string{"a.example", "b.example"}, ""},
		"umlauts":                {Settings{DocumentTypes: types, EmailDomains: []string{"müller.example"}}, []string{"xn--mller-kva.example"}, ""},
		"none":                   {Settings{DocumentTypes: types}, []string{}, ""},
		"no document":            {Settings{EmailDomains: []string{"a.example"}}, nil, "organisation.no_document_type"},
		"no domain":              {Settings{DocumentTypes: types, EmailDomains: []string{"localhost"}}, nil, "email.domain"},
		"an address":             {Settings{DocumentTypes: types, EmailDomains: []string{"x@a.example"}}, nil, "email.domain_character"},
		"too many":               {Settings{DocumentTypes: types, EmailDomains: slices.Repeat([]string{"a.example"}, 51)}, nil, "organisation.too_many_domains"},
	} {
		var o Organisation
		err := o.Decide(c.settings)
		var e *Error
		switch errors.As(err, &e); {
		case c.key == "" && (err != nil || !slices.Equal(o.EmailDomains, c.domains) || o.EmailDomains == nil):
			t.Errorf("%s: %v, %v", name, o.EmailDomains, err)
		case c.key != "" && (e == nil || e.Fields[0].Key != c.key):
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
}

func TestCloseAndReopenAnOrganisation(t *testing.T) {
	o := Organisation{Kind: Company, Status: OrganisationActive}
	for i, step := range []struct {
		act  func() error
		want error
	}{{o.Reopen, Conflict}, {o.Close, nil}, {o.Close, Conflict}, {o.Reopen, nil}} {
		if err := step.act(); !errors.Is(err, step.want) {
			t.Errorf("step %d: %v, want %v", i, err, step.want)
		}
	}
	provider := Organisation{Kind: TSP, Status: OrganisationActive}
	if err := provider.Close(); !errors.Is(err, Conflict) {
		t.Errorf("the provider was closed: %v", err)
	}
}

func TestBranch(t *testing.T) {
	for name, c := range map[string]struct {
		branch Branch
		want   []string
	}{
		"name only":      {Branch{Name: "Hauptsitz"}, nil},
		"whole address":  {Branch{Name: "Hauptsitz", Address: Address{"Weg 1", "12345", "Ort", "DE"}}, nil},
		"half an adress": {Branch{Name: "Hauptsitz", Address: Address{"Weg 1", "", "", "DE"}}, []string{"locality form.missing", "postal_code form.missing"}},
		"no name":        {Branch{}, []string{"name form.missing"}},
		"unknown state":  {Branch{Name: "x", Address: Address{"Weg 1", "1", "Ort", "ZZ"}}, []string{"country form.choose"}},
	} {
		if _, p := c.branch.Clean(); !slices.Equal(fields(p), c.want) {
			t.Errorf("%s: %v, want %v", name, fields(p), c.want)
		}
	}
	b := Branch{Name: "x"}
	if err := b.Close(2, false, appointedAt); !errors.Is(err, Invalid) || b.ClosedAt != nil {
		t.Errorf("closed over people's heads: %v", err)
	}
	for i, step := range []struct {
		act  func() error
		want error
	}{
		{b.Reopen, Conflict},
		{func() error { return b.Close(2, true, appointedAt) }, nil},
		{func() error { return b.Close(0, true, appointedAt) }, Conflict},
		{b.Reopen, nil},
	} {
		if err := step.act(); !errors.Is(err, step.want) {
			t.Errorf("step %d: %v, want %v", i, err, step.want)
		}
	}
}
