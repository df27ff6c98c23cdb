package demo

import "officerportal/officer"

// A standing is the situation that an officer's appointment is in.
type standing int

// The situations. An officer at work has a training that holds for months yet.
const (
	noOfficer standing = iota
	atWork
	trainingRunsOut
	trainingLapsed
	suspended
	nominated
	accepted // but no background check
	left
)

// A colleague is somebody who works for one of the houses.
type colleague struct {
	given, family string
	mail          string // what stands before the @
	branch        int
	roles         []officer.Role // besides the officer's
	officer       standing
	language      string // German where it is empty
}

var providerStaff = []colleague{
	{given: "Kerstin", family: "Vogel", mail: "kerstin.vogel", roles: roles(officer.RoleOperator)},
	{given: "Nikolai", family: "Brandt", mail: "nikolai.brandt", roles: roles(officer.RoleOperator)},
	{given: "Johanna", family: "Reimers", mail: "johanna.reimers", roles: roles(officer.RoleClerk)},
	{given: "Emre", family: "Aydın", mail: "emre.aydin", roles: roles(officer.RoleClerk)},
	{given: "Elisabeth", family: "Graf", mail: "elisabeth.graf", roles: roles(officer.RoleAuditor)},
	{given: "David", family: "Rosenthal", mail: "david.rosenthal", roles: roles(officer.RoleAuditor), language: "en"},
}

var companyStaff = []colleague{
	{given: "Katrin", family: "Albers", mail: "katrin.albers", roles: roles(officer.RoleRAManager)},
	{given: "Mehmet", family: "Yıldız", mail: "mehmet.yildiz", branch: 1, roles: roles(officer.RoleRAManager)},
	{given: "Jonas", family: "Petersen", mail: "jonas.petersen", officer: atWork},
	{given: "Łucja", family: "Nowak-Brandt", mail: "lucja.nowak-brandt", branch: 1, officer: atWork},
	{given: "Aoife", family: "O’Brien", mail: "aoife.obrien", branch: 2, officer: atWork, language: "en"},
	{given: "Henrike", family: "Ostermann", mail: "henrike.ostermann", branch: 2, officer: trainingRunsOut},
	{given: "Sören", family: "Thomsen", mail: "soeren.thomsen", branch: 1, officer: trainingLapsed},
	{given: "Bettina", family: "Krüger", mail: "bettina.krueger", officer: suspended},
	{given: "Minh Anh", family: "Nguyễn", mail: "minhanh.nguyen", officer: nominated},
	{given: "Fatima", family: "El Amrani", mail: "fatima.elamrani", branch: 2, officer: accepted},
	{given: "Uwe", family: "Brinkmann", mail: "uwe.brinkmann", officer: left},
	{given: "Dorothea", family: "Wegner", mail: "dorothea.wegner", roles: roles(officer.RoleChecker)},
	{given: "İbrahim", family: "Kaya", mail: "ibrahim.kaya", branch: 1, roles: roles(officer.RoleChecker)},
	{given: "Sabine", family: "Lütjens", mail: "sabine.luetjens", roles: roles(officer.RoleShopAdmin)},
	{given: "Paul", family: "Okafor", mail: "paul.okafor", branch: 2, roles: roles(officer.RoleShopAdmin), language: "en"},
	{given: "Renate", family: "Schöller", mail: "renate.schoeller", roles: roles(officer.RoleAuditor)},
	{given: "Tobias", family: "Falk", mail: "tobias.falk", roles: roles(officer.RoleAuditor)},
}

var authorityStaff = []colleague{
	{given: "Gudrun", family: "Haberland", mail: "gudrun.haberland", roles: roles(officer.RoleRAManager)},
	{given: "Stefan", family: "Wójcik", mail: "stefan.wojcik", branch: 1, roles: roles(officer.RoleRAManager, officer.RoleShopAdmin)},
	{given: "Andreas", family: "Böhm", mail: "andreas.boehm", officer: atWork},
	{given: "Claudia", family: "Đurić", mail: "claudia.duric", branch: 1, officer: atWork, roles: roles(officer.RoleChecker)},
	{given: "Øyvind", family: "Hansen", mail: "oeyvind.hansen", branch: 1, officer: trainingRunsOut},
	{given: "Marlies", family: "Zahn", mail: "marlies.zahn", officer: trainingLapsed},
	{given: "Georg", family: "Straßburger", mail: "georg.strassburger", officer: nominated},
	{given: "Friederike", family: "Sommer", mail: "friederike.sommer", roles: roles(officer.RoleChecker)},
	{given: "Murat", family: "Demirci", mail: "murat.demirci", branch: 1, roles: roles(officer.RoleChecker)},
	{given: "Heike", family: "Baumgärtner", mail: "heike.baumgaertner", roles: roles(officer.RoleShopAdmin)},
	{given: "Lars", family: "Uhlmann", mail: "lars.uhlmann", roles: roles(officer.RoleShopAdmin)},
	{given: "Annegret", family: "Voß", mail: "annegret.voss", roles: roles(officer.RoleAuditor)},
	{given: "Pavel", family: "Dvořák", mail: "pavel.dvorak", branch: 1, roles: roles(officer.RoleAuditor)},
}

func roles(list ...officer.Role) []officer.Role { return list }

// account gives a colleague's account.
func (h house) account(c colleague) officer.Account {
	language := c.language
	if language == "" {
		language = "de"
	}
	return account(c.mail+"@"+h.domain, c.given, c.family, language)
}

// account makes an account without a password: nobody signs in to it but by the
// one click of the demo.
func account(email, given, family, language string) officer.Account {
	return officer.Account{ID: idOf[officer.AccountID](email), Email: email, EmailKey: officer.Email(email).AccountKey(),
		GivenNames: given, FamilyName: family, Language: language, Status: officer.AccountActive}
}
