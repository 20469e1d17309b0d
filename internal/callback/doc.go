// Package callback is when a citizen is called back: the rules of one claim, pure.
//
//	        ┌───────────(no answer, engaged, …: after a pause)──────────┐
//	        ▼                                                           │
//	─► waiting ──(an operator is reserved)──► dialling ──► done         │
//	        │                                    ├──────────────────────┘
//	        ├─► cancelled (got through meanwhile, or by hand)
//	        └─► done (dialled by hand)           └─► given_up (after three tries)
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
//   - At most [MaxTries] tries, with growing pauses between them.
//   - Only numbers within the country are dialled: who can fake a caller's number
//     must not make us dial one that costs.
//
// Rows, and that two nodes never dial the same claim, are package store's.
package callback
