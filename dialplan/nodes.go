package dialplan

import (
	"maps"
	"slices"
)

func (Play) Kind() string         { return "play" }
func (Menu) Kind() string         { return "menu" }
func (HoursNode) Kind() string    { return "hours" }
func (QueueNode) Kind() string    { return "queue" }
func (LookUp) Kind() string       { return "lookup" }
func (Dial) Kind() string         { return "dial" }
func (CallBack) Kind() string     { return "callback" }
func (Message) Kind() string      { return "message" }
func (Survey) Kind() string       { return "survey" }
func (Announcement) Kind() string { return "announcement" }
func (GoTo) Kind() string         { return "goto" }
func (HangUp) Kind() string       { return "hangup" }

func (n Play) Exits() []Exit { return exits(Exit{"", n.Next, true}) }

func (n Menu) Exits() []Exit {
	return exits(append(byKey(n.Keys), Exit{"failed", n.Failed, true})...)
}

func (n HoursNode) Exits() []Exit {
	return exits(Exit{"open", n.Open, true}, Exit{"closed", n.Closed, true})
}

// Waiting in a queue is itself an end that a silent caller may come to: an
// operator takes the call.
func (n QueueNode) Exits() []Exit {
	return exits(append(byKey(n.Offers),
		Exit{"nobody", n.Nobody, true}, Exit{"overflow", n.Overflow, true}, Exit{"after", n.After, true})...)
}

func (n LookUp) Exits() []Exit {
	return exits(Exit{"found", n.Next, false}, Exit{"failed", n.Failed, true})
}

func (n Dial) Exits() []Exit { return exits(Exit{"failed", n.Failed, true}) }

func (n CallBack) Exits() []Exit {
	return exits(Exit{"done", n.Next, false}, Exit{"back", n.Back, true})
}

func (n Message) Exits() []Exit { return exits(Exit{"", n.Next, true}) }
func (n Survey) Exits() []Exit  { return exits(Exit{"", n.Next, true}) }

func (n Announcement) Exits() []Exit {
	return exits(Exit{n.Join, n.Joined, false}, Exit{"", n.Next, true})
}

func (n GoTo) Exits() []Exit { return exits(Exit{"", n.To, true}) }
func (HangUp) Exits() []Exit { return nil }

func (n Play) Says() []string         { return said(n.Prompts...) }
func (n Menu) Says() []string         { return said(append(slices.Clone(n.Prompts), n.Wrong, n.Silent)...) }
func (HoursNode) Says() []string      { return nil }
func (n QueueNode) Says() []string    { return said(n.Say) }
func (n LookUp) Says() []string       { return said(n.Ask, n.NotFound) }
func (n Dial) Says() []string         { return said(n.Say) }
func (n CallBack) Says() []string     { return said(n.Offer, n.AskOther, n.Done) }
func (n Message) Says() []string      { return said(n.Say, n.Again, n.Done, n.Unsent) }
func (n Survey) Says() []string       { return said(n.Ask, n.Done) }
func (n Announcement) Says() []string { return said(n.Offer, n.OfferUnsent, n.Done, n.Unsent) }
func (GoTo) Says() []string           { return nil }
func (n HangUp) Says() []string       { return said(n.Say) }

func byKey(keys map[string]NodeID) []Exit {
	all := make([]Exit, 0, len(keys))
	for _, k := range slices.Sorted(maps.Keys(keys)) {
		all = append(all, Exit{k, keys[k], false})
	}
	return all
}

func exits(all ...Exit) []Exit {
	return slices.DeleteFunc(all, func(e Exit) bool { return e.To == "" })
}

func said(names ...string) []string {
	return slices.DeleteFunc(names, func(s string) bool { return s == "" })
}
