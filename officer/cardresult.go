package officer

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"regexp"
	"strings"
	"time"
)

// Bounds of a file of results.
const (
	MaxResultBytes      = 32 << 20
	MaxResultRows       = 20_000
	maxResultLine       = 128 << 10
	maxCertificateBytes = 16 << 10
	maxChain            = 4
)

// A CardResult is what the personaliser reports of one card. All but the card
// may be missing: what was sent on another day comes in another file.
type CardResult struct {
	Batch        BatchID                        `json:"batch,omitempty"` // in a file, of the whole file unless a row says otherwise
	Card         CardID                         `json:"card"`
	Serial       string                         `json:"serial,omitempty"`       // the chip's number (ICCSN)
	Certificates map[CertificateUsage]Certified `json:"certificates,omitempty"` // by usage
	Chain        []Certified                    `json:"chain,omitempty"`        // the authorities' above them, without the anchor
	ProducedOn   Date                           `json:"produced_on,omitzero"`
	CardSent     *Sending                       `json:"card_sent,omitempty"`
	PINSent      *Sending                       `json:"pin_letter_sent,omitempty"`
	Fault        *ProductionFault               `json:"fault,omitempty"`
}

// Certified is a certificate as DER. In a file it stands as PEM, or as the DER's
// Base64 alone.
type Certified []byte

// A Sending says when a parcel was handed to the carrier.
type Sending struct {
	At       Instant `json:"at"`
	Tracking string  `json:"tracking,omitempty"`
}

// An Instant is a point in time. A mere day stands for its noon in Germany.
type Instant struct{ Time time.Time }

// A ProductionFault says why a card cannot be made.
type ProductionFault struct {
	Code string `json:"code"`
	Text string `json:"text,omitempty"` // for the clerk
}

// ProductionFaults lists the reasons for which a card cannot be made.
var ProductionFaults = []string{"chip", "key_generation", "certificate", "printing", "data", "address", "other"}

// A ResultRow is a line of a file: a result, or why it could not be read.
type ResultRow struct {
	Line    int
	Result  CardResult
	Problem *Problem
}

// ReadResults takes a file of results apart: JSON Lines, one card a line, or one
// JSON object with the list "results". A line that cannot be read is told and
// hinders no other. Errors are [Invalid] and say that nothing could be read.
func ReadResults(file []byte) ([]ResultRow, error) {
	file = bytes.TrimSpace(bytes.TrimPrefix(file, []byte("\ufeff")))
	switch {
	case len(file) == 0:
		return nil, Fail(Invalid, "result.empty_file")
	case len(file) > MaxResultBytes:
		return nil, Fail(Invalid, "form.file_too_large", "megabytes", MaxResultBytes>>20)
	case file[0] != '{':
		return nil, Fail(Invalid, "result.not_json")
	}
	var whole struct {
		Batch   BatchID           `json:"batch"`
		Results []json.RawMessage `json:"results"`
	}
	if json.Unmarshal(file, &whole) == nil && whole.Results != nil {
		return readRows(whole.Batch, whole.Results)
	}
	return readLines(file)
}

func readRows(batch BatchID, list []json.RawMessage) (rows []ResultRow, err error) {
	if len(list) > MaxResultRows {
		return nil, Fail(Invalid, "result.too_many", "count", MaxResultRows)
	}
	for i, text := range list {
		row := readRow(i+1, text)
		if row.Result.Batch == "" {
			row.Result.Batch = batch
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func readLines(file []byte) (rows []ResultRow, err error) {
	in := bufio.NewScanner(bytes.NewReader(file))
	in.Buffer(make([]byte, 0, maxResultLine), maxResultLine)
	for line := 1; in.Scan(); line++ {
		text := bytes.TrimSpace(in.Bytes())
		if len(text) == 0 {
			continue
		}
		if len(rows) == MaxResultRows {
			return nil, Fail(Invalid, "result.too_many", "count", MaxResultRows)
		}
		rows = append(rows, readRow(line, text))
	}
	if errors.Is(in.Err(), bufio.ErrTooLong) {
		return nil, Fail(Invalid, "result.line_too_long", "line", len(rows)+1)
	}
	return rows, in.Err()
}

// readRow reads one card's result strictly: a name that is none of the format's
// may be a misspelt one, and what it says would be lost.
func readRow(line int, text []byte) ResultRow {
	row := ResultRow{Line: line}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	err := d.Decode(&row.Result)
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			err = errors.New("more after the end")
		}
	}
	var refusal *Error
	switch {
	case errors.As(err, &refusal):
		row.Problem = &Problem{Field: "row", Key: refusal.Key, Args: refusal.Args}
	case err != nil:
		row.Problem = &Problem{Field: "row", Key: "result.unreadable", Args: Args{"why": reason(err)}}
	}
	return row
}

// reason is what the decoder says, without what the file contains.
func reason(err error) string {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return kind.Field + ": " + kind.Value
	}
	why := strings.TrimPrefix(err.Error(), "json: ")
	return why[:min(len(why), 120)]
}

// UnmarshalText reads PEM or Base64, within bounds.
func (c *Certified) UnmarshalText(text []byte) error {
	if len(text) > 2*maxCertificateBytes {
		return Fail(Invalid, "result.certificate_too_large", "kilobytes", maxCertificateBytes>>10)
	}
	if block, _ := pem.Decode(text); block != nil && block.Type == "CERTIFICATE" {
		*c = block.Bytes
	} else {
		der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(text)), ""))
		if err != nil || len(der) == 0 {
			return Fail(Invalid, "result.certificate_unreadable")
		}
		*c = der
	}
	if len(*c) > maxCertificateBytes {
		return Fail(Invalid, "result.certificate_too_large", "kilobytes", maxCertificateBytes>>10)
	}
	return nil
}

// MarshalText writes Base64.
func (c Certified) MarshalText() ([]byte, error) {
	return []byte(base64.StdEncoding.EncodeToString(c)), nil
}

// UnmarshalText reads RFC 3339, or a day.
func (i *Instant) UnmarshalText(text []byte) error {
	if t, err := time.Parse(time.RFC3339, string(text)); err == nil {
		i.Time = t.UTC()
		return nil
	}
	d, err := time.ParseInLocation(time.DateOnly, string(text), Berlin())
	if err != nil {
		return Fail(Invalid, "result.time_unreadable")
	}
	i.Time = d.Add(12 * time.Hour).UTC()
	return nil
}

// MarshalText writes RFC 3339.
func (i Instant) MarshalText() ([]byte, error) { return []byte(i.Time.UTC().Format(time.RFC3339)), nil }

var (
	serialForm   = regexp.MustCompile(`^[0-9A-F]{8,32}$`)
	trackingForm = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z ./-]{0,39}$`)
)

// Empty reports whether a result says nothing about its card.
func (r CardResult) Empty() bool {
	return r.Fault == nil && r.CardSent == nil && r.PINSent == nil && !r.Made()
}

// Made reports whether a result says anything of how the card was made.
func (r CardResult) Made() bool {
	return r.Serial != "" || len(r.Certificates) > 0 || !r.ProducedOn.IsZero()
}
