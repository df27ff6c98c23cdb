package pdf

import (
	"fmt"
	"reflect"
	"regexp"
	"testing"
)

// texts collects every string of a table of words under its path.
func texts(v reflect.Value, path string, into map[string]string) {
	switch v.Kind() {
	case reflect.String:
		into[path] = v.String()
	case reflect.Struct:
		for i := range v.NumField() {
			texts(v.Field(i), path+"."+v.Type().Field(i).Name, into)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			texts(v.MapIndex(k), fmt.Sprintf("%s[%s]", path, k), into)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			texts(v.Index(i), fmt.Sprintf("%s[%d]", path, i), into)
		}
	default:
		panic("a kind the test does not know: " + path)
	}
}

func TestWordsAreComplete(t *testing.T) {
	de, en := map[string]string{}, map[string]string{}
	texts(reflect.ValueOf(german), "", de)
	texts(reflect.ValueOf(english), "", en)
	if len(de) < 200 {
		t.Fatalf("only %d texts found", len(de))
	}
	verbs := regexp.MustCompile(`%[0-9]*[a-z]`)
	plain := regexp.MustCompile(`%[0-9]*`) // %02d and %d take the same value
	for path, text := range de {
		other, there := en[path]
		if text == "" || other == "" || !there {
			t.Errorf("%s: German %q, English %q", path, text, other)
		}
		a := plain.ReplaceAllString(fmt.Sprint(verbs.FindAllString(text, -1)), "%")
		b := plain.ReplaceAllString(fmt.Sprint(verbs.FindAllString(other, -1)), "%")
		if a != b {
			t.Errorf("%s takes %s in German, %s in English", path, a, b)
		}
	}
	for path := range en {
		if _, there := de[path]; !there {
			t.Errorf("%s is English only", path)
		}
	}
}
