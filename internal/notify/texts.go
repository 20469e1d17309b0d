package notify

import (
	"maps"
	"slices"
	"strconv"

	"hotline1022/internal/lang"
)

// Placeholder is what a text has put in, as {name}.
type Placeholder struct {
	Name    string
	Sample  string
	Longest int  // characters
	Needed  bool // a text without it tells nothing
	// Elsewhere takes the place of a value that an SMS cannot hold whole: it says where to
	// read it, for a sentence that ends in the middle says something else.
	Elsewhere lang.Key
}

// What stands in a text beside its own values: in any, where people find their ticket; in one to staff
// about a ticket, where they open that ([Style].Staff).
const (
	lookup = "lookup"
	link   = "link"
)

// longestLookUp is what configuration allows, with a key.
const longestLookUp = 100

// longestStaff is likewise of the staff's address.
const longestStaff = 80

// Kind is a text that people outside are told: by which channel, and what its arguments
// are, in their order.
type Kind struct {
	Key          lang.Key
	Channel      Channel
	Placeholders []Placeholder
	Keyed        bool // it goes to a ticket's sender, whose link has a key
	Linked       bool // it goes to staff, and may lead them to the ticket
}

var (
	code = Placeholder{Name: "code", Sample: "26-000123-4", Longest: 12, Needed: true}
	area = Placeholder{Name: "area", Sample: "phường Lê Chân", Longest: 200, Needed: true}
	slip = Placeholder{Name: "slip", Sample: "12/PC-2026", Longest: 20}
	due  = Placeholder{Name: "due", Sample: "15:04 02/01/2026", Longest: 16, Needed: true}
	text = Placeholder{Name: "text", Sample: "địa chỉ cụ thể nơi mất nước", Longest: 300, Needed: true, Elsewhere: lang.ToldElsewhere} // as staff write it
)

// in is a placeholder whose long values are read there.
func (p Placeholder) in(elsewhere lang.Key) Placeholder {
	p.Elsewhere = elsewhere
	return p
}

// sms is a kind of SMS about a ticket, whose first value is its code.
func sms(more ...Placeholder) Kind {
	return Kind{Channel: SMS, Placeholders: append([]Placeholder{code}, more...)}
}

// toSender is one to whoever sent the ticket.
func toSender(more ...Placeholder) Kind {
	k := sms(more...)
	k.Keyed = true
	return k
}

// toStaff is one to those who deal with the ticket.
func toStaff(more ...Placeholder) Kind {
	k := sms(more...)
	k.Linked = true
	return k
}

// kinds has a row for every text of package lang whose key begins with sms_ or email_.
var kinds = map[lang.Key]Kind{
	lang.SMSMessageTicket:  toSender(),
	lang.SMSIncidentTicket: toSender(area),
	lang.SMSIncidentOver: {Channel: SMS, Placeholders: []Placeholder{
		area, {Name: "time", Sample: "15:04", Longest: 5}, {Name: "day", Sample: "02/01", Longest: 5},
	}},

	lang.SMSStaffChange: {Channel: SMS, Placeholders: []Placeholder{
		{Name: "unit", Sample: "Sở Xây dựng", Longest: 100, Needed: true}, {Name: "day", Sample: "02/01/2026", Longest: 10, Needed: true},
	}},

	lang.SMSReceived: toSender(),
	lang.SMSDeclined: toSender(
		Placeholder{Name: "why", Sample: "không thuộc thẩm quyền", Longest: 200, Needed: true, Elsewhere: lang.ToldElsewhere},
		Placeholder{Name: "where", Sample: "Toà án nhân dân thành phố", Longest: 200, Needed: true, Elsewhere: lang.ToldElsewhere},
	),
	lang.SMSAskSender: toSender(text),
	lang.SMSAskByUnit: toSender(text),
	lang.SMSPromised:  toSender(due),
	lang.SMSOutside:   toSender(),
	lang.SMSPublished: toSender(),
	lang.SMSAnswered:  toSender(),
	lang.SMSMerged:    toSender(Placeholder{Name: "into", Sample: "26-000099-1", Longest: 12, Needed: true}),

	lang.SMSTransferLive:  toStaff(),
	lang.SMSSlip:          toStaff(slip, due),
	lang.SMSWarned:        toStaff(due),
	lang.SMSEscalated:     toStaff(slip, due),
	lang.SMSOverdue:       toStaff(),
	lang.SMSReminder:      toStaff(text.in(lang.ToldInSystem)),
	lang.SMSWithdrawn:     sms(),
	lang.SMSTask:          toStaff(),
	lang.SMSSenderReplied: toStaff(),
}

// Kinds lists every text that people outside are told, by key.
func Kinds() []Kind {
	list := make([]Kind, 0, len(kinds))
	for _, key := range slices.Sorted(maps.Keys(kinds)) {
		k, _ := KindOf(key)
		list = append(list, k)
	}
	return list
}

// KindOf gives a text's kind; false for one that nobody is told.
func KindOf(key lang.Key) (Kind, bool) {
	k, ok := kinds[key]
	k.Key = key
	return k, ok
}

// KindFor gives a message's kind, by the channel that it really takes: who has no mobile
// number gets an SMS's words as an e-mail. The arguments of a text that is none of [Kinds]
// are called 1, 2 and so on.
func KindFor(channel Channel, key lang.Key, args []string) Kind {
	k, ok := KindOf(key)
	k.Channel = channel
	if !ok {
		for i := range args {
			k.Placeholders = append(k.Placeholders, Placeholder{Name: strconv.Itoa(i + 1)})
		}
	}
	return k
}

// Default is the program's own text: version 0.
func (k Kind) Default() Template {
	args := make([]any, len(k.Placeholders))
	for i, p := range k.Placeholders {
		args[i] = "{" + p.Name + "}"
	}
	return Template{Kind: k, Text: lang.Say(lang.Vietnamese, k.Key, args...)}
}

// names lists what a text of this kind may have put in.
func (k Kind) names() []string {
	list := make([]string, 0, len(k.Placeholders)+1)
	for _, p := range k.Placeholders {
		list = append(list, p.Name)
	}
	return append(list, k.Addresses()...)
}

// Addresses are what a text of this kind may lead to, by the names by which they are put in; none is needed.
func (k Kind) Addresses() []string {
	if k.Linked {
		return []string{link, lookup}
	}
	return []string{lookup}
}
