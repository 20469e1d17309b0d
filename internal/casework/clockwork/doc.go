// Package clockwork has every clock of every ticket fire when it is due.
//
//	ticket_sheets.wakes ── one River job a ticket ──► worker ──► Firer.Fire (one transaction)
//	     ▲      │ due, and the job is late, lost,                     │ rows, history, messages,
//	     │      ▼ given up, its process killed                        │ and the job of the next clock
//	     │   sweep: on start, every minute ──► the job comes now      │
//	     └────────────────────────────────────────────────────────────┘
//
//	units.until: a unit is no more ──► pass on: every ticket of which it holds something
//
//	tickets of before clocks were kept ──on start──► Firer.Fire, once
//
//	officers.since, until: a post has begun, or is over ──► the account goes by that (store.AccountsFollowPosts)
//
//	calendars: another one holds ──► recount: every ticket with open clocks that an older one counted
//
// # Who owns what
//
// When the next clock fires is the ticket's own row (ticket_sheets.wakes), written with
// whatever moves it; a job is an alarm and decides nothing. What fires, package sla says
// under the ticket's lock, so that two jobs, two nodes and a sweep find it done or do it,
// once. The stamp is the due instant, whenever the work was done (package sla).
//
// # Failure
//
//   - The process is killed before the transaction commits: nothing has happened. The sweep
//     finds the row due, and its job at work for longer than any can be.
//   - It is killed after the commit, before River has noted that the job is done: the
//     row names another job by then, and the old one, when River rescues it, fires nothing.
//   - Jobs are lost, or all nodes were down: the sweep on start finds all rows that are due.
//   - A ticket cannot be brought up to date: its job comes again, after a minute at most,
//     for as long as it takes; the others go on. hotline_clocks_behind_seconds shows it.
//   - Nobody has prolonged the calendar: the Office is told half a year before its end, and when it has come
//     (hotline_calendar_ends_days shows it); clocks go on by its last hours (package sla).
//   - The database is away: nothing fires, and is caught up.
//   - A recount is broken off: it goes on where it was, because each ticket's row says which
//     calendar has counted it. Until then its deadlines are those of the calendar before.
//     A ticket that the new calendar cannot count keeps them, and is tried again.
package clockwork
