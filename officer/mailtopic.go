package officer

import "slices"

// A MailTopic is a kind of mails that people may switch off, or on. Mails of no
// topic go out whatever somebody chose: they are about the account itself, about
// what has to be done or decided, or answer what the person asked for.
type MailTopic string

// The topics that people decide on.
const (
	MailsOfProgress  MailTopic = "progress"  // how far an order is, where nothing is to be done
	MailsOfReminders MailTopic = "reminders" // that something is still missing
	MailsOfExpiry    MailTopic = "expiry"    // that a card is about to expire
	MailsOfDigest    MailTopic = "digest"    // in the morning, what waits at the desk
)

// MailTopics lists them in the order in which they are offered.
var MailTopics = []MailTopic{MailsOfProgress, MailsOfReminders, MailsOfExpiry, MailsOfDigest}

// templateTopics says which mails belong to a topic.
var templateTopics = map[string]MailTopic{
	"order_in_production": MailsOfProgress, "order_dispatched": MailsOfProgress, "order_completed": MailsOfProgress, "card_activated": MailsOfProgress,
	"reminder_papers": MailsOfReminders, "reminder_identification": MailsOfReminders, "reminder_question": MailsOfReminders,
	"card_expiring": MailsOfExpiry,
	"digest_desk":   MailsOfDigest, "digest_clerk": MailsOfDigest,
}

// TopicOfMail gives the topic of a template; empty for a mail that always goes out.
func TopicOfMail(template string) MailTopic { return templateTopics[template] }

// Usual reports whether people get mails of the topic unless they say otherwise.
func (t MailTopic) Usual() bool { return t != MailsOfDigest }

// For reports whether the topic is one for people who work as this.
func (t MailTopic) For(roles []Role) bool {
	if t != MailsOfDigest {
		return true
	}
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(DigestRoles, r) })
}

// MailChoices are the topics that somebody turned round from what is usual.
type MailChoices []MailTopic

// Wants reports whether mails of a topic are to go out; of no topic always.
func (c MailChoices) Wants(t MailTopic) bool {
	return t == "" || t.Usual() != slices.Contains(c, t)
}

// ChooseMails gives the choices of somebody who wants exactly these of the topics
// that were offered. What was not offered stays as usual.
func ChooseMails(offered, wanted []MailTopic) MailChoices {
	c := MailChoices{}
	for _, t := range offered {
		if slices.Contains(wanted, t) != t.Usual() {
			c = append(c, t)
		}
	}
	return c
}
