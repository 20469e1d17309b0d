// Package telephony runs the calls: it answers every citizen's call, leads it through
// the plan (package dialplan), lets it wait in the queue, brings it to an operator or
// to a telephone outside, and ends it once.
//
//	Asterisk ── events ──► Engine.Event ─┬─► actor (one a call) ◄──┐ assigned, returned, gone
//	   ▲                                 │      │  │   │           │
//	   │            ┌── requests ── hands ◄─────┘  │   └──────► floor (one) ◄── DeskUp/Down,
//	   └────────────┘   (one a call)               │              │    │        MediaUp/Down,
//	                                               ▼              ▼    │        ready, pause
//	                                          Desk.Call,    Desk.Status,
//	                                          Journal       Desk.Queue, Journal
//
// # Who owns what
//
// An actor's goroutine owns its call: its call.Model, which package call's pure
// Transition alone changes, its timers, its operator's leg; and
// where the citizen is in the plan, a flow.State, which package flow's pure Step alone
// changes. Its hands, a second
// goroutine, make the call's requests to Asterisk in the order of the effects. The
// actor never waits for the network: what an operator sees and what the journal
// says is not delayed by a slow Asterisk.
//
// The floor's goroutine owns the line of those who wait, in whichever queue, and the
// operators. It alone assigns, by package queue; whom an offer overtook and why is
// in the call's journal. Its figures of the past (calls today, an operator's share of
// the hour, handling times) are counted from what it saw, which begins with what the
// journal tells of the last day (Config.Handled). An operator's status is
// computed from desk, audio, wish and live call whenever it is asked for; there is no
// busy flag that could be forgotten.
//
// The link's goroutine (Synced, Event, Down) only sorts. All mailboxes are
// unbounded; none drops.
//
// # Order
//
//   - What one desk is shown of one call comes in the order in which it happened.
//     A call is taken from a desk (View.Gone) before the next is offered there.
//   - The screen-pop goes out before the journal is written and before any
//     request is made for it.
//   - Requests of one call are made one after the other. Only hang-ups, the bridge's
//     destruction and the stopping of a playback go beside that order; they wait
//     until nothing is under way that could make again what they remove. And so does the
//     making of a shift leader's channel and ear, which nobody else in the call waits for.
//   - Asterisk's events may come twice or late (after a Synced that knows them
//     already). Events that do not fit change nothing.
//
// # From accept to audio
//
// While the call rings at the desk the operator's leg is prepared: an audio path is
// opened at the gateway, the bridge and the externalMedia channel are made, the
// channel's StasisStart is awaited (before, Asterisk refuses to join it), and it
// enters the bridge. Accept (refused with ErrNoMedia if the browser's audio is away)
// connects the gateway to the address that Asterisk named, ends the music, and puts the
// citizen into the bridge, in this order: in a bridge one of Asterisk's threads plays the
// music and another ends it, and of a hundred times under load it went on once, for good.
//
//	           ringing                    │ accept
//	Open ─ bridge ─ externalMedia ─ enter │ Connect ─ music off ─ citizen enters
//
// Nobody is heard before the accept, for two reasons of which each suffices: the
// operator is alone in the bridge, and the gateway passes no packet before Connect.
// So accept → audio is measured as before: no packet can have passed too early.
//
// An accept that comes while the leg is being made waits for it. A prepared leg
// that fails or is lost is dropped in silence, and the accept makes another;
// failing while the accept waits, it is made once more. However an offer ends, the
// leg is dropped before the operator is free for another call. An operator's return
// into a conversation prepares nothing; the leg is made when audio and desk are back.
//
// # What the citizen hears
//
// The call and the flow are two machines side by side, of which each has its own
// business. The call tells the flow what has become of it (call.Lead: begun, taken by an
// operator, returned to the queue, …), after everything that the event asked for was
// done; the flow asks the call for what it wants (QueueAsked, DialAsked, Completed, …),
// and the call may refuse. What the flow says pauses the music: Asterisk is given
// the pause, the words and the music again at once, and keeps that order whatever
// becomes of us. An offer ends an announcement, for a channel obeys nothing else
// while it speaks.
//
// A call keeps the plan that it began under. Places and waits that are announced are the
// floor's, tickets and incidents the port Lookup's, which may take its time: a flow
// does not wait for an answer longer than some seconds.
//
// # A telephone outside
//
//	flow: Dial ─► call: Ring, CallOut ─► create channel ─ Stasis ─ bridge ─ dial ─► early media: the citizen enters
//	                                     (trunk after trunk while trunks fail)   └► answer: the citizen enters
//
// Of a plan's forwards only numbers that the call's plan names are dialled, whoever asks; a
// call-back dials its claim's number, of which the claims' keeper is the guard. None answered:
// the flow goes on. Either side hangs up: the call is over.
//
// A network may take a call and say no more. To an emergency service the next trunk is asked
// after some seconds without a sign of life (stalledAfter), if there is one; in any case what
// has not rung in all its time is the trunk's failure, not the callee's.
//
// # An officer beside the citizen
//
//	ConsultAsked: the citizen leaves ─ music ─ create ─ Stasis ─ dial ─► early media: into the bridge, for the operator
//	                                                                  └► answer: out of it, words ─► 1: into the bridge
//
// It is the same bridge as ever. The operator's channel stays in it; citizen and officer are
// put in and taken out, one request each, in the order of the effects: who leaves, leaves
// before who comes. A citizen who cannot be taken out keeps the officer out; an officer who
// cannot be taken out is hung up. A dropped operator is silent at once, for the gateway
// passes nothing from the moment of the decision, before Asterisk is asked anything.
//
// From the first telephone outside on, or the first ear, the bridge mixes (actor.ensureMixed):
// else recordings and listeners would miss who comes after another.
//
// Numbers come from the plan (emergency services, duty lists) or, for officers, from who makes
// the command, out of the directory; no desk names a number. None is the caller's own or ours.
// Who withholds their number withholds it from officers and duty lists, not from an emergency service.
// An emergency service's calls take the place that a trunk keeps, and pass over our limit of it.
//
// A citizen whose line ends while an emergency service is called, or speaks, leaves it with the
// operator (call.Model.Left): the actor lives on without their channel, and requests about it
// find it gone. Of such a call a controller after us finds no citizen, so that it removes the
// rest, as of any call that is over.
//
// What operator and officer say is recorded by the gateway (port Recorder), a leg each time
// that they speak aside, in the journal before there is a sound of it, from the moment of the decision: the citizen's recording, which goes on
// through all of it, has music there.
//
// # Supervision
//
//	listen, whisper   leader ─ bridge watch-<call> ─ ear (snoop) ⊃ the operator's channel; after her, the officer's
//	barge             leader ─ the call's bridge
//	take over         the leader's channel is the operator's from now on, before hers is gone
//
// A shift leader's audio comes through the gateway as an operator's. The call owns their part,
// and drops it with itself; the floor only knows that they are busy (ReasonWatching), so that
// nobody is offered two things, and counts it as nobody's call. Who takes no calls at all
// (Want.NoCalls) is in no figure of those who are there. The ear belongs to a channel: when the operator's is lost the leader hears
// nobody until there is another. Our death ends supervision, not the call.
//
// # Calling back
//
// Claims that are due (port CallBacks, looked at from time to time) wait on the floor by
// the place that they kept, each as a call that nobody sees yet. An operator is reserved;
// then the claim is taken, of several nodes by one; the operator accepts; the journal
// begins, and the citizen's telephone is called. Their channel runs through the
// dialplan as any citizen's (call file, recording), and from the answer on the call is
// like any other: it survives our death, and goes to the queue's head when its
// operator is lost. What came of it is told to the claim once. An operator who does not
// take it costs no try; of a node that dies with one the claim itself is rid after its lease.
//
// The channel is ours while it rings (role called), so that Asterisk follows no telephone
// that diverts the call elsewhere; answered, it goes through the dialplan and comes back
// as a citizen's. One that a dead controller was calling is hung up, or, if answered, a new call.
//
// Until the citizen has answered, a caller who goes before the call-back (package queue:
// Yield) has its operator: it is given up, also while the telephone rings, at the cost of
// no try, and waits again by its place.
//
// The citizen is dialled over trunk after trunk while trunks fail. That all did costs no
// try either, and while none would take a call nobody is offered to an operator.
//
// Whoever answers hears the operator at once: nothing is detected before. A fax machine is
// found out beside the conversation, by the tone that the dialplan listens for in what comes
// from the citizen (faxWithin the answer); an answering machine is what the operator says is
// one (CmdVoicemail). Either ends the call, without after-call work; the journal's last
// entry tells the claim, which took the citizen for reached.
//
// # Calls that operators place
//
// The floor asks the gate against toll fraud (package toll), and reserves the operator, who is
// on the line before the telephone is called; it is called as that of a citizen who is called
// back. What the gate denies is no call, but stands in the journal. Whoever has answered
// waits in the plainest queue (queueNode) if their operator is lost for good. After-call work is
// as long as of any queue that the operator serves. The call's name says nothing of who is called.
//
// # After an operator's loss
//
// Desk or audio lost in a conversation: the citizen leaves the bridge, hears
// Config.Reconnecting and music, and is back as soon as the audio is (on hold, if
// the operator had put them there), or at the head of the queue after
// Config.Grace. An operator who never spoke with the citizen is not waited for. An
// offer that is refused, not answered or could not be joined goes to the head
// of the queue; the operator gets no call until they ask (StatusUnavailable).
//
// # After our death
//
// Nothing is kept but what Asterisk keeps. A citizen's channel carries
// HOTLINE_QUEUED_AT (its place), HOTLINE_OPERATOR (who spoke with it), HOTLINE_HELD and
// HOTLINE_FLOW (its plan's version, the node, and since when); while they leave a message
// HOTLINE_MESSAGE, which the dialplan keeps if they hang up before we are back; operators' and officers'
// channels and bridges carry the call in their names.
// Synced adopts:
//
//	not answered, never queued            → a new call
//	HOTLINE_FLOW at a queue, with
//	  HOTLINE_QUEUED_AT                   → queued, at its old place, not welcomed again; a
//	                                        leg that was prepared for an offer is removed
//	HOTLINE_FLOW elsewhere                → at that node, from the node's beginning
//	none, or of a plan that is lost       → the present plan from its beginning; if it has
//	                                        waited, in its first queue
//	HOTLINE_CONFIRMED on an officer's    → forwarded, and whoever of the two is out of the
//	  channel, which has answered           bridge is put into it, whatever the operator had done;
//	                                        HOTLINE_SERVICE there: it is an emergency service
//	  the same with HOTLINE_HANDED=lost   → back to the queue's head when the officer hangs up
//	  the same with HOTLINE_SERVICE, and  → recovering for that operator; citizen and service are
//	  HOTLINE_OPERATOR on the citizen's     together meanwhile, and all three when she is back
//	HOTLINE_EMERGENCY, its first number   → recovering for HOTLINE_OPERATOR, music meanwhile, and it
//	  (HOTLINE_NUMBER) rings                rings on for the rest of its time; without her, or with
//	                                        HOTLINE_HANDED: forwarding
//	  none of them rings                 → the same, and the next of them is called
//	any other officer's channel           → hung up, and the operator told; whom the flow was calling
//	                                        it calls again
//	HOTLINE_OPERATOR, or an operator's
//	  channel beside it in the bridge      → recovering for that operator, music meanwhile;
//	                                        the old leg, whose gateway died, is replaced
//	  the same with HOTLINE_HELD          → the same, and on hold after the return
//	HOTLINE_ALARM                        → wherever it is found, it is an emergency since then; whoever
//	                                        has the citizen next is shown which service did not come
//	HOTLINE_PLACED, and nothing that says → at the head of the plainest queue
//	  whose it was
//	HOTLINE_ROLE=ended                    → hung up: it ended, its channel did not yet
//	channels and bridges without a call   → removed
//
// The operator of a call that is forwarded so is shown that it was handed on. She finds
// after-call work if her desk is back within Config.Grace; so does whoever is away for any
// other reason when their call is taken from them.
//
// The floor assigns nothing before all of that is told to it. A call that ended
// while nobody looked is ended by who reconciles the journal: see Synchronised.
//
// # Failure
//
// Every request has a time limit. It is tried three times, and what would be missed for
// good is insisted on; while the link is down attempts do not count and wait for it. A
// request that finds its channel gone is no failure: the event that says so follows.
// When all attempts failed:
//
//	answer                      → the dialplan's fallback gets the call, else it is hung up
//	words                       → as if they had been heard (also when they never end)
//	telephone outside           → the next trunk, the next number, the flow's own way
//	a leader to where they belong → let go: they might hear what they should not
//	officer into the bridge     → let go, the operator is told; out of it: hung up
//	music on or off, leave the bridge, variables
//	                            → asked for again while still wanted, at pauses of up to 5 s
//	operator's leg, citizen into the bridge
//	                            → head of the queue, operator unavailable
//	hang-up, bridge's end       → asked for until it is done
//	digits                      → logged
//
// The link down: calls go on, Do answers ErrLinkDown, nothing is offered; Synced
// makes up for what was missed. Asterisk restarted: its calls end as
// asterisk_lost, at the moment when the link was lost, however long it was away. A channel in our application that is none of ours is hung up (media) or
// given to the fallback (telephones).
package telephony
