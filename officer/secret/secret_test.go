package secret

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html/template"
	"log/slog"
	"strings"
	"testing"
)

const hidden = "hunter2-hunter2"

// inside holds secrets in every way a struct can, also where fmt cannot call methods.
type inside struct {
	Public  Secret
	private Secret
	Pointer *Secret
	List    []Secret
	Map     map[string]Secret
}

func TestASecretDoesNotPrint(t *testing.T) {
	s := Of(hidden)
	in := inside{s, s, &s, []Secret{s}, map[string]Secret{"k": s}}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%c", "%U", "%e", "%p", "%T", "%10.3s", "%!"} {
		fmt.Fprintf(&out, verb+"\n", s)
		fmt.Fprintf(&out, verb+"\n", &s)
		fmt.Fprintf(&out, verb+"\n", in)
		fmt.Fprintf(&out, verb+"\n", &in)
	}
	fmt.Fprintln(&out, s, in, error(fmt.Errorf("%w %v", fmt.Errorf("x %s", s), s)))
	slog.New(slog.NewJSONHandler(&out, nil)).Info("m", "s", s, "in", in)
	slog.New(slog.NewTextHandler(&out, nil)).Info("m", "s", s, "in", in)
	json.NewEncoder(&out).Encode(in)
	json.NewEncoder(&out).Encode(map[Secret]Secret{s: s})
	xml.NewEncoder(&out).Encode(struct{ S Secret }{s})
	template.Must(template.New("").Parse(`<p title="{{.}}">{{.}}<script>x = {{.}}</script>`)).Execute(&out, s)
	for _, trace := range []string{hidden, fmt.Sprintf("%x", hidden), fmt.Sprintf("%X", hidden), "104 117 110"} {
		if strings.Contains(out.String(), trace) {
			t.Errorf("printed %q in\n%s", trace, out.String())
		}
	}
	if got := strings.Count(out.String(), Mask); got < 40 {
		t.Errorf("the mask shows %d times only: is anything printed at all?\n%s", got, out.String())
	}
}

func TestSecret(t *testing.T) {
	var zero, read Secret
	if !zero.Empty() || zero.Reveal() != "" || !zero.Equal(Of("")) || zero.String() != Mask || zero.GoString() != Mask {
		t.Error("the zero secret is not the empty one")
	}
	if err := json.Unmarshal([]byte(`"`+hidden+`"`), &read); err != nil || read.Reveal() != hidden || read.Empty() {
		t.Errorf("read %q, %v", read.Reveal(), err)
	}
	if !read.Equal(Of(hidden)) || read.Equal(Of("other")) || read.Equal(zero) {
		t.Error("Equal does not compare texts")
	}
	if v, err := driver.DefaultParameterConverter.ConvertValue(read); err == nil {
		t.Errorf("the database would store %v", v)
	}
}

func TestKeysDoNotPrint(t *testing.T) {
	keys := freshKeys(t)
	passwords, err := NewPasswords()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []any{keys, *keys, keys.Box, keys.Digests, *keys.Digests, keys.Evidence, *keys.Evidence, passwords, *passwords} {
		j, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "x", x)
		for _, s := range []string{fmt.Sprintf("%v", x), fmt.Sprintf("%+v", x), fmt.Sprintf("%#v", x), fmt.Sprintf("%d", x), fmt.Sprint(x), strings.Trim(string(j), `"`)} {
			if s != Mask {
				t.Errorf("%T prints %s", x, s)
			}
		}
		if !strings.Contains(log.String(), `"x":"`+Mask+`"`) {
			t.Errorf("%T is logged as %s", x, log.String())
		}
	}
	if keys.String() != Mask {
		t.Error("String")
	}
}

func freshKeys(t testing.TB) *Keys {
	t.Helper()
	keys, err := NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	return keys
}
