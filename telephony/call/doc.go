// Package call is the life of one citizen's call, as pure functions: what state
// it is in, what may happen to it, and what must be done about it.
//
//	new ─► arriving ─► menu ◄─► queued ◄─► offered ─► connecting ─► talking ◄─► held
//	                    ▲          ▲                    │   ▲  │        │         │
//	                    │          ├────────────────────┘   │  ▼        ▼         ▼
//	                    │          └─────────────────── recovering ◄────┴─────────┤
//	                    └───────── the operator left, the citizen stays ──────────┘
//	menu ◄─► forwarding ─► forwarded    (a telephone outside: an emergency service, an officer on call)
//	new ─► queued …    (a call-back: the citizen is called when an operator has accepted)
//	any ─► ended
//
// In menu, and beside the queue, a flow (package dialplan/flow) leads the citizen: it
// is told by [Lead] what has become of the call, and says what it wants by
// [QueueAsked], [LeaveAsked], [DialAsked] and [Completed]. What is said to the citizen, and what
// their keys mean, is the flow's own affair.
//
// [Transition] takes a [Model] and an [Event] and returns the Model after it, and
// the [Effect]s to carry out, in order. It has no clock, no network and no
// memory of its own. Who owns a Model (an actor goroutine in package telephony)
// carries the effects out and reports what became of them as further events.
//
// # Promises
//
//   - Every state has an answer to every event. One that does not fit gives
//     [ErrNotNow] (or [ErrNotYours], when an operator asks for a call that is
//     not theirs), no effect, and the Model unchanged.
//   - A call ends exactly once; the class and the reason of its end are those of
//     the first event that ended it. After that every event is ErrNotNow.
//   - Between the answer and the end the citizen always hears something: music, the
//     operator, or, in menu, what the flow says or waits to be told.
//   - The citizen is in the bridge while the state is talking, and never before
//     an accept: the operator's channel, prepared there while the call rings, is alone.
//   - An operator's channel is there for the operator whom the call is offered to
//     or who has it, and for nobody after that.
//   - An operator taken by [OfferTo] or [EngageOperator] is given back by exactly
//     one [FreeOperator]; none is held after the end.
//   - What happened is told by [Note] effects, in the order in which it happened.
//
// # Turn
//
// A timer or a request of long ago may report after the call has moved on.
// Model.Turn counts the offers, joins and losses; effects that start something
// carry it, events that report on it carry it back, and one of another turn is
// ErrNotNow.
package call
