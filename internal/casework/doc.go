// Package casework is the one way in which a ticket changes. What may be done, and what
// follows, package ticket knows; what time does, package sla; here both are kept.
//
//	Do, Fire ──► one transaction:
//	    lock the ticket's row, and read the database's now
//	    clocks to now ──► firings ──► ticket.Fired   (what was due comes first)
//	    act           ──► ticket.Do                  (Do alone)
//	    ──► row, parts, history, audit row, slips with their numbers, rows of the report,
//	        notices and messages, clocks, and the one job that comes for them
//
// # Promises
//
//   - All of it, or nothing. A process killed at any moment leaves no half of a change,
//     no second message, no clock without its job.
//   - An act that is refused changes nothing; what was due before it has happened all the
//     same, and is kept.
//   - Whoever acts says which version they saw. If the ticket is another by then, nothing
//     is overwritten: [store.TicketChanged] tells them what others did since. What clocks did since is
//     no reason to refuse, unless the act is not possible any more.
//   - Every message has a cause made of the ticket, the version that caused it and whom
//     it is for: the same change tells nobody twice. Who is told is found in the same
//     transaction, so that a change of staff has no gap.
//   - Two changes that hinder each other, as two merges crosswise, are no error: PostgreSQL breaks
//     one off, and it begins anew on what the other has left.
//   - What a unit holds on the day on which it is no more goes on with whatever changes the ticket next, before
//     that, and once: its hours end with the unit, the certain heir's begin when it has the slip
//     (ticket.Inherited). No act and no clock finds a ticket with a unit that is not there.
//   - Files stand beside that ([ticket.Row]'s Aside): whoever adds one need not have seen the
//     newest version, and whoever did something else meanwhile is not refused for it.
//   - A sender who cannot be reached is a line of the history, not an error.
package casework
