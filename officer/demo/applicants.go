package demo

import "officerportal/officer"

// applicants are natural persons with accounts of their own and no role.
var applicants = []officer.Account{
	account("amelie.berger@postfach.example", "Amélie", "Berger", "de"),
	account("tomasz.zielinski@postfach.example", "Tomasz", "Zieliński", "en"),
}
