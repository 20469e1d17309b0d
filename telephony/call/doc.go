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
//	new ─► connecting  (a call that an operator places: the citizen is called when she is connected)
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
// # Beside the conversation
//
// [State] says what the citizen has; what the operator has beside it is a value of its own,
// [Officer]: the telephone outside, of a focal officer or an emergency service, and how far
// it has come. So every state that a desk, a table or a database knows stays what it was,
// and what an officer does multiplies none of them:
//
//	            talking: the citizen is with the operator    held: the citizen hears music
//	-           a conversation                               on hold
//	calling     an emergency service rings; they stay        an officer is called
//	            together meanwhile
//	briefed                                                  hears what it is about, presses 1
//	aside                                                    speaks with the operator
//	waiting     hears music
//	joined      all three
//
//	talking ── EmergencyAsked (from any of these, joined too) ──► talking/calling ─► talking/joined
//	   │                                                               │                ▲     │
//	   └ ConsultAsked ► held/calling ─► held/briefed ─► held/aside ◄─ swap ─► talking/waiting │
//	                       │   ▲            │   1           └──────── three-way ───────┘      │
//	                       │   └── the next number: busy, no answer, no key, NextAsked        │
//	                       └─► held: nobody is there, and the operator is told         complete ▼
//	                                                                                  forwarded
//
// One rule says what the citizen has when nobody is there any more: who hears the operator
// is by a key of hers, or has heard her before. Whom she stops calling, or lets go, she does
// that for the citizen, who is with her at once. When the telephone outside ends by itself
// (busy, nobody, hung up) she may be speaking to somebody in the room, or still to who has
// gone: a citizen who heard music goes on hearing it, until ResumeAsked; one who was in the
// conversation stays in it.
//
// A citizen with a telephone outside and no operator is forwarding/calling or
// forwarded/joined, whether the flow or an operator brought them there ([Handed]).
//
// There is one bridge. The operator's channel never leaves it; the citizen and the officer
// go in and out, and whoever goes out hears music. Each change of who hears whom is one
// removal and one addition, and no bridge has to be left for another. Who hears whom is a
// function of the Model, [Hears]; what may be asked of it is another, [Possible].
//
// The victim's line may end while help is called: then operator and emergency service go on
// ([Model.Left]), for she knows where it is to go. The call stays talking, so that nothing
// that knows states knows more of them; it is recorded as a consultation is, the citizen's
// recording being over; and it ends when the two have done, by the class and the reason that
// the citizen's line ended with. Nothing is possible in it but to go on calling, to ask for an
// emergency service again when none has answered, to let go, to hang up, and what a leader may:
//
//	talking/calling ─── the citizen's line ends ───► calling ──► joined ◄──────────────────┐
//	talking/joined  ───────────────────────────────────────────►   │                       │
//	                                                               │ her desk or audio     │ is back
//	                                                               ▼                       │
//	                       ended ◄──── grace time over ──── recovering: it hears music ────┘
//
// When we have died while an emergency service was called, or spoke with both, the operator is
// on her way back into the call, and the service is not hung up on for that. The state says what
// she has, as ever; the citizen hears music, or the service:
//
//	recovering/calling ── she is back ──► connecting/calling ──► talking/calling
//	   │            │ answers                      │ answers             │ answers
//	   │ grace      ▼                              ▼                     ▼
//	   │ over    recovering/joined ── back ─► connecting/joined ─► talking/joined
//	   ▼            │ grace time over, or she hangs up
//	forwarding      └──► forwarded
//
// A shift leader supervises the call ([Leader]), not the operator: the call owns it, so that
// it ends with the call, or moves with the citizen when the operator hands them on. The
// floor only knows that the leader is not free.
//
// # Who is lost
//
//	                      citizen   operator (desk, audio)           officer             operator's hang-up
//	an officer is called  the end   held, until she is back          the next number     refused
//	briefed               the end   held, until she is back          the next number     refused
//	aside                 the end   citizen and officer are joined   held, she is told   refused
//	waiting               the end   citizen and officer are joined   talking             refused
//	all together          the end   citizen and officer go on        talking             they go on
//	113 rings             113 and   it rings on, the citizen alone   the next number     refused
//	                      she go on
//	with 113              113 and   citizen and 113 go on            talking             they go on
//	                      she go on
//	113 rings, we died    113 and   it rings on, the citizen alone   the next number     refused
//	and she is awaited    she go on after the grace time
//	113, the citizen left -         113 hears music, until she is    the end; before it  the end; while
//	                                back, or the grace time is over  answers: the next   it rings refused
//	handed on             the end   -                                the end; the flow,  -
//	                                                                 if something follows
//	joined by a loss      the end   -                                the queue's head    -
//
// A leader who is in the conversation takes the operator's place in all of these. Of two
// who are lost at once the first is the one who was told first; the other then finds the
// call as the first has left it.
//
// # Promises
//
//   - Every state has an answer to every event. One that does not fit gives
//     [ErrNotNow] (or [ErrNotYours], when somebody asks for a call that is
//     not theirs; or [ErrOwnNumber], when none of the numbers may be called), no effect,
//     and the Model unchanged.
//   - A call ends exactly once; the class and the reason of its end are those of
//     the first event that ended it. After that every event is ErrNotNow.
//   - Between the answer and the end the citizen always hears something: music, a
//     voice, or, in menu, what the flow says or waits to be told. Never music beside a voice.
//   - Who hears whom is what [Hears] says. In the order of the effects nobody hears, not
//     for a moment, whom they hear neither before nor after.
//   - A telephone outside does not hear the citizen before a person has pressed a key
//     there, or it is an emergency service, or the flow's own. Each that is called is dropped once.
//   - The citizen is in the bridge while the state is talking or forwarded, and with an
//     emergency service that answered before the operator was back, unless they have left; and never before an accept: the operator's channel, prepared there while the call rings, is alone.
//   - An operator's channel is there for the operator whom the call is offered to
//     or who has it, and for nobody after that.
//   - An operator taken by [OfferTo] or [EngageOperator] is given back by exactly
//     one [FreeOperator], a leader taken by [EngageLeader] by one [FreeLeader], or by
//     being the operator; none is held after the end.
//   - What operator and officer say aside, or when the citizen has left, is recorded, from its
//     beginning to its end, for every time that they do.
//   - A citizen's hang-up ends no call of an operator's to an emergency service.
//   - What happened is told by [Note] effects, in the order in which it happened.
//
// # What survives us
//
// After our death every state is found again from Asterisk's channels, their variables and
// the bridge; operators' and leaders' channels ended with our gateway, so it is as after
// their loss.
//
//	the citizen's channel   [MarkOperator], [MarkHeld], [MarkEmergency] (numbers that must be called on),
//	                        [MarkHanded], the flow's mark; whether an operator placed the call
//	the officer's           its number, from when it may ring; the emergency service whose it is, and
//	                        [MarkOut]: whoever is there may be left alone with the citizen. One that is asked for no
//	                        key ([Model.Keyless]) has that from its beginning, so that it counts
//	                        also when it answers while nobody looks
//
//	an officer who is marked, and has answered     → with the citizen, whether or not they were together
//	an emergency service that has, and an operator → the same, and waits for the operator
//	numbers that must be called on, and one rings  → it rings on; waits for the operator, if there is one, else
//	                                                 the citizen hears it ring
//	the same, and none rings                       → the next number, and in the end the first once more
//	none, an operator                              → waits for the operator; an officer who was called is let go,
//	                                                 and she is told ([OutcomeCut])
//
// The operator of the first is told that her call was handed on ([GoneTransferred]) and
// left in after-call work, as after her loss. So is one who was leaving the call when we died, or
// who does not come back to the emergency service ([GoneCalling], if it has not answered).
//
// A call that the citizen has left has no channel to be found by, and its operator's audio has
// died with us: of it nothing is adopted. The emergency service is hung up on, rather than
// left in silence, when we are back or by the guard (package telephony/guard); and the call's
// record ends as the citizen's line did, which the journal knows.
//
// We may die between any two effects. What must be known is written before what it is about
// is done, and cleared when that is over; an officer who is let go is without the mark before
// anything else is done.
//
// # Turn
//
// A timer or a request of long ago may report after the call has moved on.
// Model.Turn counts the offers, joins and losses; effects that start something
// carry it, events that report on it carry it back, and one of another turn is
// ErrNotNow. Telephones outside are counted by Model.Dialled, leaders by Leader.Turn.
package call
