// Package notify is what the hotline tells people outside: one text to one
// number or address, handed to a gateway that carries it. It is pure: no
// database, no transport, no clock. Package outbox keeps and sends, package
// simulator stands for a gateway in the demonstration.
//
//	what happened ─► row "queued" + job (one transaction, internal/store)
//	                   │
//	                   └► [Compose] ─► [Gateway].Send ─► [Decide] ─► sent | again at … | failed
//	                                                                  └► delivered | undelivered, when the network says so
//
// What is worded: [Kind] names a text and its values, [Template] is how it is worded now,
// the program's own words or an administrator's. When it may wake people: [Quiet], [Hours].
//
// # What can be promised
//
// A message is queued exactly once: in the transaction of its cause, and never
// twice for the same cause. It is sent at least once until [Policy].GiveUpAfter
// has passed. Between a gateway's yes and our row's there is a gap in which a
// process can die, or an answer get lost; nobody can close it from one side. So
// every attempt carries the same reference, and after one whose outcome is not
// known a gateway that is a [Finder] is asked first: with such a gateway, or one
// that refuses a reference it has seen, people get it once. With one that does
// neither, a message may come twice; its row counts how often that may have been
// (doubts).
//
// A gateway that is [Cautious] is not given again what it may have: the message has
// failed then, with its doubt, and a person decides. Of several gateways the next gets a
// message only when the one before certainly has not taken it.
//
// The link of a message to a ticket's sender ends in a key ([Style].Keyed). A text that is kept has a
// mask in its place; only what a gateway is given has the key ([WithKey]).
//
// # SMS
//
// Text in GSM-7 has 160 characters (153 in each of several parts), any other 70
// (67). Vietnamese with its diacritics is "any other"; [Style].Accents decides. A
// text is never cut: one that would be longer than MaxParts loses its diacritics; what
// somebody wrote at length gives way to where it can be read ([Placeholder].Elsewhere); and
// what is too long all the same is refused.
package notify
