package officer

import "time"

// An OwnApplication is an application as its applicant's lists show it: one that
// is no order yet, or never became one.
type OwnApplication struct {
	ID               ApplicationID
	Organisation     OrganisationID
	OrganisationName string
	Shop             ShopID
	ShopName         string
	Product          ProductID
	NameDE, NameEN   string // the product's
	Redemption       RedemptionID
	Procedure        Procedure // empty until it is chosen
	Status           ApplicationStatus
	StatusSince      time.Time
	CreatedAt        time.Time
	ChangedAt        time.Time
	Quantity         int
	Own              bool // begun by the applicant in their portal; false: at the organisation's desk
}

// ProductName gives the product's name in a language.
func (a OwnApplication) ProductName(language string) string {
	return Product{NameDE: a.NameDE, NameEN: a.NameEN}.Name(language)
}

// Waits reports whether the application waits at a desk for its applicant to come.
func (a OwnApplication) Waits() bool {
	switch a.Status {
	case ApplicationSubmitted, ApplicationIdentificationDue, ApplicationInIdentification:
		return a.Procedure.AtDesk()
	}
	return false
}

// Draft reports whether the applicant can still fill it in.
func (a OwnApplication) Draft() bool { return a.Own && a.Status == ApplicationDraft }
