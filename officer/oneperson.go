package officer

import (
	"errors"
	"slices"
	"strings"
)

// One account is one person's. Whoever orders has to be who the account belongs
// to, and who they were in the account's earlier applications.

// AnotherPerson says what about a person differs from who the account applied as
// before, or, the first time, from whose account it is; names are compared as
// people and documents write them. Fields are those of the person's page. The
// first earlier application counts that is given.
func AnotherPerson(account Account, earlier []PersonData, now PersonData) Problems {
	var p Problems
	if len(earlier) == 0 {
		if now.FamilyName != "" && !sharesName(account, now) {
			p.Add("family_name", "identity.not_the_account", "name", account.Name())
		}
		return p
	}
	before := earlier[0]
	if now.FamilyName+now.GivenNames != "" && !sameNames(before, now) {
		p.Add("family_name", "identity.other_name", "name", before.Spoken())
	}
	if !now.BirthDate.IsZero() && !before.BirthDate.IsZero() && now.BirthDate != before.BirthDate {
		p.Add("birth_date", "identity.other_birth_date")
	}
	return p
}

// sameNames reports whether two names may be one person's: the same family name,
// so that Müller is Mueller, and no given name that the other does not have;
// people leave some of theirs out.
func sameNames(a, b PersonData) bool {
	return overlap(SearchForms(a.FamilyName), SearchForms(b.FamilyName)) && (among(a.GivenNames, b.GivenNames) || among(b.GivenNames, a.GivenNames))
}

// among reports whether each word of a name is one of another's.
func among(few, many string) bool {
	words := nameWords(many)
	for _, word := range strings.Fields(SearchForm(few)) {
		if !overlap(SearchForms(word), words) {
			return false
		}
	}
	return true
}

// sharesName reports whether a person may be who opened an account, where people
// write a first name and one of two family names: each has a word in common. Who
// has one name only has it in either place.
func sharesName(account Account, p PersonData) bool {
	given, family := nameWords(account.GivenNames), nameWords(account.FamilyName)
	all := nameWords(p.GivenNames + " " + p.FamilyName + " " + p.BirthName)
	return overlap(family, all) && (len(given) == 0 || p.GivenNames == "" || overlap(given, all))
}

// nameWords are the words of a name in all their search forms.
func nameWords(name string) (words []string) {
	for _, form := range SearchForms(strings.ReplaceAll(name, "-", " ")) {
		words = append(words, strings.Fields(form)...)
	}
	return words
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// OtherThanBefore reports whether a refusal says that the account applied as
// somebody else before.
func OtherThanBefore(refusal error) bool {
	return told(refusal, "identity.other_name") || told(refusal, "identity.other_birth_date")
}

// TwoPeople reports whether a refusal says that name and birth date are another
// person's; one of them alone may be a slip, or a new name.
func TwoPeople(refusal error) bool {
	return told(refusal, "identity.other_name") && told(refusal, "identity.other_birth_date")
}

func told(refusal error, key string) bool {
	var e *Error
	return errors.As(refusal, &e) && slices.ContainsFunc(e.Fields, func(p Problem) bool { return p.Key == key })
}
