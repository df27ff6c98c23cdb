package page

import "officerportal/officer"

// face is the colour and icon of a status; its word comes from the texts.
type face struct {
	tone Tone
	icon string
}

// orderFaces are the provider's own colours, with an icon each.
var orderFaces = map[officer.OrderStatus]face{
	officer.OrderOpen:         {Info, ""},
	officer.OrderWaiting:      {Alarm, ""},
	officer.OrderInProduction: {Warning, "autorenew"},
	officer.OrderDispatched:   {Warning, "mail"},
	officer.OrderCompleted:    {Success, ""},
	officer.OrderWithdrawn:    {Info, "close"},
	officer.OrderRejected:     {Alarm, "close"},
}

var caseFaces = map[officer.ApplicationStatus]face{
	officer.ApplicationDraft:             {Info, "edit"},
	officer.ApplicationSubmitted:         {Info, ""},
	officer.ApplicationIdentificationDue: {Info, ""},
	officer.ApplicationInIdentification:  {Warning, "autorenew"},
	officer.ApplicationIdentified:        {Success, ""},
	officer.ApplicationCheckDue:          {Warning, "visibility"},
	officer.ApplicationChecked:           {Success, ""},
	officer.ApplicationTransmitted:       {Success, "mail"},
	officer.ApplicationRejected:          {Alarm, "close"},
	officer.ApplicationWithdrawn:         {Info, "close"},
	officer.ApplicationExpired:           {Info, "close"},
	officer.ApplicationAborted:           {Alarm, "close"},
}

// OrderStatus is an order's status in colour, icon and word.
func (f *Frame) OrderStatus(s officer.OrderStatus) Tag {
	x := orderFaces[s]
	return Tag{Text: f.text("order_status", string(s)), Tone: x.tone, Icon: x.icon}
}

// CaseStatus is a case's status in colour, icon and word.
func (f *Frame) CaseStatus(s officer.ApplicationStatus) Tag {
	x := caseFaces[s]
	return Tag{Text: f.text("case_status", string(s)), Tone: x.tone, Icon: x.icon}
}
