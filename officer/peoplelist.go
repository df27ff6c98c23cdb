package officer

import (
	"slices"
	"strings"
)

// Limits of a list of people.
const (
	MaxListBytes  = 8 << 20
	MaxListPeople = 10_000
)

// A ListedPerson is a row of a list of people for whom codes shall be drawn.
// Whatever but the family name may be empty.
type ListedPerson struct {
	Line                         int
	GivenNames, FamilyName       string
	Email                        string
	Language                     string // de, en or empty for the list's
	Department                   string // stands in the letter's address …
	Street, PostalCode, Locality string // … above these
	CostCentre, PurchaseOrder    string // empty for the list's
	Note                         string
}

// Name is how the person is addressed.
func (p ListedPerson) Name() string { return strings.TrimSpace(p.GivenNames + " " + p.FamilyName) }

// A RowFault is what is wrong, or doubtful, in a row of a list. Field is empty
// where it is the row as a whole.
type RowFault struct {
	Line int
	Problem
}

// A PeopleList is a list of people as it was read: those whose rows are right, and
// everything that is not. Warnings hinder nobody.
type PeopleList struct {
	People   []ListedPerson
	Faults   []RowFault
	Warnings []RowFault
	Ignored  []string // columns that mean nothing here
	Rows     int      // with those that are wrong
}

// FaultyRows counts the rows that are left out.
func (l PeopleList) FaultyRows() int { return l.Rows - len(l.People) }

// columnNames are what people call the columns of such lists, in search form.
var columnNames = map[string][]string{
	"given_names":    {"VORNAME", "VORNAMEN", "RUFNAME", "GIVEN NAME", "GIVEN NAMES", "GIVENNAME", "GIVENNAMES", "FIRST NAME", "FIRST NAMES", "FIRSTNAME", "FORENAME"},
	"family_name":    {"NACHNAME", "FAMILIENNAME", "ZUNAME", "NAME", "FAMILY NAME", "FAMILYNAME", "LAST NAME", "LASTNAME", "SURNAME"},
	"email":          {"E MAIL", "EMAIL", "MAIL", "E MAIL ADRESSE", "EMAIL ADRESSE", "EMAILADRESSE", "MAILADRESSE", "E MAIL ADDRESS", "EMAIL ADDRESS", "EMAILADDRESS"},
	"language":       {"SPRACHE", "LANGUAGE"},
	"department":     {"ABTEILUNG", "REFERAT", "DEPARTMENT", "UNIT"},
	"street":         {"STRASSE", "STRASSE UND HAUSNUMMER", "ANSCHRIFT", "STREET", "STREET ADDRESS", "ADDRESS"},
	"postal_code":    {"PLZ", "POSTLEITZAHL", "POSTAL CODE", "POSTCODE", "ZIP", "ZIP CODE"},
	"locality":       {"ORT", "WOHNORT", "STADT", "CITY", "TOWN", "LOCALITY", "PLACE"},
	"cost_centre":    {"KOSTENSTELLE", "COST CENTRE", "COST CENTER"},
	"purchase_order": {"BESTELLNUMMER", "BESTELL NR", "AUFTRAGSNUMMER", "PURCHASE ORDER", "PURCHASE ORDER NUMBER", "PO NUMBER", "PO"},
	"note":           {"NOTIZ", "BEMERKUNG", "KOMMENTAR", "NOTE", "REMARK", "COMMENT"},
}

// ReadPeople reads a list of people from a table that a spreadsheet wrote. It
// tells everything that is wrong with the rows; errors are [Invalid] and say that
// there are no rows to speak of. Mails says that codes shall be mailed, so that
// everybody needs an address.
func ReadPeople(data []byte, mails bool) (list PeopleList, err error) {
	text, err := decodeTable(data)
	if err != nil {
		return list, err
	}
	records, more := cutTable(text, separatorOf(text), MaxListPeople+1)
	if more {
		return list, Fail(Invalid, "list.too_long", "max", MaxListPeople)
	}
	if len(records) == 0 {
		return list, Fail(Invalid, "list.empty")
	}
	columns, err := list.columns(records[0], mails)
	if err != nil {
		return list, err
	}
	if len(records) == 1 {
		return list, Fail(Invalid, "list.only_head")
	}
	r := peopleReader{list: &list, columns: columns, mails: mails, seen: map[string]int{}}
	for _, record := range records[1:] {
		r.row(record)
	}
	return list, nil
}

// columns reads the head of a list: for each column the field it fills.
func (l *PeopleList) columns(head csvRecord, mails bool) ([]string, error) {
	if head.Fault != "" {
		return nil, Fail(Invalid, head.Fault)
	}
	fields := make([]string, len(head.Fields))
	for i, title := range head.Fields {
		fields[i] = fieldOfColumn(title)
		switch {
		case fields[i] == "" && title != "":
			l.Ignored = append(l.Ignored, title)
		case fields[i] != "" && slices.Contains(fields[:i], fields[i]):
			return nil, Fail(Invalid, "list.column_twice", "column", title)
		}
	}
	if !slices.Contains(fields, "family_name") {
		return nil, Fail(Invalid, "list.no_name_column")
	}
	if mails && !slices.Contains(fields, "email") {
		return nil, Fail(Invalid, "list.no_email_column")
	}
	return fields, nil
}

func fieldOfColumn(title string) string {
	form := SearchForm(strings.NewReplacer("_", " ", "/", " ", "*", "", ":", "").Replace(title))
	for field, names := range columnNames {
		if slices.Contains(names, form) {
			return field
		}
	}
	return ""
}

// A peopleReader reads row after row and remembers who has been there.
type peopleReader struct {
	list    *PeopleList
	columns []string
	mails   bool
	seen    map[string]int // the line in which an address stood first
}

func (r *peopleReader) row(record csvRecord) {
	r.list.Rows++
	if record.Fault != "" {
		r.fault(record.Line, Problem{Key: record.Fault})
		return
	}
	if n := len(record.Fields); n > len(r.columns) && strings.Join(record.Fields[len(r.columns):], "") != "" {
		r.fault(record.Line, Problem{Key: "list.too_many_fields", Args: Args{"count": n, "expected": len(r.columns)}})
		return
	}
	p := ListedPerson{Line: record.Line}
	for i, value := range record.Fields[:min(len(record.Fields), len(r.columns))] {
		if at := p.field(r.columns[i]); at != nil {
			*at = value
		}
	}
	if problems := r.check(&p); len(problems) > 0 {
		r.fault(record.Line, problems...)
		return
	}
	r.list.People = append(r.list.People, p)
}

func (r *peopleReader) fault(line int, problems ...Problem) {
	for _, p := range problems {
		r.list.Faults = append(r.list.Faults, RowFault{line, p})
	}
}

// field is where the value of a column goes; nil for one that means nothing.
func (p *ListedPerson) field(name string) *string {
	return map[string]*string{
		"given_names": &p.GivenNames, "family_name": &p.FamilyName, "email": &p.Email, "language": &p.Language, "department": &p.Department,
		"street": &p.Street, "postal_code": &p.PostalCode, "locality": &p.Locality, "cost_centre": &p.CostCentre,
		"purchase_order": &p.PurchaseOrder, "note": &p.Note,
	}[name]
}

// check tidies a row, and tells all that is wrong with it.
func (r *peopleReader) check(p *ListedPerson) Problems {
	var c cleaner
	c.name("given_names", &p.GivenNames)
	c.name("family_name", &p.FamilyName)
	for field, value := range map[string]*string{"department": &p.Department, "street": &p.Street, "postal_code": &p.PostalCode,
		"locality": &p.Locality, "cost_centre": &p.CostCentre, "purchase_order": &p.PurchaseOrder} {
		c.line(field, value, MaxLine)
	}
	c.text("note", &p.Note, MaxCodeNote)
	problems := c.problems
	problems.required([2]string{"family_name", p.FamilyName})
	if r.mails {
		problems.required([2]string{"email", p.Email})
	}
	p.Language = listedLanguage(p.Language, &problems)
	r.address(p, &problems)
	slices.SortStableFunc(problems, func(a, b Problem) int { return strings.Compare(a.Field, b.Field) })
	return problems
}

func listedLanguage(typed string, p *Problems) string {
	switch form := SearchForm(typed); {
	case form == "":
		return ""
	case slices.Contains([]string{"DE", "DEU", "GER", "DEUTSCH", "GERMAN"}, form):
		return "de"
	case slices.Contains([]string{"EN", "ENG", "ENGLISCH", "ENGLISH"}, form):
		return "en"
	}
	p.Add("language", "list.language")
	return ""
}

// address reads a row's address, which no other row may have.
func (r *peopleReader) address(p *ListedPerson, problems *Problems) {
	email := problems.mail("email", p.Email)
	if p.Email = string(email); email == "" {
		return
	}
	key := email.AccountKey()
	if first, twice := r.seen[key]; twice {
		problems.Add("email", "list.email_twice", "line", first)
		return
	}
	r.seen[key] = p.Line
	switch email.Mailbox() {
	case RoleMailbox:
		problems.Add("email", "email.role")
	case DoubtfulMailbox:
		r.list.Warnings = append(r.list.Warnings, RowFault{p.Line, Problem{Field: "email", Key: "list.email_doubtful"}})
	}
}
