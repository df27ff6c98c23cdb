package pdf

// couponWords are those of the PostIdent coupon.
type couponWords struct {
	Name, Title, Subtitle, Number, Person string

	Branch, App           string
	BranchSteps, AppSteps []Step
	AfterTitle, After     string
}

// certifiedFormWords are common to the forms on which a signature is certified.
type certifiedFormWords struct {
	Person, Applicant, Declaration, NotYet string
	Confirmed                              string
	Made                                   []string
	Document                               []string // lines for the identity document that was shown
}

// certifiedWords are those of one of these forms.
type certifiedWords struct {
	Name, Subtitle, NotYetText, Heading, By, Seal string
}

type appointmentWords struct {
	Name, Title, WaitTitle, Wait string
	Wish, Wished, Note           string
	Confirmed, Day, With, Place  string
	BringSheet, There            string
	Steps                        []Step
}

type deskWords struct {
	Name, Title, Subtitle, BringSheet, Place, Places string

	Steps []Step
	Next  []string
}
