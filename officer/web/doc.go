// Package web speaks HTTP: it reads a request, calls one use case and shows a
// page or sends the browser on. It decides nothing about the trade and writes
// no SQL.
//
// # How to add a page
//
// 1. Texts: page/locales/de/AREA.json and page/locales/en/AREA.json, flat
// objects of key and text, keys named noun.thing. Values stand as {{.name}}; a
// plural is {"one": …, "other": …}, chosen by the argument "count". Labels of
// fields are named field.NAME after the form's field, and then need not be
// given to the component. A test compares the languages and looks up every key
// the code names.
//
// 2. Page: page/AREA.templ with one struct per page and one component
//
//	type PersonPage struct{ Form page.Form; FamilyName string }
//	templ PersonEdit(f *Frame, p PersonPage) {
//		@Layout(f) {
//			@FormOf(f, Form{Action: "/people"}) {
//				@TextField(f, Field{Name: "family_name", Value: p.FamilyName, Personal: true, MaxLength: 200})
//				@Buttons(Button{Label: f.T("frame.save_continue")})
//			}
//		}
//	}
//
// then `go generate ./officer/web/page` and commit the *_templ.go beside it. No
// inline script, style or handler: a test reads every .templ.
//
// 3. Routes: AREA.go in this package with `func (s *Server) areaRoutes(r *router)`,
// named in the list in routes.go. Each route says its permission; rbac.Public is
// said out loud. The menu entry belongs to the route.
//
//	r.get("/people", rbac.PersonFind, s.people).inMenu("people.menu")
//	r.get("/people/new", rbac.PersonSave, s.newPerson)
//	r.post("/people", rbac.PersonSave, s.addPerson)
//
// The use cases come in through [Services]; add a field for your service.
//
// 4. Handler: bind, call one use case, answer.
//
//	func (s *Server) addPerson(c *fiber.Ctx) error {
//		form := bind(c)
//		person := officer.Person{FamilyName: form.Line("family_name", 200), Born: form.Date("born")}
//		err := form.Err()
//		if err == nil {
//			err = s.People.Add(c.UserContext(), person)
//		}
//		if err != nil {
//			return s.again(c, err, "people.new", func(f *page.Frame) templ.Component {
//				return page.PersonEdit(f, page.PersonPage{FamilyName: form.Value("family_name")})
//			})
//		}
//		return s.done(c, "/people", "people.added")
//	}
//
// form.Line notes what is wrong with a field and goes on, so that a person is
// told everything at once. s.again shows the page again when the refusal is one
// that the form can explain (a field's problem, a conflict) and passes every
// other error on to the one writer of errors, [Server.refuse]. Handlers
// never write an error themselves, and never read the query string for a write.
//
// When a colleague was faster (officer.Stale), read the record again and let the
// person compare: s.bothVersions(c, form, colleague{…}). A draft that the script
// sends (Form.Autosave) is answered by s.saved, long work (Progress.Events) by
// s.stream, a field that is judged while typing (Field.Live) by s.render with a
// fragment.
//
// Whoever signs people in gives the browser its token by s.startSession, and a
// new one on every change of rights; s.endSession takes it away. The frame's own
// forms post to /signout and to /place (organisation as "place", the way back as
// "return"); the way back always goes through s.done or localPath.
//
// 5. An id of a path goes through officer.ParseID, whose error is the 404.
package web
