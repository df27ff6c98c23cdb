package page

import (
	"slices"

	"officerportal/officer"
	"officerportal/officer/web/help"
)

// HelpPage is the help as a whole.
type HelpPage struct {
	Query   string     // what was looked for; empty shows the contents
	Hits    []help.Hit // what was found
	Support officer.SiteText
}

// HelpTopicPage is the answer to one question.
type HelpTopicPage struct {
	Topic   help.Topic
	Group   help.Group
	Shown   officer.SiteText // the operator's text that the topic shows, if it shows one
	Support officer.SiteText
}

// others lists the neighbours of a topic.
func (p HelpTopicPage) others() []help.Topic {
	return slices.DeleteFunc(slices.Clone(p.Group.Topics), func(t help.Topic) bool { return t.Key == p.Topic.Key })
}

// stepHelp names the topic that answers what people ask at a step of ordering.
var stepHelp = map[officer.Step]string{
	officer.StepDocument: "documents", officer.StepProcedure: "procedures", officer.StepQuantity: "quantity", officer.StepReview: "steps",
	officer.Step(officer.GroupPerson): "third-parties", officer.Step(officer.GroupOrganisation): "documents", officer.Step(officer.GroupDelivery): "delivery",
	officer.Step(officer.GroupRevokers): "revocation", officer.Step(officer.GroupSecrets): "revocation",
}

// procedureHelp names the topic about each procedure.
var procedureHelp = map[officer.Procedure]string{
	officer.PostIdentBranch: "postident", officer.PostIdentEID: "postident", officer.NotarIdent: "notarident", officer.BotschaftsIdent: "botschaftsident",
	officer.OfficerIdent: "officerident", officer.BehoerdenIdent: "officerident", officer.DTrustIdent: "dtrust-ident",
}
