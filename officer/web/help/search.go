package help

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"officerportal/officer"
)

// QueryLimit is the longest search, in characters; what is longer is cut.
const QueryLimit = 100

// A Hit is a topic that a search found.
type Hit struct {
	Topic   Topic
	Title   []Span
	Excerpt []Span // of its text, around what was found
}

// A Span is a part of a text that the search found, or what stands between.
type Span struct {
	Text  string
	Found bool
}

// idle lists the words of questions that say nothing about their subject.
var idle = map[string]string{
	"de": `aber als am an auf aus bei bin bitte da das dass dem den der des die dies diese dieser dieses doch du ein eine einem einen einer eines er es für gibt habe
		haben hat ich ihr ihre im in ist ja kann kein keine können man mein meine meinem meinen meiner mich mir mit muss nach nicht noch nur ob oder sein sich sie sind
		so über um und uns unter von vom vor wann warum was welche welchen welcher welches wenn wer werde werden wie wieso wird wo wohin womit zu zum zur`,
	"en": `a about am an and are as at be but by can cannot could did do does for from get has have how i if in is it its me my no not of on or our should so that the
		their there this to us was we what when where which who why will with without would you your`,
}

// What finding a word is worth, by where it stands. A title comes before any
// text, however often that says the word.
const (
	inTitle   = 100
	inWords   = 40
	inHeading = 10
	inText    = 1
)

// How well a word answers one that was asked for, from none to the same.
const (
	within = iota + 1 // a part of a compound, as Karte is of Signaturkarte
	begins            // begins like it, or differs in its ending
	same
)

// An entry is what is looked through of one topic, in search form.
type entry struct {
	topic  Topic
	places [4]place
}

type place struct {
	worth int
	words []string
}

func (t Topic) entry() entry {
	return entry{t, [4]place{
		{inTitle, words(t.Title)}, {inWords, t.words},
		{inHeading, words(strings.Join(t.headings(), " "))}, {inText, words(strings.Join(t.texts(), " "))},
	}}
}

// Search finds the topics that answer most of the words of a query, the best
// first: words of the title before words of the text. Müller, Mueller and MULLER
// are one, and so are the endings of a word.
func Search(language, query string) []Hit {
	b := books[language]
	asked := b.asked(query)
	most, ranks := 0, make(map[string]int)
	var found []entry
	for _, e := range b.index {
		n, rank := e.answers(asked)
		if n == 0 || n < most {
			continue
		}
		if n > most {
			most, found = n, nil
		}
		found, ranks[e.topic.Key] = append(found, e), rank
	}
	slices.SortStableFunc(found, func(x, y entry) int { return cmp.Compare(ranks[y.topic.Key], ranks[x.topic.Key]) })
	hits := make([]Hit, len(found))
	for i, e := range found {
		hits[i] = Hit{Topic: e.topic, Title: spans(e.topic.Title, asked), Excerpt: excerpt(e.topic.texts(), asked)}
	}
	return hits
}

// asked gives the words of a query, each in the forms it may be written in.
// Words that say nothing count only where there are no others.
func (b book) asked(query string) (list [][]string) {
	if utf8.RuneCountInString(query) > QueryLimit {
		query = string([]rune(query)[:QueryLimit])
	}
	all := slices.Compact(words(query))
	telling := slices.DeleteFunc(slices.Clone(all), func(w string) bool { return b.idle[w] || len(w) < 2 })
	if len(telling) == 0 {
		telling = all
	}
	for _, w := range telling {
		list = append(list, officer.SearchForms(w))
	}
	return list
}

// answers counts the words that stand in a topic, and says what they are worth.
func (e entry) answers(asked [][]string) (found, rank int) {
	for _, forms := range asked {
		best := 0
		for _, p := range e.places {
			for _, w := range p.words {
				best = max(best, p.worth*matches(forms, w))
			}
		}
		if best > 0 {
			found++
		}
		rank += best
	}
	return found, rank
}

// matches says how well a word answers; 0 for not at all.
func matches(forms []string, word string) (best int) {
	for _, form := range forms {
		switch {
		case form == word:
			return same
		case len(form) >= 3 && strings.HasPrefix(word, form), len(word) >= 4 && len(form)-len(word) <= 2 && strings.HasPrefix(form, word):
			best = max(best, begins)
		case len(form) >= 4 && strings.Contains(word, form):
			best = max(best, within)
		}
	}
	return best
}

// words gives the words of a text in search form.
func words(text string) (list []string) {
	for _, w := range strings.FieldsFunc(text, notOfWord) {
		if form := officer.SearchForm(w); form != "" {
			list = append(list, form)
		}
	}
	return list
}

func notOfWord(r rune) bool { return !unicode.In(r, unicode.L, unicode.N, unicode.M) }

// spans cuts a text at the words that were asked for.
func spans(text string, asked [][]string) (list []Span) {
	for text != "" {
		n := strings.IndexFunc(text, func(r rune) bool { return !notOfWord(r) })
		if n != 0 {
			list, text = add(list, text, n, false)
			continue
		}
		n = strings.IndexFunc(text, notOfWord)
		word := text
		if n > 0 {
			word = text[:n]
		}
		list, text = add(list, text, n, isAsked(word, asked))
	}
	return list
}

// add moves the first n bytes of a text, or all for a negative n, into spans.
func add(list []Span, text string, n int, found bool) ([]Span, string) {
	if n < 0 {
		n = len(text)
	}
	if last := len(list) - 1; last >= 0 && list[last].Found == found {
		list[last].Text += text[:n]
		return list, text[n:]
	}
	return append(list, Span{text[:n], found}), text[n:]
}

func isAsked(word string, asked [][]string) bool {
	form := officer.SearchForm(word)
	return slices.ContainsFunc(asked, func(forms []string) bool { return matches(forms, form) > 0 })
}

// How many characters an excerpt has, and how many of them before what was found.
const (
	excerptLength = 220
	excerptBefore = 60
)

// excerpt gives the first text with something that was found in it, or else the
// first of all, cut to a few lines.
func excerpt(texts []string, asked [][]string) []Span {
	for _, text := range texts {
		at := 0
		for _, s := range spans(text, asked) {
			if s.Found {
				return spans(shorten(text, at), asked)
			}
			at += len(s.Text)
		}
	}
	return spans(shorten(texts[0], 0), asked)
}

// shorten cuts a text to its surroundings of a byte, between words.
func shorten(text string, at int) string {
	start := 0
	if before := []rune(text[:at]); len(before) > excerptBefore {
		start = len(string(before[:len(before)-excerptBefore]))
		start += strings.IndexByte(text[start:], ' ') + 1
	}
	cut := []rune(text[start:])
	end := ""
	if len(cut) > excerptLength {
		kept := string(cut[:excerptLength])
		cut, end = []rune(kept[:strings.LastIndexByte(kept, ' ')]), " …"
	}
	if start > 0 {
		return "… " + string(cut) + end
	}
	return string(cut) + end
}
