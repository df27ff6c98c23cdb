// Package pdf makes the papers of an order: checklist, application form,
// identification record, form of an authority's desk, sheet on revocation.
//
// A paper has one content and two renderings. The typed structs ([Checklist],
// [ApplicationForm], …) become a [Paper] of a few kinds of [Block]; this package
// writes it as PDF ([Paper.WritePDF], [WriteAll]), and the web walks the same
// blocks for the accessible HTML page, since the PDF is untagged.
//
// The package knows nothing of databases, people's rights or requests. Its input
// is plain values, its texts are its own, in German (which is binding) and English.
package pdf
