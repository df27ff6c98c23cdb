package officer

import "time"

// A Person is somebody the organisation's desk knows: an employee or customer
// who gets, or got, a card. SearchName is the search form of family and given
// names, see SearchForm.
type Person struct {
	ID           PersonID
	Organisation OrganisationID
	Account      AccountID // their own account, if it is known; empty otherwise
	PersonData
	Email      string
	Mobile     string
	SearchName string
	CreatedAt  time.Time
	Version    int
}

// PersonData is who somebody is, as their identity document says it.
type PersonData struct {
	Title       string
	GivenNames  string
	FamilyName  string
	BirthName   string
	Pseudonym   string
	BirthDate   Date
	BirthPlace  string
	Nationality string // ISO 3166-1 alpha-3 as ICAO 9303 part 3 §5 has it; "D" for Germany is written DEU here
	Address     Address
}

// SearchForm is what the person is found by: family name, then given names, in
// search form.
func (p PersonData) SearchForm() string { return SearchForm(p.FamilyName + " " + p.GivenNames) }
