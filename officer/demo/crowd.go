package demo

import (
	"fmt"

	"officerportal/officer"
)

// An origin is where a name comes from: people are drawn from it with one given
// and one family name.
type origin struct {
	weight       int
	given        []string
	family       []string
	places       []string
	nationality  string
	document     officer.DocumentType
	passportToo  bool // some show a German passport instead
	doubleFamily bool // some have a double name
}

// origins of the people who ordered in the past ten months.
var origins = []origin{
	{weight: 11, nationality: "DEU", document: idCard, passportToo: true, doubleFamily: true,
		given:  []string{"Anke", "Bernd", "Carola", "Detlef", "Erika", "Florian", "Gesa", "Heiko", "Imke", "Jörn", "Katja", "Lüder", "Marit", "Nils", "Okka", "Petra", "Rüdiger", "Svenja", "Torben", "Ulrike", "Volker", "Wencke", "Hannah", "Leon", "Finn-Ole", "Marie-Luise", "Björn", "Käthe"},
		family: []string{"Ahlers", "Böttcher", "Carstens", "Dörnbrack", "Eggers", "Fröhlich", "Grünewald", "Hövelmann", "Ickenroth", "Jäger", "Köhler", "Lübbers", "Möhring", "Nothdurft", "Oehlenschläger", "Prüß", "Quast", "Röhrig", "Süßmilch", "Tiedemann", "Überschär", "Vöge", "Wüstenhagen", "Zöbisch", "Müller", "Schmidt", "Meißner", "Großkreutz"},
		places: []string{"Rostock", "Lübeck", "Bremen", "Hannover", "Erfurt", "Kassel", "Leipzig", "Emden", "Schwerin", "Göttingen", "Würzburg", "Köln"}},
	{weight: 2, nationality: "DEU", document: idCard, passportToo: true,
		given: []string{"Ayşe", "Burak", "Çiğdem", "Deniz", "Eren", "Gökhan", "Hülya", "İlker"}, family: []string{"Arslan", "Bozkurt", "Çakır", "Doğan", "Erdoğmuş", "Güneş", "Işık", "Özdemir"},
		places: []string{"Duisburg", "Ankara", "Hannover", "Bursa"}},
	{weight: 2, nationality: "DEU", document: idCard,
		given: []string{"Agnieszka", "Bartosz", "Grażyna", "Paweł", "Zofia", "Żaneta"}, family: []string{"Gąsior", "Kołodziej", "Mróz", "Pająk", "Świątek", "Żuraw"}, places: []string{"Poznań", "Zgorzelec", "Berlin"}},
	{weight: 1, nationality: "DEU", document: idCard,
		given: []string{"Hữu Phước", "Lan Chi", "Quỳnh", "Văn Đạt"}, family: []string{"Phạm", "Lê", "Võ", "Đỗ"}, places: []string{"Huế", "Rostock", "Đà Nẵng"}},
	{weight: 1, nationality: "UKR", document: permit,
		given: []string{"Natalija", "Jurij", "Svitlana", "Taras"}, family: []string{"Bondarenko", "Kovalʹčuk", "Lysenko", "Tkačenko"}, places: []string{"Žytomyr", "Lʹviv", "Odesa"}},
	{weight: 1, nationality: "DEU", document: deuPass,
		given: []string{"Chloé", "François", "Inès", "Søren", "Ragnhild", "Dagný"}, family: []string{"Besançon", "Brontë-Kröger", "Kjærgaard", "Lindqvist", "Øksnevad", "Núñez"}, places: []string{"Lyon", "Aarhus", "Reykjavík", "Bilbao"}},
	{weight: 1, nationality: "TUR", document: permit,
		given: []string{"Kadir", "Melike", "Ömer", "Şebnem"}, family: []string{"Akın", "Koçyiğit", "Şimşek", "Ünal"}, places: []string{"Gaziantep", "İstanbul", "Kırşehir"}},
}

// stranger draws somebody.
func (w *writer) stranger() citizen {
	o := w.origin()
	c := citizen{given: pick(w.chance, o.given), family: pick(w.chance, o.family), place: pick(w.chance, o.places), nationality: o.nationality, document: o.document,
		born: fmt.Sprintf("%04d-%02d-%02d", w.chance.between(1958, 2003), w.chance.between(1, 12), w.chance.between(1, 28))}
	if o.passportToo && w.chance.IntN(5) == 0 {
		c.document = deuPass
	}
	if o.doubleFamily && w.chance.IntN(9) == 0 {
		c.birthName = c.family
		c.family += "-" + pick(w.chance, o.family)
	}
	return c
}

func (w *writer) origin() origin {
	sum := 0
	for _, o := range origins {
		sum += o.weight
	}
	drawn := w.chance.IntN(sum)
	for _, o := range origins {
		if drawn -= o.weight; drawn < 0 {
			return o
		}
	}
	return origins[0]
}

// towns are where an organisation's people live.
var towns = map[officer.OrganisationKind][]officer.Address{
	officer.Company: {{PostalCode: "18055", Locality: "Rostock"}, {PostalCode: "18119", Locality: "Rostock"}, {PostalCode: "18209", Locality: "Bad Doberan"},
		{PostalCode: "23966", Locality: "Wismar"}, {PostalCode: "26121", Locality: "Oldenburg"}, {PostalCode: "24939", Locality: "Flensburg"}},
	officer.Authority: {{PostalCode: "99998", Locality: "Lindenau an der Aue"}, {PostalCode: "99997", Locality: "Burgtal"}, {PostalCode: "99996", Locality: "Auenrode"}},
	officer.TSP:       {{PostalCode: "10999", Locality: "Berlin"}, {PostalCode: "80999", Locality: "München"}, {PostalCode: "50999", Locality: "Köln"}},
}

var streets = []string{"Birkenweg", "Am Mühlenteich", "Lange Zeile", "Fährgasse", "Möwenstieg", "Kastanienallee", "Bürgermeister-Köster-Straße", "Hinter der Bleiche",
	"Schlehenhang", "Große Gärten", "Zum Pferdestall", "Ährenfeld"}

// home draws an address.
func (w *writer) home() officer.Address {
	a := pick(w.chance, towns[w.house.Kind])
	a.Street, a.Country = fmt.Sprintf("%s %d", pick(w.chance, streets), w.chance.between(1, 88)), "DE"
	return a
}
