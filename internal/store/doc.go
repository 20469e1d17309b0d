// Package store is PostgreSQL: the only truth at rest.
//
//	migrations/*.sql ──goose──► schema (its CHECKs repeat the domain's invariants)
//	queries/*.sql ────sqlc────► db (typed; committed)
//	journal ──Apply──► call_events (append-only) + calls + recordings
//	                   + tickets of messages left, + messages to people with their jobs, one transaction
//
// What it promises:
//   - [Open] does not connect. Every method fails while the database is away and
//     works again when it is back; nothing is kept open across that.
//   - [Store.Apply] has the effect of each entry once, however often it is
//     given, and never fails for what an entry holds: an entry that the projection
//     cannot take is kept in call_events with the problem beside it, and in the audit log
//     if it is an act ([Store.SetAside]; readyz tells of it). A stamp of a machine whose clock is
//     wrong is no such problem: a ticket then counts as received now.
//   - Who had a call (calls.had_by) and what a slip said (slip_drafts) is kept when another
//     has the call, or drafts the slip again.
//   - [OnCall] and [Store.Guide] alone are memory: the on-call lists, and what suggestions of units rest on, as
//     they were known last.
//   - Nothing of the directory is removed: it is over from a day on. Changes of it wait for one another, are checked
//     against what the one before left, and stand with their row of the audit log, before and after, or not at all.
//   - A ticket without an operator ([Store.CreateSystemTicket]) is made once for its
//     cause, and the SMS that tells its code stands with it or not at all. Where
//     nobody can be told, the ticket's history says so.
//   - A message to a ticket's sender has a key, of which the sum is kept: the key itself until a gateway has the
//     message, or it is withdrawn, tried again as another one, or has failed a day ago. [Store.TicketOfKey] opens by it what it opens now: for a year, and while the sender
//     is told where that message went.
//   - The mark of a call comes to each of its tickets by a job of the transaction that brings the mark, or the ticket.
//   - A ticket's clocks, and the one job that comes for them, are kept in the transaction
//     of whatever moved them ([Store.SaveSheet]). The calendar that they are counted by
//     ([Store.Law]) holds until that transaction ends.
//   - Tickets change by the database's time ([db.Queries.Now]), whichever node changes them.
//   - A list of tickets ([Store.TicketList]) is never found by reading all of them. One column, which PostgreSQL keeps
//     itself and no extension is needed for, has the words of a ticket without their accents, and beside them a mark
//     for each thing that a list can be asked for: its state, group, field, units, the four weeks in which it came,
//     and so on. One GIN index of it intersects words and marks, so that what is rare, or never goes together, is
//     found, or found missing, by the rarest of them. The price is paid by whoever changes a ticket: each change
//     writes some fifty entries of that index. Against thirteen indexes, one for each filter, which it stands for, a
//     changed row took 0.4 ms in place of 0.3, and 60 % more of the log (2,000 rows at once).
//   - call_events, ticket_events and audit_log can be added to, not changed;
//     PostgreSQL itself refuses.
//   - Errors of PostgreSQL come out wrapped, for the log; [ErrNotFound] is the one
//     that callers tell apart.
//
// The schema goes up and down with [Migrate] and [MigrateDown], River's tables
// (the job queue) included.
package store
