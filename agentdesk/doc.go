// Package agentdesk is the desks of operators and shift leaders as the server sees them: one
// WebSocket and one WebRTC connection each, between the browser and the
// telephony engine. What is said is described in package protocol, how audio goes
// in package gateway; this package holds the sessions.
//
//	browser ◄─ WebSocket ─► conn ─ reads ─► desk ─ tasks ─► Engine.Do, DeskUp, DeskDown
//	                         ▲               │ stream      Gateway.Answer, Mute, Echo
//	                         └─── writes ────┘ ▲
//	                                           └── Call, Status, Queue (engine), media (gateway), card (database)
//
// # Who owns what
//
// A [Hub] has one desk an operator, made at the first hello, or when the engine has a call to
// show there, and kept. The desk's
// lock guards what is to be shown and the session's stream of numbered messages;
// it is held for moments only, and never while the engine, the gateway or the
// database is asked. Whatever may take time is done by the desk's one worker, in
// order: commands as they came, and the engine's DeskUp and DeskDown, which
// therefore can never overtake each other. A connection has a reader (the HTTP
// handler) and a writer; the writer takes from the stream what follows the last
// message it has written, so a message is kept once and never lost between a
// connection and the next.
//
// # Order, bounds, failure
//
// News of the engine reach the desk in the order in which the engine told them.
// Figures of the queue are told only to a connection that has read everything
// else, the newest of them. A connection that is 256 messages behind, or takes 5 s
// for one, is closed (1013), its session stays. A session is kept for the grace
// time without a connection, then the engine is told DeskDown and the gateway
// ends the audio; bye does so at once. That a connection is lost says nothing of the
// operator: the gateway alone decides whether her audio is, and is told of the connection
// only to decide sooner (Gateway.Doubt). A closed tab takes both; the citizen hears music
// half a second later. A session keeps 1000 messages; a desk that
// needs more begins a new one with a snapshot. A command is taken up once,
// whatever happens to its connection, and its answer is kept for repetition.
//
// The first message of an offered call is the screen-pop. It is sent at once; the
// caller's card, asked for at the same moment, follows when the database answers,
// or incomplete after 15 ms and complete later. A slow database delays nothing.
//
// The call that a shift leader watches stands beside the desk's own: another operator's call,
// without a card. It is always as the engine has shown it, over sessions too.
//
// # Who may ask for what
//
//	ready, place                            who takes calls (User.Operator); a shift leader who
//	                                        takes none calls nobody
//	listen, whisper, barge, take over       a shift leader (User.Supervisor), in any live call
//	hold, consult, emergency, swap, hang up whoever has the call: the operator to whom it was
//	                                        given, or who placed it, or the leader who has taken it over
//
// The first two are the user's rights, looked at here; the third the engine decides.
//
// Whoever misbehaves is logged, counted, answered while it may be a mistake, and
// closed when it cannot be one or is the tenth (see protocol's close codes).
// Nobody else notices.
//
// # Wiring
//
// The engine shows to the desks and the desks ask the engine. The engine is made
// first and started last:
//
//	gw, err := gateway.New(…)
//	engine := telephony.New(…)
//	hub, err := agentdesk.New(cfg, agentdesk.Ports{Engine: engine, Gateway: gw, Cards: …, Officers: …, Authenticate: …, Origin: …}, log, reg)
//	engine.Start(telephony.Ports{Phone: …, Desk: hub, Media: hub})
//	mux.Handle("GET /api/v1/desk", hub)
//
// and ended as: the link, hub.Close (1012 to every browser; the HTTP server does
// not know of WebSockets), engine.Stop, the HTTP server's Shutdown, gw.Close.
// Hub.Close before engine.Stop is right: after it the hub ignores what it is shown
// and asks the engine for nothing, so no operator is reported gone.
package agentdesk
