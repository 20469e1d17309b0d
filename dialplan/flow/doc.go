// Package flow is what one caller meets next: the interpreter of a dialplan.Plan,
// as a pure function.
//
//	              ┌────────────── Play, SetTimer, Ask…, Join, Dial, … ─────────────┐
//	State, Event ─┤ Flow.Step                                                      ▼
//	     ▲        └─► State ─► the call's actor carries the effects out ─► Asterisk, floor, store
//	     └──────────────────── Played, Key, TimerFired, QueueIs, Taken, … ◄─────────┘
//
// It has no clock (the time comes with each event), no network and no memory but
// the [State], which is small, comparable and, as [State.Mark], kept on the
// caller's channel: a restarted controller goes on at the same node.
//
// # Promises
//
//   - Every node has an answer to every event. One that does not fit, or that
//     reports on something of long ago, changes nothing.
//   - A caller is never stuck: whenever something is awaited, exactly one thing is
//     ([State.Turn] numbers it), and it ends by itself: a playback by its length, a
//     menu by its timeout, a question by its limit. The exceptions are what others
//     end: waiting without a limit, a conversation, a call out.
//   - A call enters at most [MaxNodes] nodes, whatever is pressed; then it ends.
//     How long a silent caller can go in circles is what dialplan.Check looks at.
//   - A node that leads nowhere ends the call.
//
// # Keys
//
// Keys that come while a prompt may be cut short (Barge) cut it short and count.
// What is typed ahead is kept for the next node only if that is a menu, or a Play,
// with Barge (opening hours, and announcements while there is nothing to announce,
// take no time and keep it too); any other node begins with no key. A choice of several digits is
// taken as soon as no longer one can be meant, or when Between passes; digits that
// are left over then are typed ahead.
//
// What ends a caller's wait or call at one key (an offer of a queue, the wish to be called
// back, joining an incident) is done only for one who has been told what the key means, and
// not by the echo of a key that led there: pressed again because nothing was heard yet, or
// the rest of 113.
//
// # In the queue
//
// The flow stays at its queue node while the caller waits, is offered to an
// operator and speaks with one: it announces, listens to the keys of Offers, and
// looks at the limits only while the caller waits. The music is the call's affair:
// whoever carries Play out pauses it.
//
// Who is left alone there goes on: whether anybody is signed in is looked at every
// [lookEvery], and for an emergency whether anybody takes calls.
//
// Neither a place nor a time is told that is worse than the one told before, in this queue
// or another: what was told goes with the caller ([Heard]), and is part of the mark.
package flow
