// Package portal is the citizen's side of a ticket: what everybody may see of it, and what its sender
// may see and do. Its doors are the API's /public operations (package api) and a page (package page).
//
//	a code ─► [Portal.LookUp] ─► published: what was written for everybody (Điều 11.1, 12.1)
//	                             else: where it stands, and since when
//	a key ──► [Portal.Own] ────► the sender's own ticket, with why it is not taken (8.2), what is asked
//	                             (8.3, 18.1), when it will be done (9.3), what was found (9.3, 9.4)
//	          [Portal.Do] ─────► they answer, rate (11.2), contest and go on (9.5), report an officer
//	                             (18.3), ask for confidence (7.3): acts of ticket.Citizen
//
// # What a code tells
//
// A code is a number in a year, without gaps, and its check digit: whoever wants finds all of
// them. So a code alone tells nothing that somebody said, and nothing of who they are: not a word
// before it is published, and then the words that were written for everybody. Of what is confidential it
// tells what one that nobody has tells. (Who counts can still tell that there is a ticket between two
// others that is not shown to them; of it, nothing else.)
//
// # What a key tells
//
// A key came to the sender with a message (package store, keys): 80 random bits, kept as their sum,
// good for a year, and as long as the sender is still to be told where that message went. Who has it
// is taken for the sender. It shows no name, number or address, for the number may have been
// written down wrongly, and the one who got the message be another. A ticket that was merged goes on
// in another: what is asked there is asked of all its senders, and so may be answered and contested by
// each; another's words are shown to none of them.
//
// Nothing is changed by a look. What is refused is what package ticket refuses, with its sentence.
// How often somebody may ask is the doors' to bound.
package portal
