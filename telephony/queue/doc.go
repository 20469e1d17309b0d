// Package queue decides, as pure functions, which waiting call goes to which
// operator, and what can be said to those who wait.
//
//	Line (who waits, in order) ─┐
//	Floor (rules, operators) ───┼─► Assign ─► Pairs, each with whom it overtook and why
//	now ────────────────────────┘        └──► Again: when time alone changes the answer
//
//	History (who had which call, how long) ─► calls today, share of the hour, handling time
//	Stand ─► position and expected wait of one caller, as far as they can be told
//
// # Order of the waiting
//
// There is one [Line] for the whole floor: which queue a call is in says who may
// take it and by which rules an operator is chosen, not whose turn it is. It is
//
//  1. emergencies ([Emergency] and higher),
//  2. calls that were with an operator already (an offer not taken, a connection lost),
//  3. all others,
//
// within each by the time of the first entry into any queue, which is kept over
// returns, overflow into another queue and restarts of the controller. Among the
// others a priority is a head start: one step counts as [HeadStart] of waiting. So
// a higher priority goes first, and yet nobody can be overtaken for ever. Calls of
// the very same time keep the order in which they were put in.
//
// A call-back ([Waiting.CallBack]) has the place of the caller who asked for it.
// It is given to nobody who could take a live caller who has waited longer,
// whatever the priorities. While its citizen has not answered, a caller who goes before
// it and whom nobody else can take has its operator ([Yield]): an emergency, a caller who
// lost their operator, one who has waited longer.
//
// # Who may take a call
//
// An operator serves the queues of their profile (none named: every queue), and of
// one queue at most its MaxShare calls in any hour, of all together at most their own
// MaxHour. In a queue by skills the call's
// wishes must be met, too. They are named in falling importance, and a wish is no
// reason to starve: after each [Patience] of waiting the last one left is dropped,
// and one that nobody who is at work in the queue could meet is dropped at once.
// What was dropped is still preferred. Other strategies know no wishes.
//
// A call-back that was given to an operator ([Waiting.Only]) waits for them for as long as they are
// at work in its queue; when they pause or leave it is anybody's again.
//
// An emergency may be taken by anybody: of those who are ready, first by whom its
// own queue would choose.
//
// # Assignment
//
// [Assign] goes through the line once; each call gets, of those left who may take
// it, the operator whom its queue's strategy chooses. Ties are broken by who has been
// ready longest, then by name, so that the same input always gives the same pairs.
//
//   - No operator gets two calls, no call two operators.
//   - After the pairs are taken out of both, no ready operator stands beside a
//     waiting call that they may take.
//   - A call is overtaken when an operator who serves its queue is given one that
//     entered later. That never happens without a [Reason] in [Pair.Overtook].
//
// With 500 waiting and 50 operators Assign took 0.03 ms when one is free and 0.5 ms
// when all are (BenchmarkAssign); a storm is no reason to assign less often.
//
// # Figures
//
// [History] keeps what operators had, not how many: every figure is counted from it
// when asked for. It is the same in the journal (operator.status entries), from
// which it is filled after a restart.
//
// # What those who wait are told
//
// [Stand] gives a position and a range of times ([Expect]), or none when the figure
// would be unreliable. Both may grow: others may have a head start, operators leave.
// That nobody is told a figure worse than the one before is the flow's promise
// (package flow), which knows what was said.
//
// Who owns Line and History and calls Assign is the floor goroutine of package
// telephony.
package queue
