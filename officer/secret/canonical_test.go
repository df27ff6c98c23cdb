package secret

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"pgregory.net/rapid"
)

func TestCanonicalizeRFC8785(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"section 3.2.2": {
			`{
			  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
			  "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
			  "literals": [null, true, false]
			}`,
			`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],` +
				`"string":"€$\u000f\nA'B\"\\\\\"/"}`,
		},
		"section 3.2.3, sorted by UTF-16 code units": {
			`{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
			  "\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`,
			`{"\r":"Carriage Return","1":"One","` + "\u0080" + `":"Control","ö":"Latin Small Letter O With Diaeresis",` +
				`"€":"Euro Sign","😀":"Emoji: Grinning Face","` + "\ufb33" + `":"Hebrew Letter Dalet With Dagesh"}`,
		},
		"nested, with white space": {" [ { \"b\" : [ ] ,\t\"a\" : { } } , -0 , 1.0 ]\r\n", `[{"a":{},"b":[]},0,1]`},
		"short escapes":            {`"\b\f\n\r\t\u0008\u001f\u007f<>&\u2028"`, `"\b\f\n\r\t\b\u001f` + "\u007f<>&\u2028" + `"`},
		"a genuine U+FFFD":         {`"\ufffd"`, "\"\ufffd\""},
	} {
		got, err := Canonicalize([]byte(c.in))
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", name, err, got, c.want)
		}
	}
}

// The table of RFC 8785 appendix B.
func TestNumbersRFC8785(t *testing.T) {
	for bits, want := range map[uint64]string{
		0x0000000000000000: "0", 0x8000000000000000: "0",
		0x0000000000000001: "5e-324", 0x8000000000000001: "-5e-324",
		0x7fefffffffffffff: "1.7976931348623157e+308", 0xffefffffffffffff: "-1.7976931348623157e+308",
		0x4340000000000000: "9007199254740992", 0xc340000000000000: "-9007199254740992",
		0x4430000000000000: "295147905179352830000",
		0x44b52d02c7e14af5: "9.999999999999997e+22", 0x44b52d02c7e14af6: "1e+23", 0x44b52d02c7e14af7: "1.0000000000000001e+23",
		0x444b1ae4d6e2ef4e: "999999999999999700000", 0x444b1ae4d6e2ef4f: "999999999999999900000", 0x444b1ae4d6e2ef50: "1e+21",
		0x3eb0c6f7a0b5ed8c: "9.999999999999997e-7", 0x3eb0c6f7a0b5ed8d: "0.000001",
		0x41b3de4355555553: "333333333.3333332", 0x41b3de4355555554: "333333333.33333325",
		0x41b3de4355555555: "333333333.3333333", 0x41b3de4355555556: "333333333.3333334", 0x41b3de4355555557: "333333333.33333343",
		0xbecbf647612f3696: "-0.0000033333333333333333", 0x43143ff3c1cb0959: "1424953923781206.2",
	} {
		if got := formatNumber(math.Float64frombits(bits)); got != want {
			t.Errorf("%016x: %s, want %s", bits, got, want)
		}
	}
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if got, err := MarshalCanonical(f); err == nil {
			t.Errorf("%v became %s", f, got)
		}
	}
}

func TestCanonicalizeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing": "", "blank": " ", "two values": "1 2", "rest": `{}x`, "a NUL after it": "{}\x00", "a NUL in it": "[\x00]", "word": "nul", "not JSON": "hello",
		"doubled name": `{"a":1,"a":2}`, "doubled by escape": `{"a":1,"\u0061":2}`, "doubled deep": `[{"x":{"b":1,"c":2,"b":3}}]`,
		"lone high surrogate": `"\ud800"`, "lone low surrogate": `"\udc00"`, "two high": `"\ud800\ud800"`, "surrogate then letter": `"\ud800x"`,
		"broken UTF-8": "\"\xff\"", "control": "\"\n\"", "no end": `"a`, "no end after escape": `"\`, "bad escape": `"\x"`,
		"short hex": `"\u12"`, "bad hex": `"\u12g4"`, "signed hex": `"\u+123"`, "leading zero": "01", "plus": "+1", "bare dot": ".5", "dot at end": "1.",
		"bare minus": "-", "bare exponent": "1e", "hexadecimal": "0x10", "infinity": "1e999", "open array": "[1", "open object": `{"a":1`,
		"comma": "[1,]", "comma in object": `{"a":1,}`, "no colon": `{"a" 1}`, "name without quotes": "{a:1}", "no comma": "[1 2]",
		"2^53+1": "9007199254740993", "biggest int64": "9223372036854775807", "biggest negative": "-9223372036854775807",
		"too deep": strings.Repeat("[", 600) + strings.Repeat("]", 600),
	} {
		if got, err := Canonicalize([]byte(in)); err == nil {
			t.Errorf("%s: %q became %q", name, in, got)
		} else if !strings.HasPrefix(err.Error(), "secret: canonical JSON: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMarshalCanonical(t *testing.T) {
	type address struct {
		City string `json:"city"`
	}
	type record struct {
		Name    string         `json:"name"`
		At      time.Time      `json:"at"`
		Checks  map[string]int `json:"checks"`
		Address *address       `json:"address"`
		Note    string         `json:"note,omitempty"`
		Key     Secret         `json:"key"`
	}
	r := record{
		Name: "Đặng <Łucja> & O’Brien", At: time.Date(2026, 11, 22, 14, 7, 0, 0, time.UTC),
		Checks: map[string]int{"z": 1, "Ä": 2, "a": 3}, Address: &address{"Köln"}, Key: Of("never"),
	}
	const want = `{"address":{"city":"Köln"},"at":"2026-11-22T14:07:00Z","checks":{"a":3,"z":1,"Ä":2},"key":"` + Mask + `","name":"Đặng <Łucja> & O’Brien"}`
	if got, err := MarshalCanonical(r); err != nil || string(got) != want {
		t.Errorf("%v\n got %s\nwant %s", err, got, want)
	}
	for name, v := range map[string]any{
		"broken UTF-8": "M\xfcller", "in a name": map[string]int{"M\xfc": 1}, "int64 beyond 2^53": int64(1)<<53 + 1,
		"uint64": uint64(math.MaxUint64), "a function": func() {}, "doubled names": json.RawMessage(`{"a":1,"a":2}`),
	} {
		if got, err := MarshalCanonical(v); err == nil {
			t.Errorf("%s became %s", name, got)
		}
	}
	for v, want := range map[any]string{int64(1) << 53: "9007199254740992", "\ufffd": "\"\ufffd\"", `\ufffd`: `"\\ufffd"`, 0.1: "0.1"} {
		if got, err := MarshalCanonical(v); err != nil || string(got) != want {
			t.Errorf("%v: %s, %v", v, got, err)
		}
	}
}

// Whatever a database does to white space and the order of names, the canonical form stays.
func TestCanonicalSurvivesJSONB(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.MapOf(rapid.String(), rapid.SliceOf(rapid.OneOf(
			rapid.Map(rapid.Float64(), func(f float64) any { return f }),
			rapid.Map(rapid.String(), func(s string) any { return s }),
			rapid.Map(rapid.Int32(), func(i int32) any { return i }),
			rapid.Map(rapid.Bool(), func(b bool) any { return b }),
		))).Draw(t, "v")
		first, err := MarshalCanonical(v)
		if err != nil {
			t.Fatal(err)
		}
		var kept any
		if err := json.Unmarshal(first, &kept); err != nil {
			t.Fatal(err)
		}
		loose, err := json.MarshalIndent(kept, " ", "\t")
		if err != nil {
			t.Fatal(err)
		}
		if again, err := Canonicalize(loose); err != nil || string(again) != string(first) {
			t.Fatalf("%v\n was %s\nthen %s", err, first, again)
		}
	})
}

// What we accept, an independent implementation writes the same; what it
// refuses, we refuse. The reverse does not hold: whole numbers beyond a double
// and very deep texts we refuse alone.
func FuzzCanonicalize(f *testing.F) {
	for _, s := range []string{
		`{"b":[1,2.50,-0,1e30],"a":{"\u20ac":"\ud83d\ude00"}}`, `"\u0000\b\/é"`, `[9007199254740993,1e-7,123456789012345680000]`,
		`{"a":1,"a":2}`, `"\ud800"`, "[[[[[]]]]]", " null ", `{"\ufb33":1,"😀":2}`, `5e-324`, `"\ufffd"`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got, err := Canonicalize([]byte(in))
		other := jsontext.Value(in)
		otherErr := other.Canonicalize()
		if err != nil {
			if otherErr == nil && !mayRefuseAlone(err) {
				t.Fatalf("%q: refused alone: %v", in, err)
			}
			return
		}
		if otherErr != nil || string(other) != string(got) {
			t.Fatalf("%q: %q, another implementation %q, %v", in, got, other, otherErr)
		}
		if again, err := Canonicalize(got); err != nil || string(again) != string(got) {
			t.Fatalf("%q: once %q, twice %q, %v", in, got, again, err)
		}
	})
}

func mayRefuseAlone(err error) bool {
	for _, why := range []string{"whole number", "nested too deep", "beyond the range"} {
		if strings.Contains(err.Error(), why) {
			return true
		}
	}
	return false
}

func FuzzFormatNumber(f *testing.F) {
	f.Add(uint64(0x44b52d02c7e14af6))
	f.Fuzz(func(t *testing.T, bits uint64) {
		n := math.Float64frombits(bits)
		if math.IsNaN(n) || math.IsInf(n, 0) {
			return
		}
		if back, err := strconv.ParseFloat(formatNumber(n), 64); err != nil || back != n {
			t.Fatalf("%x: %s, %v", bits, formatNumber(n), err)
		}
	})
}
