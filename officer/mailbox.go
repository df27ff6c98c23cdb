package officer

import "strings"

// roleMailboxes are the local parts that many people read or that stand for an
// office, without dots and hyphens.
var roleMailboxes = func() map[string]bool {
	set := map[string]bool{}
	for _, name := range strings.Fields(germanRoles + commonRoles) {
		set[name] = true
	}
	return set
}()

const germanRoles = `
allgemein amt amtsgericht amtsleitung anfrage anfragen anmeldung annahme apotheke archiv
auftrag auftraege aufnahme auskunft ausbildung auslaenderbehoerde bauamt behoerde beirat
beratung beschwerde beschwerden bestellung bestellungen betriebsrat bewerber bewerbung
bewerbungen bibliothek br brandschutz buchhaltung buergeramt buergerbuero buergerinfo
buergermeister buergermeisterin buergerservice buero chefsekretariat controlling datenschutz
datenschutzbeauftragter debitoren dienststelle direktion disposition dsb edv einkauf einsatzleitung
einwohnermeldeamt empfang facility fachbereich finanzamt finanzen freigabe fuehrerscheinstelle
funktionspostfach geldwaesche gemeinde geschaeftsfuehrer geschaeftsfuehrung geschaeftsleitung
geschaeftsstelle gesundheitsamt gewerbeamt gf gleichstellung haustechnik hausmeister hilfe hotline
hr innenrevision it itsupport jobcenter jugendamt justiziariat kanzlei kasse kontakt kreditoren
kreis kreisverwaltung kundenbetreuung kundendienst kundenservice lager landkreis landratsamt
leitstelle leitung lohn lohnbuero mahnung marketing meldestelle mitarbeiter mitgliederservice
notar notariat notruf oberbuergermeister oeffentlichkeitsarbeit ordnungsamt organisation
ombudsstelle passamt personal personalabteilung personalamt personalrat personalwesen pforte
pforten polizei post posteingang postfach poststelle praesident praesidium praxis presse
pressestelle rathaus raumplanung rechnung rechnungen rechnungseingang recht rechtsabteilung
redaktion registratur reklamation revision rezeption sachbearbeitung sammelpostfach
schulamt schule schwerbehindertenvertretung sekretariat sicherheit sozialamt spende spenden
stadt stadtkasse stadtverwaltung stadtwerke standesamt standort steueramt stelle stellen
stiftung studierendensekretariat team teamassistenz technik telefonzentrale termin termine
treuhand umweltamt verband verein vergabe vergabestelle verkauf versand verteiler vertrieb
verwaltung vorstand vorzimmer werkstatt wache wahlamt widerruf zahlung zentrale zulassungsstelle
`

const commonRoles = `
abuse account accounting accounts admin administration administrator ads advertising all
alert alerts apply archive asset assets backup billing board bookings booking bounce bounces
business career careers ceo cert cfo ciso client clients cloud compliance contact contactus
crew customer customercare customers customerservice cto daemon data dataprotection default
desk dev developer developers devnull devops directors discuss dispatch dns donate donotreply
dpo email enquiries enquiry errors events everybody everyone export feedback finance fraud
frontdesk ftp gdpr general group groups guest hello help helpdesk hi hostmaster hr hrdepartment
humanresources info information inbox inquiries inquiry install internal investors invoice
invoices invoicing it jobs kyc legal list listadmin lists list mail mailbox mailerdaemon
mailing main maintenance management manager media member members membership moderator name
network news newsletter noc nobody noreply none notification notifications null office
officer officers ombudsman operations operator ops order orders partner partners payment
payments payroll phish phishing pki post postbox postmaster pr press privacy procurement
prod production projects proxy public purchase purchasing qa qualitymanagement quality
reception recruiting recruitment registrar registration remarks reply report reports request
requests reservations returns root routing sales sales scanner secretary security secure server
service servicedesk services shipping shop smime smtp spam staff status students subscribe
subscriptions suggestions superuser supplier suppliers support survey sys sysadmin sysop system
tax teams tech technical test tester testing ticket tickets training travel trouble undisclosed
unsubscribe urgent usenet user username users uucp vendor vendors visitors web webadmin
webmaster webmail website welcome whistleblower whois works www xml
`
