// Package webtest holds what the tests of pages share: the rules that every page
// keeps, and the one browser of a test binary. It knows no page and no route.
package webtest
