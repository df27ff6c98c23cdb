package officer

import (
	"strings"
	"time"
	"unicode"
)

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

// Name is the person's name as lists show it: family name first.
func (p PersonData) Name() string {
	if p.GivenNames == "" || p.FamilyName == "" {
		return p.FamilyName + p.GivenNames
	}
	return p.FamilyName + ", " + p.GivenNames
}

// Spoken is the name as people say it: given names first.
func (p PersonData) Spoken() string { return strings.TrimSpace(p.GivenNames + " " + p.FamilyName) }

// A PersonQuery is what somebody at the desk is looked up by. There is no other
// way: never by a document's number (§§ 16, 20 PAuswG).
type PersonQuery struct {
	Name  string // or its beginning, family name first or last
	Birth Date
}

// Check refuses a query that asks for nothing, or by a number.
func (q PersonQuery) Check() error {
	var p Problems
	switch {
	case strings.ContainsFunc(q.Name, unicode.IsDigit):
		p.Add("name", "person.search_number")
	case q.Birth.IsZero() && len([]rune(SearchForm(q.Name))) < 2:
		p.Add("name", "person.search_empty")
	}
	return p.Err()
}

// Beginnings gives the search forms that a stored name may begin with: as typed,
// and with the last word put first, since people type "Anna Müller" as well.
func (q PersonQuery) Beginnings() []string {
	forms := SearchForms(q.Name)
	words := strings.Fields(q.Name)
	if len(words) > 1 && !strings.Contains(q.Name, ",") {
		last := len(words) - 1
		turned := words[last] + " " + strings.Join(words[:last], " ")
		forms = append(forms, SearchForms(turned)...)
	}
	return forms
}

// Check gives what is wrong with a person as the desk first writes them down.
// The rest of them is asked with the application.
func (p Person) Check(today Date) error {
	var found Problems
	found.required([2]string{"family_name", p.FamilyName}, [2]string{"birth_date", p.BirthDate.String()})
	if p.BirthDate.After(today) {
		found.Add("birth_date", "person.birth_date_future")
	}
	return found.Err()
}

// A PriorCase is another case or order of the same person, as far as somebody
// who begins a new case has to know of it.
type PriorCase struct {
	Application       ApplicationID
	ApplicationStatus ApplicationStatus
	Order             OrderID // empty while it is a case
	Number            OrderNumber
	OrderStatus       OrderStatus
	Product           ProductID
	NameDE, NameEN    string // the product's
	Test              bool
	TermYears         int
	CreatedAt         time.Time // of the order, or else of the case
}

// ProductName gives the product's name in a language.
func (c PriorCase) ProductName(language string) string {
	return Product{NameDE: c.NameDE, NameEN: c.NameEN}.Name(language)
}

// Open reports whether the case or order is still on its way.
func (c PriorCase) Open() bool {
	if c.Order == "" {
		return !c.ApplicationStatus.Ended()
	}
	return c.OrderStatus == OrderOpen || c.OrderStatus == OrderWaiting || c.OrderStatus == OrderInProduction || c.OrderStatus == OrderDispatched
}

// Holds reports whether the person got a card by it that has not run out.
func (c PriorCase) Holds(on Date) bool {
	return c.OrderStatus == OrderCompleted && !c.Test && !Today(c.CreatedAt).AddMonths(12*c.TermYears).Before(on)
}
