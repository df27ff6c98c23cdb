// Package page is what people see: every page is a typed templ component, its
// texts stand in locales/{de,en}, its look is KERN's classes plus portal.css.
//
// A page knows officer's words and nothing of HTTP, the database or
// permissions: the handler gives it a [Frame] and a struct of its own. A
// misspelt field does not compile, and a text that lacks a language fails a test.
package page

//go:generate go tool templ generate
