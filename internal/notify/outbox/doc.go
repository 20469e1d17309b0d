// Package outbox sends what the database holds for people outside, and learns whether it
// arrived: by asking the gateways that can be asked, and by what they report.
//
//	messages row + job ──► claim (attempt, lease) ──► Find, after a doubt ──► Send ──► sent
//	     ▲                                                                     │
//	     └── sweep: jobs that were lost ◄── next_at ◄── notify.Policy ◄── no ──┴──► failed
//
// # Who owns what
//
// The row's state belongs to whoever holds its lease: one worker of one node.
// River's job is an alarm clock only; a second one for the same message finds
// nothing to claim and does nothing. The lease outlasts the gateway's time, so
// that it ends only where a process died or lost the database; the attempt then
// counts as one of unknown outcome.
//
// The gateway that has a message in hand stands in the row before it gets it. While
// nobody knows whether it took the message, no other gateway gets it.
//
// A message that is withdrawn, because where it goes is not where the ticket's sender is reached,
// begins no attempt any more; one that has begun may still end as sent, and the row says so.
//
// What is due, the database's clock says (hotline_now), as of all that concerns tickets: a
// node whose own clock is wrong sends nothing early, late or twice.
//
// At night a message waits in the row (quiet) for the morning, unless notify.Hours says
// otherwise; the time in which it is tried begins then.
//
// # Failure
//
//   - The gateway is away, slow, or refuses: notify.Policy; each attempt and the
//     last error stand in the row. What nothing helped has failed, is counted
//     (hotline_messages) and listed.
//   - The process dies at any point: the row is queued, and its job is begun anew or
//     replaced by the sweep when the lease has ended. See package notify for what that means to
//     the one who gets the message.
//   - The database is away: nothing is claimed, so nothing is sent; what was sent
//     and could not be written down is asked for or sent again.
package outbox
