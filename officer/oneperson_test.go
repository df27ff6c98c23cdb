package officer

import (
	"slices"
	"testing"
)

func TestAnotherPerson(t *testing.T) {
	born, other := date(t, "12.8.1983"), date(t, "13.8.1983")
	erika := PersonData{GivenNames: "Erika", FamilyName: "Müller", BirthDate: born}
	before := []PersonData{erika}
	for name, c := range map[string]struct {
		account Account
		earlier []PersonData
		now     PersonData
		want    []string
	}{
		"the account's holder":             {Account{GivenNames: "Erika", FamilyName: "Müller"}, nil, erika, nil},
		"as the document writes it":        {Account{GivenNames: "erika", FamilyName: "MUELLER"}, nil, erika, nil},
		"one of several given names":       {Account{GivenNames: "Erika", FamilyName: "Müller"}, nil, PersonData{GivenNames: "Anna Erika", FamilyName: "Müller-Lüdenscheidt"}, nil},
		"under the name at birth":          {Account{GivenNames: "Erika", FamilyName: "Gabler"}, nil, PersonData{GivenNames: "Erika", FamilyName: "Müller", BirthName: "Gabler"}, nil},
		"one name only":                    {Account{FamilyName: "Suharto"}, nil, PersonData{FamilyName: "Suharto"}, nil},
		"somebody else in the first order": {Account{GivenNames: "Erika", FamilyName: "Müller"}, nil, PersonData{GivenNames: "Max", FamilyName: "Mustermann"}, []string{"identity.not_the_account"}},
		"the husband":                      {Account{GivenNames: "Erika", FamilyName: "Müller"}, nil, PersonData{GivenNames: "Max", FamilyName: "Müller"}, []string{"identity.not_the_account"}},
		"nothing typed yet":                {Account{GivenNames: "Erika", FamilyName: "Müller"}, nil, PersonData{}, nil},
		"as before, whatever the account":  {Account{GivenNames: "E.", FamilyName: "M."}, before, erika, nil},
		"spelt out before":                 {Account{}, before, PersonData{GivenNames: "Erika Maria", FamilyName: "Mueller", BirthDate: born}, nil},
		"a new family name":                {Account{}, before, PersonData{GivenNames: "Erika", FamilyName: "Gabler", BirthDate: born}, []string{"identity.other_name"}},
		"another given name":               {Account{}, before, PersonData{GivenNames: "Eva", FamilyName: "Müller", BirthDate: born}, []string{"identity.other_name"}},
		"a slip in the day":                {Account{}, before, PersonData{GivenNames: "Erika", FamilyName: "Müller", BirthDate: other}, []string{"identity.other_birth_date"}},
		"somebody else":                    {Account{}, before, PersonData{GivenNames: "Max", FamilyName: "Mustermann", BirthDate: other}, []string{"identity.other_name", "identity.other_birth_date"}},
		"the day is not typed yet":         {Account{}, before, PersonData{GivenNames: "Erika", FamilyName: "Müller"}, nil},
		"the newest counts":                {Account{}, []PersonData{{FamilyName: "Gabler", GivenNames: "Erika", BirthDate: born}, erika}, PersonData{GivenNames: "Erika", FamilyName: "Gabler", BirthDate: born}, nil},
	} {
		var got []string
		p := AnotherPerson(c.account, c.earlier, c.now)
		for _, x := range p {
			got = append(got, x.Key)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", name, got)
		}
		two := slices.Contains(got, "identity.other_name") && slices.Contains(got, "identity.other_birth_date")
		if TwoPeople(p.Err()) != two || OtherThanBefore(p.Err()) != (slices.Contains(got, "identity.other_name") || slices.Contains(got, "identity.other_birth_date")) {
			t.Errorf("%s: what the provider hears of", name)
		}
	}
}

func date(t *testing.T, text string) Date {
	t.Helper()
	d, err := ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
