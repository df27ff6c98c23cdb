package demo

import (
	"strings"

	"officerportal/officer"
)

// A citizen is somebody who gets a card: nobody in truth.
type citizen struct {
	title, given, family string
	birthName            string
	born                 string // YYYY-MM-DD
	place, nationality   string
	document             officer.DocumentType
	mail                 string // a personal address; made from the name at the organisation's domain where it is empty
	account              bool   // has an account at that address
	language             string // German where it is empty
}

// Document types, short for the tables.
const (
	idCard  = officer.IdentityCard
	deuPass = officer.Passport
	permit  = officer.ResidencePermit
	foreign = officer.ForeignPassport
)

// applicants are natural persons with accounts of their own and no role. The
// first two are those a visitor of the demo is meant to try.
var applicants = []citizen{
	{given: "Amélie", family: "Berger", born: "1993-05-17", place: "Straßburg", nationality: "DEU", document: idCard, mail: "amelie.berger@postfach.example", account: true},
	{given: "Tomasz", family: "Zieliński", born: "1986-11-02", place: "Szczecin", nationality: "POL", document: foreign, mail: "tomasz.zielinski@postfach.example", account: true, language: "en"},
	{given: "Käthe", family: "Weiß", born: "1979-02-28", place: "Halle (Saale)", nationality: "DEU", document: deuPass, mail: "kaethe.weiss@postfach.example", account: true},
	{given: "Oğuzhan", family: "Şahin", born: "1990-09-09", place: "Eskişehir", nationality: "DEU", document: idCard, mail: "oguzhan.sahin@postfach.example", account: true},
	{given: "Linnéa", family: "Åkerström", born: "1995-12-13", place: "Luleå", nationality: "DEU", document: idCard, mail: "linnea.akerstroem@postfach.example", account: true, language: "en"},
	{given: "Jürgen", family: "Großmann", born: "1968-06-30", place: "Görlitz", nationality: "DEU", document: idCard, mail: "juergen.grossmann@postfach.example", account: true},
	{given: "Đurđa", family: "Petrović-Höß", born: "1983-04-21", place: "Niš", nationality: "DEU", document: deuPass, mail: "durda.petrovic@postfach.example", account: true},
}

// companyPeople stand in the company's open and ended cases.
var companyPeople = []citizen{
	{given: "Łucja Žaneta", family: "Đặng-Ångström", born: "1988-03-14", place: "Gdańsk", nationality: "POL", document: foreign},
	{given: "Anna-Lena", family: "Müller", born: "1990-07-22", place: "Rostock", nationality: "DEU", document: idCard},
	{given: "Hans-Jürgen", family: "Mueller", born: "1961-01-08", place: "Wismar", nationality: "DEU", document: deuPass},
	{given: "Elif Nur", family: "Yıldız", born: "1994-10-01", place: "İzmir", nationality: "TUR", document: permit},
	{given: "Giulia", family: "D’Angelo", born: "1985-08-19", place: "Perugia", nationality: "ITA", document: foreign},
	{given: "Thị Thu Hà", family: "Nguyễn", born: "1992-02-11", place: "Hải Phòng", nationality: "VNM", document: permit},
	{given: "Bjørn-Åge", family: "Øvergård", born: "1977-11-30", place: "Tromsø", nationality: "NOR", document: foreign, language: "en"},
	{given: "Zdeňka", family: "Ḫořáková-Ẕlatý", born: "1969-04-04", place: "Ústí nad Labem", nationality: "CZE", document: foreign},
	{family: "Suharti", born: "1991-06-15", place: "Yogyakarta", nationality: "IDN", document: permit, language: "en"},
	{title: "Dr. jur.", given: "Maximilian Ferdinand Karl-Theodor", family: "von der Mühlen-Schreckenstein zu Hohenfels-Waldesruh", born: "1958-12-24", place: "Bad Doberan", nationality: "DEU", document: idCard},
	{given: "M̂īrzā", family: "K͟hān-R̥̄ṣi", born: "1980-05-05", place: "Lahore", nationality: "PAK", document: foreign, language: "en"},
	{given: "Siobhán", family: "O’Connor-Schmidt", birthName: "O’Connor", born: "1987-03-17", place: "Galway", nationality: "IRL", document: foreign, language: "en"},
	{given: "Gülşen", family: "Çelik", born: "1973-09-27", place: "Trabzon", nationality: "DEU", document: idCard},
	{given: "Małgorzata", family: "Łukaszewicz", birthName: "Wiśniewska", born: "1982-01-31", place: "Łódź", nationality: "POL", document: foreign},
	{given: "Shō", family: "Ōyama", born: "1996-07-07", place: "Sendai", nationality: "JPN", document: permit, language: "en"},
	{given: "Þórunn Æsa", family: "Jóhannsdóttir", born: "1989-06-17", place: "Akureyri", nationality: "ISL", document: foreign, language: "en"},
	{given: "Maarten", family: "van ’t Hoff", born: "1975-10-10", place: "Groningen", nationality: "NLD", document: foreign},
	{given: "João António", family: "da Silva e Souza", born: "1998-02-02", place: "Setúbal", nationality: "PRT", document: foreign},
	{given: "Wiebke", family: "Claaßen-Hinrichs", birthName: "Claaßen", born: "1984-08-08", place: "Norden", nationality: "DEU", document: idCard},
	{given: "Eléni", family: "Papadopoúlou", born: "1979-03-25", place: "Thessaloníki", nationality: "GRC", document: foreign},
	{given: "Kevin", family: "Schröder", born: "2004-05-29", place: "Oldenburg", nationality: "DEU", document: idCard},
	{given: "Ingeborg", family: "Tönnießen", born: "1959-09-01", place: "Niebüll", nationality: "DEU", document: deuPass},
	{given: "Gwenllian", family: "ap Rhys", born: "1993-03-01", place: "Aberystwyth", nationality: "GBR", document: foreign, language: "en"},
	{given: "Živojin", family: "Đorđević", born: "1970-12-19", place: "Novi Sad", nationality: "SRB", document: permit},
	{given: "Ole", family: "Jensen", born: "1999-01-23", place: "Flensburg", nationality: "DEU", document: idCard},
	{given: "Frauke", family: "Bohnsack", born: "1966-07-16", place: "Greifswald", nationality: "DEU", document: idCard},
}

// authorityPeople stand in the authority's.
var authorityPeople = []citizen{
	{given: "Ḥusain", family: "ʿAbd ar-Raḥmān", born: "1984-01-01", place: "Ḥalab", nationality: "SYR", document: permit},
	{given: "Ute", family: "Bräuer-Schöß", birthName: "Schöß", born: "1972-04-12", place: "Jena", nationality: "DEU", document: idCard},
	{given: "Günther", family: "Weßling", born: "1963-10-03", place: "Gotha", nationality: "DEU", document: idCard},
	{title: "Prof. Dr.", given: "Hildegard", family: "Kästner", born: "1960-02-29", place: "Weimar", nationality: "DEU", document: deuPass},
	{given: "Cem", family: "Öztürk", born: "1987-07-14", place: "Nordhausen", nationality: "DEU", document: idCard},
	{given: "Oksana", family: "Ševčenko", born: "1991-08-24", place: "Černihiv", nationality: "UKR", document: permit},
	{given: "Noémie", family: "Lefèvre-Großkopf", birthName: "Lefèvre", born: "1990-05-08", place: "Besançon", nationality: "DEU", document: idCard},
	{given: "Jörg", family: "Straßner", born: "1978-11-11", place: "Suhl", nationality: "DEU", document: idCard},
	{given: "Đức Minh", family: "Trần", born: "1989-09-02", place: "Erfurt", nationality: "DEU", document: idCard},
	{given: "Brigitte", family: "Ächtner", born: "1965-03-03", place: "Eisenach", nationality: "DEU", document: deuPass},
	{given: "Łukasz", family: "Szczęśniak-Źrebiec", born: "1981-12-05", place: "Rzeszów", nationality: "DEU", document: idCard},
	{given: "Silke", family: "Müller", born: "1976-06-06", place: "Sömmerda", nationality: "DEU", document: idCard},
	{given: "Ramóna", family: "Szűcs", born: "1994-04-30", place: "Győr", nationality: "DEU", document: idCard},
	{given: "Theodor", family: "Freiherr von und zu Weyßenburg", born: "1957-07-27", place: "Meiningen", nationality: "DEU", document: idCard},
	{given: "Nele", family: "Ißleib", born: "2001-10-18", place: "Ilmenau", nationality: "DEU", document: idCard},
	{given: "Mihály", family: "Kőváry", born: "1986-02-14", place: "Pécs", nationality: "DEU", document: idCard},
	{given: "Roswitha", family: "Zöllner", born: "1969-08-31", place: "Apolda", nationality: "DEU", document: deuPass},
	{given: "Aarón", family: "Ibáñez Peña", born: "1997-01-06", place: "Logroño", nationality: "DEU", document: idCard},
}

// person makes the desk's record of a citizen who lives at an address.
func (w *writer) person(c citizen, home officer.Address) officer.Person {
	born, err := officer.ParseDate(c.born)
	w.keep(err)
	p := officer.Person{ID: idOf[officer.PersonID](w.house.Name + " " + c.family + " " + c.given + " " + c.born), Organisation: w.house.ID,
		PersonData: officer.PersonData{Title: c.title, GivenNames: c.given, FamilyName: c.family, BirthName: c.birthName, BirthDate: born,
			BirthPlace: c.place, Nationality: c.nationality, Address: home},
		Email: c.mail, Mobile: w.mobile()}
	if p.Email == "" {
		p.Email = mailName(c) + "@" + w.house.domain
	}
	if c.account {
		p.Account = idOf[officer.AccountID](p.Email)
	}
	return p
}

// mailName writes given and family name as the part before the @, at most one
// word of each.
func mailName(c citizen) string {
	word := func(name string) string {
		first, _, _ := strings.Cut(strings.ToLower(officer.SearchForm(name)), " ")
		return first
	}
	if c.given == "" {
		return word(c.family)
	}
	parts := strings.Fields(c.family)
	return word(c.given) + "." + word(parts[len(parts)-1])
}

// mobile draws a number from the block that the Bundesnetzagentur keeps for
// films and books: +49 171 39200 00 to 99.
func (w *writer) mobile() string {
	digits := "0123456789"
	return "+4917139200" + string(digits[w.chance.IntN(10)]) + string(digits[w.chance.IntN(10)])
}

// speaks gives the language of a citizen's papers.
func (c citizen) speaks() string {
	if c.language == "" {
		return "de"
	}
	return c.language
}
