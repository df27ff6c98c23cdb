package officer

import (
	"errors"
	"fmt"
)

// A Kind says what sort of refusal an [Error] is. Kinds are themselves errors,
// so that errors.Is(err, officer.NotFound) reads as it is meant.
type Kind string

// The kinds. Whatever is none of them is a fault: it is logged, and the person
// sees a reference number only.
const (
	Invalid         Kind = "invalid"         // the input does not follow a rule; Fields says where
	Unauthenticated Kind = "unauthenticated" // nobody is signed in, or the second factor is still due
	Forbidden       Kind = "forbidden"       // signed in, but not entitled
	NotFound        Kind = "not_found"       // does not exist, or not for this person
	Conflict        Kind = "conflict"        // contradicts what is there already
	Stale           Kind = "stale"           // somebody else changed it meanwhile
	TooMany         Kind = "too_many"        // rate limited; try again later
	Unavailable     Kind = "unavailable"     // a system we depend on does not answer
)

// Kinds lists every kind, for completeness tests of the maps that translate them.
var Kinds = []Kind{Invalid, Unauthenticated, Forbidden, NotFound, Conflict, Stale, TooMany, Unavailable}

// Error makes a kind usable with errors.Is.
func (k Kind) Error() string { return string(k) }

// Args are the values a message text names, such as {"date": …}.
type Args map[string]any

// A Problem is one faulty field of a form: the field's name in the form and the
// key of the text that says what to do about it.
type Problem struct {
	Field string
	Key   string
	Args  Args
}

// An Error is a refusal that a person can be told. Key names the text in both
// languages; Err, if any, is for the log only.
type Error struct {
	Kind   Kind
	Key    string
	Args   Args
	Fields []Problem
	Err    error
}

// Fail makes a refusal of the given kind. Further arguments are name/value
// pairs for the text.
func Fail(kind Kind, key string, pairs ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: args(pairs)}
}

func args(pairs []any) Args {
	if len(pairs) == 0 {
		return nil
	}
	a := make(Args, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		a[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return a
}

// Error is the text for logs: kind, key and cause, never the arguments, which
// may be personal data.
func (e *Error) Error() string {
	s := string(e.Kind) + ": " + e.Key
	for _, p := range e.Fields {
		s += fmt.Sprintf(" [%s %s]", p.Field, p.Key)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Is reports whether target is the error's kind.
func (e *Error) Is(target error) bool {
	k, ok := target.(Kind)
	return ok && k == e.Kind
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Problems collects the faults of one form, so that a person is told all of
// them at once.
type Problems []Problem

// Add notes a fault of a field. Further arguments are name/value pairs for the text.
func (p *Problems) Add(field, key string, pairs ...any) {
	*p = append(*p, Problem{Field: field, Key: key, Args: args(pairs)})
}

// AddErr notes a rule's refusal as the fault of a field; nil is no fault. An
// error that is not a refusal is noted as form.invalid.
func (p *Problems) AddErr(field string, err error) {
	if err == nil {
		return
	}
	var e *Error
	if !errors.As(err, &e) {
		e = Fail(Invalid, "form.invalid")
	}
	*p = append(*p, Problem{Field: field, Key: e.Key, Args: e.Args})
}

// Join takes over the faults that err tells of, and reports whether that is all
// that err tells: any other error is the caller's to pass on.
func (p *Problems) Join(err error) bool {
	var e *Error
	switch {
	case err == nil:
		return true
	case !errors.As(err, &e) || e.Kind != Invalid || len(e.Fields) == 0:
		return false
	}
	*p = append(*p, e.Fields...)
	return true
}

// Has reports whether a field has a fault already.
func (p Problems) Has(field string) bool {
	for _, x := range p {
		if x.Field == field {
			return true
		}
	}
	return false
}

// Over gives these faults with others in place of those of the same fields: what
// cannot be read at all comes before what is missing.
func (p Problems) Over(first Problems) Problems {
	list := append(Problems(nil), first...)
	for _, x := range p {
		if !first.Has(x.Field) {
			list = append(list, x)
		}
	}
	return list
}

// Under gives the same faults with their fields named PAGE.FIELD, for a list over
// several pages.
func (p Problems) Under(page string) Problems {
	list := make(Problems, len(p))
	for i, x := range p {
		x.Field = page + "." + x.Field
		list[i] = x
	}
	return list
}

// Err gives nil when nothing was noted, else an [Invalid] error with all of it.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "form.invalid", Fields: p}
}
