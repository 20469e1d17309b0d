// Package ticket is the life of a ticket (phản ánh, kiến nghị) as Quyết định
// 587/QĐ-UBND of 5 March 2024 has it: who may do what, when, and what follows.
//
//	              ┌► Declined                          ┌► AwaitingSenderForUnit ┐ (once, 18.1)
//	Received ─────┤                                    │                        │
//	 ▲  ▲  │ ▲    ├► LiveTransfer ─┬────────────► Assigned ─► InProgress ◄───────┘
//	 │  │  ▼ │    │                │                   │          │  └► Verifying (a date, 9.3)
//	 │  │ AwaitingSender           │                   └────┬─────┴──────┘
//	 │  │         │                │      8 hours over, or the date (9.4)
//	 │  │         │                │                        ▼
//	 │  │         │                │               EscalatedToHead ──► Overdue (48 hours over)
//	 │  └─────────┼────────────────┼─ returned ─────────────┴──────────────┘
//	 │            ▼                ▼                        ▼
//	 │         (answered at once, answered live, the unit's result)
//	 │                          Resolved
//	 │                 published ▼  ▼ answered, if confidential
//	 │                   Published  Answered ──► Contested ─┐ (9.5)
//	 │                       └────┬────┘                    ▼
//	 │                  a quiet while: Closed           OfficeLed ◄── from anywhere that is open
//	 │                                                      ▼
//	 └── (anything open may be Merged into another)   AwaitingDirective ──► Assigned
//
// Beside the state stand flags (emergency, urgent, confidential, ever overdue, outside
// the regulation), the parts of units ([Assignment]: one leads, others cooperate), their
// tasks, dossiers, documents, reminders, proposals, requests.
//
//	Draft ──Check──► Checked: what may be filed, or every Fault with its place
//	Case, Act, By ──Do──► Result: the next case, its history, what the clocks and people are told
//	Case, sla.Firing ──Fired──► Result
//	Case, Gone ──Inherited──► Result: a unit that has something of it is no more
//
// It is pure: no database, no clock, no transport. Package sla counts the hours; package
// casework keeps what comes of it.
//
// # Promises
//
//   - [Table] is the only place that says who may do an act, in which states. Everything
//     else is refused, as [ErrNotYours] or [ErrNotNow], with a sentence; what an act says
//     wrongly as [Faults]. A refusal changes nothing, nor does anything change the case
//     that was given.
//   - Every change is one entry of the history, whose before and after are exactly the
//     fields that differ.
//   - While a unit has the ticket, exactly one leads. No way leads out of the states
//     (Điều 17.5). EverOverdue is never cleared, and units ask the sender once in the
//     ticket's life, whoever asks (18.1). The answer is kept as long as the question is
//     open, whoever has the ticket by then, and they are told.
//   - What was written down wrongly is corrected in any state ([Correct]), and moves nothing; the
//     old reading is the history's. Where a sender is reached now they are told the code and what
//     still counts, and where they are not, nothing more ([step.reached]).
//   - Who is told of a ticket reads it while it is theirs to answer ([Case.Readers]).
//   - A ticket has one mark, its sender's last, with the way by which it was given (11.2).
//   - Files stand beside the case ([File]): one that is added or taken away is an entry of
//     the history, and nothing else of the case. What is taken away is kept. A document
//     that a result rests on is a signed reply of the same ticket (17.6), and stays.
//   - What people have written is kept as text, in NFC; nothing in it is ever run.
//
// Data that Điều 7.3 asks for and that is missing makes a ticket incomplete; it is
// received all the same and asked for later (8.3). What is given must make sense.
package ticket
