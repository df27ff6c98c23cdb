package officer

import (
	"slices"
	"time"
)

// A CheckItem is one thing that a clerk looks at before a card is produced.
type CheckItem string

// The items of the list. Which of them an order has depends on its product and
// on what its application says.
const (
	CheckPerson       CheckItem = "person"       // names and birth date are those of the document
	CheckSignature    CheckItem = "signature"    // the application form is signed
	CheckIdentity     CheckItem = "identity"     // identified by the procedure, with a document that was valid
	CheckOrganisation CheckItem = "organisation" // register evidence not older than six months
	CheckSignatory    CheckItem = "signatory"    // whoever applies may sign for the organisation
	CheckAttribute    CheckItem = "attribute"    // the professional attribute is confirmed
	CheckDelivery     CheckItem = "delivery"     // the addresses are complete
)

// CheckList is every item, in the order of the screen.
var CheckList = []CheckItem{CheckPerson, CheckSignature, CheckIdentity, CheckOrganisation, CheckSignatory, CheckAttribute, CheckDelivery}

// CheckItems lists those that an order has.
func CheckItems(p Product, f Form) []CheckItem {
	return slices.DeleteFunc(slices.Clone(CheckList), func(item CheckItem) bool {
		switch item {
		case CheckOrganisation:
			return !p.NeedsOrganisation && !f.Certificate.Organisation
		case CheckSignatory:
			return p.Family != SealCard
		case CheckAttribute:
			return f.Certificate.Attribute == ""
		}
		return false
	})
}

// The outcomes of a check.
const (
	CheckPassed = "passed"
	CheckFailed = "failed"
)

// CheckOutcomes lists them in the order of the screen.
var CheckOutcomes = []string{CheckPassed, CheckFailed}

// An OrderCheck is what a clerk found at one item.
type OrderCheck struct {
	Item      CheckItem
	Outcome   string
	Note      string
	By        AccountID
	Name      string
	CheckedAt time.Time
}

// A ReceivedPaper is a paper that came to the provider.
type ReceivedPaper struct {
	Paper      PaperKind
	ReceivedAt time.Time
	By         AccountID
	Name       string
}

// ExpectedPapers lists what the provider needs on paper: the signed application,
// and the form of whoever identified where the procedure has one. Who gets a card
// in another's stead has sent all of it before.
func (o Order) ExpectedPapers() []PaperKind {
	if o.Replaces != "" {
		return nil
	}
	list := []PaperKind{PaperApplication}
	for _, k := range []PaperKind{PaperNotary, PaperEmbassy, PaperAuthority} {
		if slices.Contains(paperOf[k], o.Procedure) {
			list = append(list, k)
		}
	}
	return list
}

// AskReasons are why a clerk asks back. Each has a text that says what is to be done.
var AskReasons = []string{"paper_missing", "paper_illegible", "signature_missing", "data_unclear", "document", "organisation_evidence", "delivery", "payment", "other"}

// A Question is what a clerk asked back about an order, and what was answered.
type Question struct {
	ID           QuestionID
	Order        OrderID
	Account      AccountID // the applicant's; empty where a desk alone answers
	Reasons      []string
	Note         string
	AskedBy      AccountID
	AskedName    string
	AskedAt      time.Time
	AnsweredBy   AccountID
	AnsweredName string
	AnsweredAt   time.Time // zero while it is open
	Answer       string
	Version      int
}

// Open reports whether an answer is due.
func (q Question) Open() bool { return q.AnsweredAt.IsZero() }

// ReadQuestion gives a question as it may be asked, or what is wrong with it.
func ReadQuestion(reasons []string, note string) (Question, error) {
	var p Problems
	q := Question{ID: NewID[QuestionID](), Version: 1}
	q.Reasons = slices.DeleteFunc(slices.Clone(AskReasons), func(r string) bool { return !slices.Contains(reasons, r) })
	if len(q.Reasons) == 0 {
		p.Add("reasons", "form.choose")
	}
	var err error
	q.Note, err = CleanText(note, MaxNote)
	p.AddErr("note", err)
	if err == nil && q.Note == "" && slices.Contains(q.Reasons, "other") {
		p.Add("note", "form.missing")
	}
	return q, p.Err()
}

// A Dossier is an order with all that a clerk decides by.
type Dossier struct {
	Order
	Items        []CheckItem
	Checks       []OrderCheck
	Papers       []ReceivedPaper
	IdentifiedBy AccountID // the officer; empty where none identified
	Sound        bool      // what the officer signed is genuine; true where no officer had to sign
	TwoClerks    bool      // the organisation wants two approvals
}

// Blockers names what keeps the order from being approved, as keys of texts.
func (d Dossier) Blockers() (keys []string) {
	for _, k := range d.ExpectedPapers() {
		if !slices.ContainsFunc(d.Papers, func(p ReceivedPaper) bool { return p.Paper == k }) {
			keys = append(keys, "order_blocker.papers")
			break
		}
	}
	missing, failed := false, false
	for _, item := range d.Items {
		i := slices.IndexFunc(d.Checks, func(c OrderCheck) bool { return c.Item == item })
		missing, failed = missing || i < 0, failed || i >= 0 && d.Checks[i].Outcome == CheckFailed
	}
	for _, b := range []struct {
		is  bool
		key string
	}{{missing, "order_blocker.checks"}, {failed, "order_blocker.failed"}, {!d.Sound, "order_blocker.record"}} {
		if b.is {
			keys = append(keys, b.key)
		}
	}
	return keys
}

// mayDecide refuses a clerk whose own order it is, or who identified the person.
func (d Dossier) mayDecide(by Actor) error {
	switch {
	case d.Account != "" && by.Account == d.Account:
		return Fail(Forbidden, "order.own")
	case by.Account == d.IdentifiedBy:
		return Fail(Forbidden, "order.identified_by_you")
	}
	return nil
}

// Approve is a clerk's word that the card may be produced; where two are wanted,
// the order goes on with the second.
func (d *Dossier) Approve(by Actor, at time.Time) error {
	if err := d.mayDecide(by); err != nil {
		return err
	}
	if d.Status != OrderOpen {
		return Fail(Conflict, "order.wrong_status", "status", string(d.Status))
	}
	if blockers := d.Blockers(); len(blockers) > 0 {
		return Fail(Conflict, blockers[0])
	}
	word := Approval{By: by.Account, Name: by.Name, At: at}
	switch {
	case d.Approved.By == "":
		d.Approved = word
		if d.TwoClerks {
			return nil
		}
	case d.Approved.By == by.Account:
		return Fail(Conflict, "order.four_eyes")
	default:
		d.Confirmed = word
	}
	return d.Move(OrderInProduction, at)
}

// Ask stops the order until what is asked has been answered; approvals are void.
func (d *Dossier) Ask(by Actor, at time.Time) error {
	if err := d.mayDecide(by); err != nil {
		return err
	}
	if d.Status != OrderOpen {
		return Fail(Conflict, "order.wrong_status", "status", string(d.Status))
	}
	d.Approved, d.Confirmed, d.AnsweredAt = Approval{}, Approval{}, time.Time{}
	return d.Move(OrderWaiting, at)
}

// Resume lets an order that waits go on: what was asked has been answered, or
// what stopped it is mended.
func (o *Order) Resume(at time.Time) error {
	if o.Status != OrderWaiting {
		return Fail(Conflict, "order.wrong_status", "status", string(o.Status))
	}
	o.AnsweredAt = at
	return o.Move(OrderOpen, at)
}

// End rejects an order, or withdraws it for the applicant; the reason stays with it.
func (d *Dossier) End(to OrderStatus, why string, by Actor, at time.Time) error {
	if err := d.mayDecide(by); err != nil {
		return err
	}
	if to != OrderRejected && to != OrderWithdrawn {
		return Problems{{Field: "end", Key: "form.choose"}}.Err()
	}
	why, err := CleanText(why, MaxNote)
	var p Problems
	p.AddErr("why", err)
	if err == nil && why == "" {
		p.Add("why", "form.missing")
	}
	if err := p.Err(); err != nil {
		return err
	}
	d.ClosedWhy = why
	return d.Move(to, at)
}

// Claim gives the order to a clerk. A colleague's claim holds for ClaimHolds;
// until then it must be taken over on purpose.
func (o *Order) Claim(by Actor, over bool, at time.Time) error {
	if o.Status.Ended() {
		return Fail(Conflict, "order.wrong_status", "status", string(o.Status))
	}
	if err := mayClaim(by, o.ClaimedBy, o.ClaimedName, o.ClaimedAt, over, at); err != nil {
		return err
	}
	o.ClaimedBy, o.ClaimedName, o.ClaimedAt = by.Account, by.Name, at
	return nil
}

// Release puts the order back for everybody. Only whoever holds it does.
func (o *Order) Release(by Actor) error {
	if o.ClaimedBy != by.Account {
		return Fail(Conflict, "case.not_claimed")
	}
	o.ClaimedBy, o.ClaimedName, o.ClaimedAt = "", "", time.Time{}
	return nil
}

// A WorkView is one way of looking at the clerks' list.
type WorkView string

// The views: what is to be checked, what has been answered, what waits for an
// answer, what goes into production, what I have taken.
const (
	WorkOpen       WorkView = "open"
	WorkAnswered   WorkView = "answered"
	WorkWaiting    WorkView = "waiting"
	WorkProduction WorkView = "in_production"
	WorkMine       WorkView = "mine"
)

// WorkViews lists them in the order of the screen.
var WorkViews = []WorkView{WorkOpen, WorkAnswered, WorkWaiting, WorkProduction, WorkMine}

// A WorkFilter says which orders a clerk's list shows. A Query looks through all
// of them, ended ones too, and leaves View and After aside.
type WorkFilter struct {
	View  WorkView
	Query PersonQuery
	After Cursor
}

// Searches reports whether the filter looks for somebody.
func (f WorkFilter) Searches() bool { return f.Query.Name != "" || !f.Query.Birth.IsZero() }

// A WorkRow is an order in the clerks' list.
type WorkRow struct {
	OrderRow
	House string
}

// A WorkPage is a page of it, whoever waits longest first, with how much there is in each view.
type WorkPage struct {
	Rows           []WorkRow
	Previous, Next Cursor
	More           bool
	Counts         map[WorkView]int
}
