// Package callback is when a citizen is called back: the rules of one claim, pure.
//
//	        ┌───────────(no answer, engaged, …: after a pause)──────────┐
//	        ▼                                                           │
//	─► waiting ──(an operator is reserved)──► dialling ──► done ────────┤ (it was a voicemail)
//	     ▲  │                                    ├──────────────────────┘
//	     │  ├─► cancelled (got through meanwhile, or by hand)
//	     │  └─► done (dialled by hand)           ├─► given_up (after three tries; at once: no such number)
//	     └──(called again from there)── needs_number ◄─┘ (a fax)
//
// A claim is made by a caller who asks for it in the queue, and by one who gave
// up waiting. It keeps the place that the caller had.
//
// # Promises
//
//   - One open claim a number: another wish of the same number joins it, and the
//     earliest place counts.
//   - Nobody is called back who has got through to an operator meanwhile, and
//     nobody twice for one call.
//   - At most [MaxTries] tries, with growing pauses between them. One that no
//     carrier took, whose operator went away, or which made way for a caller on the
//     line, is none. A number that does not exist is dialled once.
//   - A machine is not the citizen. A voicemail is a try without an answer: the
//     citizen may be near the next time. A fax is the line's own: dialling it again
//     would reach it again, so a person has to find another number.
//   - Only numbers within the country are dialled: who can fake a caller's number
//     must not make us dial one that costs.
//
// Rows, and that two nodes never dial the same claim, are package store's.
package callback
