package web

import (
	"errors"
	"strings"
	"unicode"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
)

// searchLimit is the longest search, in characters.
const searchLimit = 200

// readSearch takes what one field asks for apart: an order's number, or a name, a
// birth date, or both. What looks like an order number is one, even with a slip
// in it, which is told; a document number finds nothing and is not looked for.
func readSearch(text string) (number officer.OrderNumber, q officer.PersonQuery, err error) {
	if number, err = officer.ParseOrderNumber(text); err == nil {
		return number, q, nil
	}
	if q.Birth, err = officer.ParseDate(text); err == nil {
		return "", q, nil
	}
	if strings.ContainsFunc(text, unicode.IsDigit) && !strings.ContainsFunc(text, unicode.IsLetter) {
		_, err = officer.ParseOrderNumber(text)
		return "", q, ofSearch(err)
	}
	words := strings.Fields(text)
	if last := len(words) - 1; last > 0 {
		if q.Birth, err = officer.ParseDate(words[last]); err == nil {
			words = words[:last]
		}
	}
	q.Name = strings.Join(words, " ")
	return "", q, ofSearch(q.Check())
}

// ofSearch makes a refusal a problem of the search's one field.
func ofSearch(err error) error {
	var refusal *officer.Error
	if !errors.As(err, &refusal) {
		return err
	}
	problem := officer.Problem{Key: refusal.Key, Args: refusal.Args}
	if len(refusal.Fields) > 0 {
		problem = refusal.Fields[0]
	}
	problem.Field = "q"
	return officer.Problems{problem}.Err()
}

// pageOf makes a page within its frame.
type pageOf = func(*page.Frame) templ.Component

// search is a POST that changes nothing, so that what was typed never stands in
// an address. It leads to an order by its number, or back to the list with the
// search sealed for this session: the page can be left, returned to and loaded
// again like any other.
func (s *Server) search(c *fiber.Ctx, list, title string, read func(c *fiber.Ctx, typed string) (pageOf, error)) error {
	form := bind(c)
	typed := form.Line("q", searchLimit)
	err := form.Err()
	if err == nil && typed == "" {
		return c.Redirect(list, fiber.StatusSeeOther)
	}
	var to string
	if err == nil {
		to, err = s.searched(c, list, typed)
	}
	if err == nil {
		return c.Redirect(to, fiber.StatusSeeOther)
	}
	show, failed := read(c, shownAgain(form.Value("q")))
	if failed != nil {
		return failed
	}
	return s.again(c, err, title, show)
}

// searched gives the address of what a search found.
func (s *Server) searched(c *fiber.Ctx, list, typed string) (string, error) {
	number, q, err := readSearch(typed)
	if err != nil {
		return "", err
	}
	if number == "" {
		token, err := s.WorkList.Keep(c.UserContext(), q)
		return list + "?search=" + token, err
	}
	to, err := s.orderBehind(c, list, number)
	if errors.Is(err, officer.NotFound) {
		return "", ofSearch(officer.Fail(officer.Invalid, "order.number_unknown"))
	}
	return to, err
}

// orderBehind gives the address of the order of a number: for a clerk of whatever
// house, at a desk of its own.
func (s *Server) orderBehind(c *fiber.Ctx, list string, number officer.OrderNumber) (string, error) {
	if list == page.ClerkOrders {
		id, err := s.Clerks.ByNumber(c.UserContext(), number)
		return page.ClerkHref(id, ""), err
	}
	o, err := s.WorkList.OrderByNumber(c.UserContext(), number)
	return "/desk/orders/" + string(o.ID), err
}

// shownAgain is a refused search as its field shows it, to be mended. Letters and
// digits together may be a document's number, which is shown to nobody.
func shownAgain(typed string) string {
	if strings.ContainsFunc(typed, unicode.IsDigit) && strings.ContainsFunc(typed, unicode.IsLetter) {
		return ""
	}
	return typed
}

// found gives the search that an address carries; what another session sealed, or
// nobody, is none.
func (s *Server) found(c *fiber.Ctx) officer.PersonQuery {
	return s.WorkList.Kept(c.UserContext(), c.Query("search"))
}
