package officer

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// A csvRecord is one row of a table: where it begins in the file, and its fields.
// Fault is the key of a message if the row cannot be taken apart.
type csvRecord struct {
	Line   int // the first is 1
	Fields []string
	Fault  string
}

// decodeTable gives a table's text as people save it: UTF-8 with or without a byte
// order mark, UTF-16 with one, else Windows-1252, which spreadsheets in Germany
// still write. Errors are [Invalid]: list.empty, list.spreadsheet, list.not_text.
func decodeTable(data []byte) (string, error) {
	var text string
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return "", Fail(Invalid, "list.empty")
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0")):
		return "", Fail(Invalid, "list.spreadsheet")
	case bytes.HasPrefix(data, []byte("\xFF\xFE")), bytes.HasPrefix(data, []byte("\xFE\xFF")):
		text = decodeUTF16(data)
	case utf8.Valid(data):
		text = strings.TrimPrefix(string(data), "\uFEFF")
	default:
		decoded, err := charmap.Windows1252.NewDecoder().Bytes(data)
		if err != nil {
			return "", Fail(Invalid, "list.not_text")
		}
		text = string(decoded)
	}
	if strings.ContainsAny(text, "\x00\uFFFD") {
		return "", Fail(Invalid, "list.not_text")
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), nil
}

func decodeUTF16(data []byte) string {
	high := 0
	if data[0] == 0xFF { // the low byte stands first
		high = 1
	}
	var units []uint16
	for i := 2; i+1 < len(data); i += 2 {
		units = append(units, uint16(data[i+high])<<8|uint16(data[i+1-high]))
	}
	return string(utf16.Decode(units))
}

// separatorOf tells by its first line what separates a table's fields: of comma,
// semicolon and tab the one that stands there most often outside of quotes.
func separatorOf(text string) byte {
	counts := map[byte]int{}
	quoted := false
	for i := 0; i < len(text) && (quoted || text[i] != '\n'); i++ {
		switch c := text[i]; c {
		case '"':
			quoted = !quoted
		case ',', ';', '\t':
			if !quoted {
				counts[c]++
			}
		}
	}
	best := byte(';')
	for _, c := range []byte{',', '\t'} {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return best
}

// cutTable takes a table apart, as RFC 4180 has it: fields may stand in quotes,
// and then hold separators, line breaks and doubled quotes. Empty lines count but
// are left out. A row with a fault does not hinder those after it, but for a quote
// that never closes. At most max rows are read; more is reported.
func cutTable(text string, separator byte, max int) (records []csvRecord, more bool) {
	line := 1
	for text != "" {
		if strings.HasPrefix(text, "\n") {
			text, line = text[1:], line+1
			continue
		}
		if len(records) == max {
			return records, true
		}
		r := csvRecord{Line: line}
		var lines int
		lines, text = r.read(text, separator)
		line += lines
		if strings.TrimSpace(strings.Join(r.Fields, "")) != "" || r.Fault != "" {
			records = append(records, r)
		}
	}
	return records, false
}

// read takes one row off the text and gives how many lines it took.
func (r *csvRecord) read(text string, separator byte) (lines int, rest string) {
	for {
		var field string
		if strings.HasPrefix(text, `"`) {
			field, text = r.quoted(text[1:])
			lines += strings.Count(field, "\n")
		}
		end := strings.IndexAny(text, string(separator)+"\n")
		if end < 0 {
			end = len(text)
		}
		if strings.Contains(text[:end], `"`) || field != "" && strings.TrimSpace(text[:end]) != "" {
			r.Fault = "list.quote"
		}
		if field == "" {
			field = text[:end]
		}
		r.Fields, text = append(r.Fields, strings.TrimSpace(field)), text[end:]
		if text == "" {
			return lines, ""
		}
		ends := text[0] == '\n'
		if text = text[1:]; ends {
			return lines + 1, text
		}
	}
}

// quoted reads a field after its opening quote up to the closing one.
func (r *csvRecord) quoted(text string) (field, rest string) {
	var b strings.Builder
	for {
		end := strings.IndexByte(text, '"')
		if end < 0 {
			r.Fault = "list.quote_open"
			b.WriteString(text)
			return b.String(), ""
		}
		b.WriteString(text[:end])
		if text = text[end+1:]; !strings.HasPrefix(text, `"`) {
			return b.String(), text
		}
		b.WriteByte('"')
		text = text[1:]
	}
}
