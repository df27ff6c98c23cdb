package officer

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

const listOfTwo = "Vorname;Name;E-Mail;Kostenstelle\nJörg;Müller;joerg.mueller@beispiel.example;4711\n\"Anna Łucja\";\"D’Angelo Öz\";;\"47;12\"\n"

func TestPeopleAreReadHoweverTheyWereSaved(t *testing.T) {
	latin, err := charmap.Windows1252.NewEncoder().String(strings.ReplaceAll(listOfTwo, "Ł", "L"))
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(listOfTwo)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"UTF-8": listOfTwo, "with a mark": "\uFEFF" + listOfTwo, "Windows": latin, "UTF-16": wide,
		"line ends of Windows": strings.ReplaceAll(listOfTwo, "\n", "\r\n"), "line ends of old": strings.ReplaceAll(listOfTwo, "\n", "\r"),
		"tabs":            strings.NewReplacer("7;1", "7;1", ";", "\t").Replace(listOfTwo),
		"commas":          strings.NewReplacer("7;1", "7;1", ";", ",").Replace(listOfTwo),
		"no last line":    strings.TrimSuffix(listOfTwo, "\n"),
		"empty lines":     strings.ReplaceAll(listOfTwo, "\n", "\n\n;;;\n"),
		"English columns": strings.Replace(listOfTwo, "Vorname;Name;E-Mail;Kostenstelle", "first_name;LAST NAME;E-mail address;cost centre", 1),
		"a column more":   strings.Replace(strings.ReplaceAll(listOfTwo, "\n", ";x\n"), ";x", ";Personalnummer", 1),
	} {
		list, err := ReadPeople([]byte(data), false)
		if err != nil || len(list.People) != 2 || len(list.Faults) != 0 {
			t.Errorf("%s: %v %+v", name, err, list)
			continue
		}
		a, b := list.People[0], list.People[1]
		if a.Name() != "Jörg Müller" || a.Email != "joerg.mueller@beispiel.example" || a.CostCentre != "4711" || b.Email != "" || !strings.HasSuffix(b.Name(), "ucja D’Angelo Öz") || b.CostCentre != "47;12" {
			t.Errorf("%s: %+v", name, list.People)
		}
		if name == "a column more" && !slices.Equal(list.Ignored, []string{"Personalnummer"}) {
			t.Errorf("ignored are %q", list.Ignored)
		}
	}
}

func TestListsThatAreNone(t *testing.T) {
	for data, key := range map[string]string{
		"":                           "list.empty",
		" \n\n":                      "list.empty",
		"PK\x03\x04xxxx":             "list.spreadsheet",
		"Name;Mail\n":                "list.only_head",
		"Vorname;E-Mail\na;b@c.de\n": "list.no_name_column",
		"Name;Vorname\nMeier;Kim\n":  "list.no_email_column",
		"Name;Nachname;Mail\nx;x;x":  "list.column_twice",
		"Name;\"Mail\nx":             "list.quote_open",
		"Name;Mail\nMei\x00er;x":     "list.not_text",
		"Name;Mail\n" + strings.Repeat("Meier;x\n", MaxListPeople+1): "list.too_long",
	} {
		var e *Error
		if _, err := ReadPeople([]byte(data), true); !errors.As(err, &e) || e.Kind != Invalid || e.Key != key {
			t.Errorf("%.30q: %v, want %s", data, err, key)
		}
	}
}

// Everything that is wrong is told, with the line where it stands.
func TestEveryFaultOfAListIsTold(t *testing.T) {
	data := strings.Join([]string{
		"Vorname;Nachname;E-Mail;Sprache;Bemerkung",     // 1
		"Kim;Meier;kim.meier@beispiel.example;de;",      // 2
		"Kim7;;kein@;klingonisch;",                      // 3: four faults
		"Ada;Müller;poststelle@beispiel.example;;",      // 4
		"Bo;Groß;Kim.Meier+2@beispiel.example;;",        // 5: the same mailbox as in line 2
		"Eva;Klein;eva@beispiel.example;english;\"zwei", // 6 and 7
		"Zeilen\"",                                        // 7
		"Jo;Lang;jo@beispiel.example;;;zu viel",           // 8
		"Al;Kurz;al@beispiel.example;;\"falsch\" zitiert", // 9
		"Hr;Rat;hr@beispiel.example;EN;",                  // 10: initials, perhaps
		"Ohne;Adresse;;;",                                 // 11
		"Uli;Ende;uli@beispiel.example;;\"nie zu",         // 12
		"egal;egal;egal@beispiel.example;;",               // 13, swallowed
	}, "\n")
	list, err := ReadPeople([]byte(data), true)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range list.Faults {
		got = append(got, fmt.Sprint(f.Line, " ", f.Field, " ", f.Key))
	}
	want := []string{"3 email email.form", "3 family_name form.missing", "3 given_names name.digit", "3 language list.language", "4 email email.role",
		"5 email list.email_twice", "8  list.too_many_fields", "9  list.quote", "11 email form.missing", "12  list.quote_open"}
	if !slices.Equal(got, want) {
		t.Errorf("faults\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(list.People) != 3 || list.Rows != 10 || list.FaultyRows() != 7 || list.People[1].Language != "en" || list.People[1].Note != "zwei\nZeilen" && list.People[1].Note != "zwei Zeilen" {
		t.Errorf("%+v", list)
	}
	if len(list.Warnings) != 1 || list.Warnings[0].Line != 10 {
		t.Errorf("warnings %+v", list.Warnings)
	}
}

// FuzzPeople: whatever is uploaded, nothing breaks, every row is a person or has a
// fault, and lines are those of the file.
func FuzzPeople(f *testing.F) {
	for _, seed := range []string{listOfTwo, "Name,Mail\n\"a\"\"b\",x@y.de\n", "Name\tMail\n\"offen", "\uFEFFName;\r\nx\r\n", "\xFF\xFEN\x00a\x00m\x00e\x00\n\x00x\x00", "name\n\n\n\"a\nb\"\n"} {
		f.Add([]byte(seed), true)
		f.Add([]byte(seed), false)
	}
	f.Fuzz(func(t *testing.T, data []byte, mails bool) {
		list, err := ReadPeople(data, mails)
		if err != nil {
			if !errors.Is(err, Invalid) {
				t.Fatalf("a fault: %v", err)
			}
			return
		}
		faulty := map[int]bool{}
		for _, x := range list.Faults {
			faulty[x.Line] = true
		}
		if list.Rows != len(list.People)+len(faulty) {
			t.Fatalf("%d rows, %d people, %d with faults", list.Rows, len(list.People), len(faulty))
		}
		last := 1
		for _, p := range list.People {
			if p.Line <= last || p.FamilyName == "" || faulty[p.Line] || mails && p.Email == "" {
				t.Fatalf("after line %d: %+v", last, p)
			}
			last = p.Line
		}
		if lines := len(data) + 2; last > lines {
			t.Fatalf("line %d of at most %d", last, lines)
		}
	})
}

// FuzzTable: what is written with quotes is read as it was.
func FuzzTable(f *testing.F) {
	f.Add("a", "b;c", "d\"e\nf", byte(';'))
	f.Fuzz(func(t *testing.T, a, b, c string, separator byte) {
		if !strings.ContainsRune(",;\t", rune(separator)) {
			return
		}
		want := []string{a, b, c}
		var quoted []string
		for i, x := range want {
			want[i] = strings.TrimSpace(x)
			quoted = append(quoted, `"`+strings.ReplaceAll(x, `"`, `""`)+`"`)
		}
		row := strings.Join(quoted, string(separator))
		records, more := cutTable(row+"\n"+row, separator, 10)
		if more {
			t.Fatal("more")
		}
		if strings.Join(want, "") == "" {
			return // an empty row is left out
		}
		if len(records) != 2 || records[1].Line != 2+strings.Count(row, "\n") {
			t.Fatalf("%q: %+v", row, records)
		}
		for _, r := range records {
			if r.Fault != "" || !slices.Equal(r.Fields, want) {
				t.Fatalf("%q: %+v", row, r)
			}
		}
	})
}
