package demo

import (
	"cmp"

	"officerportal/officer"
)

// A house is an organisation of the demo with everything about it that is not
// drawn by lot.
type house struct {
	officer.Organisation
	domain   string // of its people's mail addresses
	branches []officer.Branch
	shop     officer.Shop
	sells    []string            // codes of products, the public shop sells all
	by       []officer.Procedure // by which its shop lets people be identified
	letter   byte                // of its logo; 0 for none
	codes    []shopCodePlan      // that open its shop
	more     []section           // its other shops
	staff    []colleague
	people   []citizen // who stand in its cases
}

// houses are the organisations of the demo; the provider first, whose operator
// admits the others.
var houses = []house{provider(), company(), authority()}

func provider() house {
	h := house{domain: "federkiel.example", staff: providerStaff, people: applicants, Organisation: officer.Organisation{
		Number: 1000, Kind: officer.TSP, Name: "Federkiel Vertrauensdienste GmbH", LegalForm: "GmbH",
		Address:       officer.Address{Street: "Tintenfassgasse 8", PostalCode: "10999", Locality: "Berlin", Country: "DE"},
		RegisterCourt: "Amtsgericht Charlottenburg", RegisterNumber: "HRB 990000", VATID: "DE999000000",
		DocumentTypes: officer.DocumentTypes,
	}}
	h.branch("Hauptsitz", h.Address)
	h.by = []officer.Procedure{officer.PostIdentBranch, officer.PostIdentEID, officer.NotarIdent, officer.BotschaftsIdent}
	h.shop = officer.Shop{Name: "Federkiel Shop", Public: true,
		GreetingDE: "Signatur- und Siegelkarten für alle.", GreetingEN: "Signature and seal cards for everybody."}
	return h.named()
}

func company() house {
	h := house{domain: "moewenwind.example", staff: companyStaff, people: companyPeople, Organisation: officer.Organisation{
		Number: 1042, Kind: officer.Company, Name: "Möwenwind Energie GmbH", LegalForm: "GmbH",
		Address:       officer.Address{Street: "Am Leuchtfeuer 12", PostalCode: "18119", Locality: "Rostock", Country: "DE"},
		RegisterCourt: "Amtsgericht Rostock", RegisterNumber: "HRB 991042", VATID: "DE999001042",
		DocumentTypes:         []officer.DocumentType{officer.IdentityCard, officer.Passport, officer.ResidencePermit, officer.ForeignPassport},
		PurchaseOrderRequired: true,
	}}
	h.branch("Hauptsitz", h.Address)
	h.branch("Niederlassung West", officer.Address{Street: "Huntekai 4", PostalCode: "26122", Locality: "Oldenburg", Country: "DE"})
	h.branch("Niederlassung Nord", officer.Address{Street: "Speicherzeile 9", PostalCode: "24937", Locality: "Flensburg", Country: "DE"})
	h.by = []officer.Procedure{officer.OfficerIdent, officer.PostIdentBranch, officer.PostIdentEID}
	h.sells = []string{"SIG-STD-6.1", "SIG-STD-5.1", "SIG-M100-5.1", "SIG-MULTI-5.1", "SIG-PROF-5.1", "SEAL-STD-6.4", "SEAL-MULTI-5.4", "OFF-STD-5.1",
		"TEST-SIG-STD-5.1", "TEST-SEAL-STD-5.4"}
	h.shop = officer.Shop{Name: "Kartenstelle Möwenwind",
		GreetingDE: "Karten für Beschäftigte. Bitte halten Sie Ihren Ausweis und die Bestellnummer Ihrer Abteilung bereit.",
		GreetingEN: "Cards for employees. Please have your identity document and your department’s purchase-order number ready."}
	h.letter, h.codes, h.more = 'M', companyCodes, []section{project(), exchange()}
	return h.named()
}

func authority() house {
	h := house{domain: "lra-lindenaukreis.example", staff: authorityStaff, people: authorityPeople, Organisation: officer.Organisation{
		Number: 1043, Kind: officer.Authority, Name: "Landratsamt Lindenaukreis",
		Address:       officer.Address{Street: "Kreishausplatz 1", PostalCode: "99998", Locality: "Lindenau an der Aue", Country: "DE"},
		DocumentTypes: []officer.DocumentType{officer.IdentityCard, officer.Passport, officer.ResidencePermit},
		SecondCheck:   true,
	}}
	h.branch("Kreishaus", h.Address)
	h.branch("Außenstelle Burgtal", officer.Address{Street: "Marktgasse 3", PostalCode: "99997", Locality: "Burgtal", Country: "DE"})
	h.by = []officer.Procedure{officer.BehoerdenIdent, officer.PostIdentBranch}
	h.sells = []string{"SIG-STD-6.1", "SIG-STD-5.1", "SIG-M100-5.1", "SIG-PROF-5.1", "SEAL-STD-6.4", "SEAL-STD-5.4", "OFF-STD-5.1", "TEST-SIG-STD-5.1", "TEST-OFF-STD-5.1"}
	h.shop = officer.Shop{Name: "Kartenstelle des Landratsamts",
		GreetingDE: "Karten für die Bediensteten der Kreisverwaltung und der kreisangehörigen Gemeinden.",
		GreetingEN: "Cards for the staff of the district administration and its municipalities."}
	h.letter, h.codes = 'L', authorityCodes
	return h.named()
}

// branch adds a site.
func (h *house) branch(name string, a officer.Address) {
	h.branches = append(h.branches, officer.Branch{Name: name, Address: a})
}

// named gives the organisation and its parts the ids that belong to their names.
func (h house) named() house {
	h.ID = idOf[officer.OrganisationID](h.Name)
	h.Status, h.EmailDomains = "active", []string{h.domain}
	for i := range h.branches {
		b := &h.branches[i]
		b.Organisation, b.ID = h.ID, idOf[officer.BranchID](h.Name+" "+b.Name)
	}
	shops := []*officer.Shop{&h.shop}
	for i := range h.more {
		shops = append(shops, &h.more[i].Shop)
	}
	for _, s := range shops {
		s.Organisation, s.ID, s.Status = h.ID, idOf[officer.ShopID](h.Name+" "+s.Name), cmp.Or(s.Status, officer.ShopOpen)
		s.DeliveryTo, s.PaidBy = cmp.Or(s.DeliveryTo, officer.DeliverAnywhere), cmp.Or(s.PaidBy, officer.PaidByApplicant)
	}
	return h
}
