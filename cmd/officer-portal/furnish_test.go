package main

import (
	"reflect"
	"testing"
)

// A service that nobody put into the house would be found out by a person only
// when they open its page.
func TestEveryServiceIsFurnished(t *testing.T) {
	services := reflect.ValueOf(wholePortal(t, "http://portal.example").server.Services)
	for i := range services.NumField() {
		if services.Field(i).IsZero() {
			t.Errorf("%s is missing", services.Type().Field(i).Name)
		}
	}
}
