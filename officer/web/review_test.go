package web

import (
	"net/http"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
)

// TestFromTheAnswersToTheOrder walks the second half of a case.
func TestFromTheAnswersToTheOrder(t *testing.T) {
	w := newCaseSite(t, signature)
	w.Exec(t, `update organisations set second_check = true where id = $1`, w.Company.ID)
	_, body, _ := w.look(w.base+"/review", "officer")
	w.want("review", 200, body, 200, "Alle Angaben sind vollständig", "Weiter zur Unterschrift", "•••", "Name im Zertifikat")
	if strings.Contains(body, "T22000129") {
		t.Error("the summary shows the document's number")
	}
	_, body, _ = w.look(w.base+"/sign", "officer")
	w.want("sign", 200, body, 200, officer.OfficerStatement.DE[0], "Hauptsitz")
	for code, words := range map[string][]string{"": {`href="#code"`}, "000000": {`href="#code"`}} {
		status, body := w.send(w.base+"/sign", w.base+"/sign", "officer", map[string]string{"code": code})
		w.want("code "+code, status, body, 422, words...)
	}
	status, to := w.send(w.base+"/sign", w.base+"/sign", "officer", map[string]string{"code": "123456"})
	w.want("signed", status, to, 303, w.base)
	_, body, _ = w.look(w.base+"/sign", "officer")
	w.want("after signing", 200, body, 200, "Dieser Vorgang ist unterschrieben", "Unverändert und echt")
	_, body, _ = w.look(w.base+"/submit", "officer")
	w.want("too early", 200, body, 200, "Noch nicht bereit")
	_, body, _ = w.look(w.base, "checker")
	w.want("the checker's way", 200, body, 200, "Weiter: Zweite Prüfung", `href="`+w.base+`/check"`)
	if strings.Contains(body, "nur ansehen") {
		t.Error("who has to check is told that they may look only")
	}
	_, body, _ = w.look(w.base+"/check", "officer")
	if strings.Contains(body, "Identifizierung bestätigen") {
		t.Error("the officer may check their own case")
	}

	status, body = w.send(w.base+"/check", w.base+"/check/send-back", "checker", map[string]string{"why": "  "})
	w.want("no reason", status, body, 422, `href="#why"`)
	status, to = w.send(w.base+"/check", w.base+"/check/send-back", "checker", map[string]string{"why": "Bitte die Behörde prüfen"})
	w.want("sent back", status, to, 303, "/desk")
	_, body, _ = w.look(w.base+"/sign", "officer")
	w.want("read the reason", 200, body, 200, "Bitte die Behörde prüfen")
	status, to = w.send(w.base+"/certificate", w.base+"/certificate", "officer", map[string]string{"publish": "yes"})
	w.want("mended", status, to, 303)
	status, _ = w.send(w.base+"/sign", w.base+"/sign", "officer", map[string]string{"code": "123456"})
	w.want("signed anew", status, "", 303)
	_, body, _ = w.look(w.base+"/check", "checker")
	w.want("check again", 200, body, 200, "Seit der letzten Unterschrift geändert", "Prüfsumme des Zertifikatsinhalts")
	status, to = w.send(w.base+"/check", w.base+"/check", "checker", nil)
	w.want("approved", status, to, 303, "/desk")

	status, order := w.send(w.base+"/submit", w.base+"/submit", "officer", nil)
	w.want("submitted", status, order, 303, "/desk/orders/ord_")
	_, body, _ = w.look(order, "officer")
	w.want("order", 200, body, 200, "Bestellung 1001-", "Offen", "Drucken Sie die Unterlagen", "Bestellung übermittelt", "Zweite Prüfung bestätigt", order+"/papers")
	if status, to, _ := w.look(w.base+"/submit", "officer"); status != 303 || to != order {
		t.Errorf("the back button leads to %d %s", status, to)
	}
	for _, g := range officer.Groups {
		if status, to, _ := w.look(w.base+"/"+string(g), "officer"); status != 303 || to != w.base+"/review" {
			t.Errorf("%s of an order: %d %s", g, status, to)
		}
	}
}

func TestSubmitTwiceShowsOneOrder(t *testing.T) {
	w := newCaseSite(t, signature)
	if status, _ := w.send(w.base+"/sign", w.base+"/sign", "officer", map[string]string{"code": "123456"}); status != 303 {
		t.Fatal(status)
	}
	_, _, p := w.look(w.base+"/submit", "officer")
	v := fieldsOf(p, w.base+"/submit")
	_, first := w.post(w.base+"/submit", "officer", v)
	status, second := w.post(w.base+"/submit", "officer", v)
	if status != 303 || first != second || !strings.HasPrefix(first, "/desk/orders/") {
		t.Errorf("%d %s %s", status, first, second)
	}
}

func TestAChangeIsAnnouncedAndUndoes(t *testing.T) {
	w := newCaseSite(t, signature)
	w.send(w.base+"/sign", w.base+"/sign", "officer", map[string]string{"code": "123456"})
	_, body, _ := w.look(w.base+"/person", "officer")
	w.want("before", 200, body, 200, "Dieser Vorgang ist unterschrieben", "Unterschrift und Prüfung aufgehoben")
	_, _, p := w.look(w.base+"/person", "officer")
	v := fieldsOf(p, w.base+"/person")
	v.Set("birth_place", "Warszawa")
	res, _ := ask(t, w.s, send(w.base+"/person", v), "officer")
	req := get(res.Header.Get("Location"))
	for _, c := range res.Cookies() {
		req.AddCookie(c)
	}
	_, after := ask(t, w.s, req, "officer")
	w.want("after", res.StatusCode, after, 303, "Unterschrift und Prüfung sind aufgehoben", "kern-alert--warning portal-notice")
}

func TestWithdrawFromThePage(t *testing.T) {
	w := newCaseSite(t, signature)
	status, body := w.send(w.base+"/withdraw", w.base+"/withdraw", "officer", map[string]string{"why": ""})
	w.want("no reason", status, body, 422, `href="#why"`)
	status, to := w.send(w.base+"/withdraw", w.base+"/withdraw", "officer", map[string]string{"why": "Hat gekündigt"})
	w.want("withdrawn", status, to, 303, "/desk")
	if status, to, _ := w.look(w.base+"/withdraw", "officer"); status != 303 || to != w.base {
		t.Errorf("once more: %d %s", status, to)
	}
}

func TestQuantityOnTheSummary(t *testing.T) {
	w := newCaseSite(t, seal)
	for quantity, want := range map[string]int{"12": 303, "0": 422, "101": 422, "viele": 422, "1.5": 422} {
		status, body := w.send(w.base+"/review", w.base+"/review", "officer", map[string]string{"quantity": quantity})
		w.want("quantity "+quantity, status, body, want)
		if want == 422 && !strings.Contains(body, `value="`+quantity+`"`) {
			t.Errorf("%s is not kept", quantity)
		}
	}
	card := newCaseSite(t, signature)
	if _, body, _ := card.look(card.base+"/review", "officer"); strings.Contains(body, `name="quantity"`) {
		t.Error("a signature card has a quantity")
	}
}

// TestWhoMayWhereInACase is the table of people at the same doors.
func TestWhoMayWhereInACase(t *testing.T) {
	w := newCaseSite(t, signature)
	for path, may := range map[string]string{
		"/person": "officer", "/secrets": "officer", "/review": "officer checker", "/sign": "officer", "/check": "officer checker",
		"/submit": "officer", "/withdraw": "officer", "/secrets/password": "officer",
	} {
		for _, who := range []string{"officer", "checker", "shop_admin", "ra_manager", "auditor"} {
			want := http.StatusForbidden
			if strings.Contains(may, who) {
				want = http.StatusOK
			}
			if status, _, _ := w.look(w.base+path, who); status != want {
				t.Errorf("%s as %s: %d, want %d", path, who, status, want)
			}
		}
		if status, _, _ := w.look(w.base+path, "foreign"); status != http.StatusNotFound {
			t.Errorf("%s from another organisation: %d", path, status)
		}
		if status, _, _ := w.look("/desk/cases/app_x"+path, "officer"); status != http.StatusNotFound {
			t.Errorf("%s of a malformed case: %d", path, status)
		}
	}
}

// TestThePreviewSaysWhatIsCut: a certificate has room for 64 letters of a name.
func TestThePreviewSaysWhatIsCut(t *testing.T) {
	w := newCaseSite(t, signature)
	_, body, _ := w.look(w.base+"/certificate", "officer")
	w.want("short", 200, body, 200, "Łucja Žaneta Đặng-Ångström")
	if strings.Contains(body, "Wird gekürzt") {
		t.Error("a short name is cut")
	}
	w.Exec(t, `update applications set form = jsonb_set(form, '{Person,GivenNames}', to_jsonb('Łucja ' || repeat('Žaneta ', 8)))`)
	for _, path := range []string{"/certificate", "/review"} {
		_, body, _ = w.look(w.base+path, "officer")
		w.want("long", 200, body, 200, "Wird gekürzt", "länger als die erlaubten 64 Zeichen")
	}
}

// People of the demo come without an authenticator: the page says what to type
// instead, and nowhere else.
func TestTheDemoSaysWhichCodeSigns(t *testing.T) {
	w := newCaseSite(t, signature)
	for _, demo := range []bool{true, false} {
		w.s.demo = demo
		_, body, _ := w.look(w.base+"/sign", "officer")
		if strings.Contains(body, desk.DemoCode) != demo {
			t.Errorf("demo %t: %s", demo, body)
		}
	}
}
