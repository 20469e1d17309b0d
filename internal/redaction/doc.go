// Package redaction finds in a text what tells of people (Điều 12): telephone numbers, numbers of papers and
// accounts, e-mail addresses, plates of vehicles, names after a title, addresses with a house's number; and what is
// known of a sender, wherever it stands. It is pure.
//
//	text ── Find ──► spans, in order, none over another ──► Parts: the text in pieces, each with its kind or none
//
// It proposes. Whoever publishes a text reads it: a name without a title is a word like others, and the number of a
// service is a telephone number. [Certain] are the kinds that hardly ever are something else.
package redaction
