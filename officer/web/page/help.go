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
