// Package sla keeps the clocks of a ticket: who has how long, what runs out when, and
// what is no longer waited for. The terms are those of Quyết định 587/QĐ-UBND, as
// a [Policy] has them row by row; working time is package worktime's.
//
//	received ── AskBack (1 hour, Điều 8.3) ── asked, or decided in any way; afresh whenever it
//	   │            is the desk's again: the sender answered, the unit returned it. Where
//	   │            nobody waits for an answer any more, with what was left of it
//	   ├─ put through ── Live (1 hour, Điều 9.3) ── answered, or a slip sent
//	   │
//	   └─ slip visible to a unit ── Officer (8 hours, Điều 9.3) ── answered
//	                                   │ run out; or the finish promised in time is
//	                                   ▼
//	                                Head (48 hours, Điều 9.4) ── answered
//	                                   │ run out
//	                                   ▼
//	                                overdue: before the city's leadership
//
//	beside them, whatever the state (Điều 9.6): Urgent (2 days from receipt),
//	Review (2 days from the result; of a further one, from when it is wanted), until the dossier is with the Office
//
//	and when there is a result: Tell (8 hours, Điều 9.1, 9.3, 9.4, 11.1) ── the sender was told
//
//	and when the sender has been told the result: Quiet, at whose end the ticket closes
//
// It is pure. A [Sheet] is a ticket's clocks and what they are counted from, as plain
// values: rows of a database. [Law] is what they go by, the policy that the ticket was
// received under and the calendar of today. [Law.Apply] gives the sheet after
// something happened to the ticket, [Law.Advance] after time passed. Both leave the
// sheet that they are given as it was; an error changes nothing.
//
// # Promises
//
//   - A clock runs out once. It never does so before its due instant, nor at it: what
//     is done by then is in time, for Điều 9.4 speaks of what exceeds the term.
//
//   - A [Firing] is stamped with the instant it was due, not with that of the program
//     that noticed. What was missed is caught up in the order of those stamps, and a
//     clock that begins by another's end (the head's, by the officer's) begins at the
//     stamp. However the time from one event to the next is cut into advances, by
//     restarts or by several nodes, the firings are the same.
//
//   - One stamp is another than the due instant: that of a clock that was late when it
//     began, as when a report is found to be urgent on its fifth day, or when another
//     calendar made it late. It is stamped with that, so that a history never runs
//     backwards.
//
//   - An event counts after whatever was due before it, even when nothing had fired
//     yet: an answer does not undo an escalation that was only delayed. A stamp before
//     the last event's counts as that: clocks of two machines differ.
//
//   - Every clock is one unit's own: of several units each has its hours (one leads),
//     and a unit to which a ticket comes again has fresh ones (Điều 9.3).
//
//   - A due instant follows from the clock's row and the law alone ([Policy.Due]), so
//     that another calendar recounts what is open, and nothing that has ended.
//
//   - Where the calendar has ended, it is assumed to go on ([worktime.Spec.GoesOn]), and so are the
//     due instants behind its end; a calendar that knows more recounts them. No clock stops an act.
//     New terms are held against the calendar before they are kept ([Policy.Within]).
//
// Whether an event is allowed, and what it changes in the ticket, is package
// ticket's: here an event that concerns no running clock changes nothing.
//
// # Use
//
// In one transaction: the ticket's rows are locked, [Law.Advance] goes to the
// database's now, its firings become events of the history and are judged by the
// ticket's states, and then comes what somebody wants to do, and [Law.Apply]. One job a
// ticket is set to [Sheet.Wakes]. A job that comes too early, twice or for
// a clock that has ended fires nothing; one that never comes is made up for by whatever
// happens next, and by the look at all rows that are due when the program starts.
//
// # Readings
//
// Where the regulation can be read in two ways, the policy says how it is read, with
// the clause beside it ([Question]). Every instant that a term could be counted from
// is kept, so that a report can show the stricter reading too ([Policy.StrictDue]).
package sla
