// Package protocol is the language between an operator's desk (the browser, or
// callsim's headless operator) and the server: JSON text messages on one
// WebSocket, GET /api/v1/desk. It knows the words and their limits, nothing of
// calls or sockets; the server's side of the conversation is package agentdesk.
//
// # A conversation
//
// The desk speaks first. hello opens a session or resumes one, and nothing is
// answered before it; a connection that says nothing for [HelloTimeout] is closed.
//
//	desk   {"type":"hello","hello":{"version":1,"ready":true}}
//	server {"type":"welcome","welcome":{"version":1,"session":"Zk3…","resumed":false,"last_id":0,"operator":"op01","name":"Nguyễn Thị Lan","now":"2026-01-05T08:00:00+07:00"}}
//	server {"type":"snapshot","seq":1,"snapshot":{"status":{"status":"paused","since":"2026-01-05T08:00:00+07:00"},"queue":{"waiting":0,"ready":2,"busy":1,"signed_in":3,"today":57},"media":"down"}}
//
// Audio: the desk offers an RTCPeerConnection with exactly one audio m-line
// (sendrecv, PCMA among its codecs). It stays up for the whole shift; offering
// again replaces it (that is how a lost one is renewed). Candidates are all in
// the two descriptions: the server is ICE-lite, nothing is trickled.
//
//	desk   {"type":"media.offer","id":1,"sdp":"v=0…"}
//	server {"type":"media.answer","seq":2,"id":1,"sdp":"v=0…"}
//	server {"type":"media","seq":3,"media":"up"}
//
// Before the shift the operator hears herself, half a second later; a call's
// audio ends the echo:
//
//	desk   {"type":"echo","id":2,"on":true}
//	server {"type":"ack","seq":4,"id":2}
//
// Ready, then a call. The first call message is the screen-pop. The card comes
// right behind it, or incomplete when the database takes its time, and again
// when complete:
//
//	desk   {"type":"ready","id":3}
//	server {"type":"ack","seq":5,"id":3}
//	server {"type":"status","seq":6,"status":{"status":"ready","since":"2026-01-05T08:00:10+07:00"}}
//	server {"type":"call","seq":7,"call":{"id":"pbx1-1767575000.42","from":"0912345678","to":"02251022","state":"offered","queue":"tong-dai","arrived_at":"2026-01-05T08:03:20+07:00","offered_at":"2026-01-05T08:03:21+07:00","offer_until":"2026-01-05T08:03:36+07:00"}}
//	server {"type":"card","seq":8,"card":{"call":"pbx1-1767575000.42","number":"+84912345678","name":"Trần Văn Bình","calls":[],"tickets":[{"code":"26-000012-7","group":1,"content":"Đèn đường hỏng","state":"in_progress","created_at":"2026-01-03T09:00:00+07:00","unit_name":"Sở Xây dựng","due":"2026-01-06T09:00:00+07:00","open":true}],"complete":true}}
//	desk   {"type":"accept","id":4,"call":"pbx1-1767575000.42"}
//	server {"type":"ack","seq":9,"id":4}
//	server {"type":"status","seq":10,"status":{"status":"busy","since":"2026-01-05T08:03:25+07:00"}}
//	server {"type":"call","seq":11,"call":{"id":"pbx1-1767575000.42","from":"0912345678","to":"02251022","state":"talking","arrived_at":"2026-01-05T08:03:20+07:00","connected_at":"2026-01-05T08:03:25+07:00"}}
//
// Or not:
//
//	desk   {"type":"reject","id":4,"call":"pbx1-1767575000.42"}
//
// During the call; every change of it (mute too) is told by a whole call message:
//
//	desk   {"type":"mute","id":5,"call":"pbx1-1767575000.42","on":true}
//	desk   {"type":"mute","id":6,"call":"pbx1-1767575000.42","on":false}
//	desk   {"type":"hold","id":7,"call":"pbx1-1767575000.42"}
//	desk   {"type":"resume","id":8,"call":"pbx1-1767575000.42"}
//	desk   {"type":"dtmf","id":9,"call":"pbx1-1767575000.42","digits":"12#"}
//	desk   {"type":"consult","id":14,"call":"pbx1-1767575000.42","unit":"CAP-NUOC","officer":"0225300001","about":"1"}
//	server {"type":"call","seq":15,"call":{"id":"pbx1-1767575000.42","from":"0912345678","to":"02251022","state":"held","arrived_at":"2026-01-05T08:03:20+07:00","officer":{"phase":"aside","number":"0225300001","unit":"CAP-NUOC"},"hears":{"operator":["officer"],"officer":["operator"]},"can":["emergency","swap","three_way","complete","take_back"]}}
//	desk   {"type":"swap","id":15,"call":"pbx1-1767575000.42"}
//	desk   {"type":"three_way","id":16,"call":"pbx1-1767575000.42"}
//	desk   {"type":"take_back","id":17,"call":"pbx1-1767575000.42"}
//	desk   {"type":"complete","id":18,"call":"pbx1-1767575000.42"}
//	desk   {"type":"emergency","id":19,"call":"pbx1-1767575000.42","unit":"113"}
//	desk   {"type":"next","id":21,"call":"pbx1-1767575000.42"}
//	desk   {"type":"place","id":20,"number":"0912345678","ticket":"26-000012-7"}
//	desk   {"type":"hangup","id":10,"call":"pbx1-1767575000.42"}
//	server {"type":"call","seq":12,"call":{"id":"pbx1-1767575000.42","from":"0912345678","to":"02251022","state":"ended","arrived_at":"2026-01-05T08:03:20+07:00","ended_at":"2026-01-05T08:05:00+07:00","gone":"ended","end_class":"operator","end_reason":"hangup"}}
//
// A call that we made to call a citizen back (call_back) may have been taken by an answering
// machine, as the operator hears; that ends it, and she is free at once. A fax machine is
// known by its tone, and ends it by itself:
//
//	desk   {"type":"voicemail","id":10,"call":"pbx1-1767575000123.cb7"}
//	server {"type":"call","seq":12,"call":{"id":"pbx1-1767575000123.cb7","from":"0912345678","to":"","state":"ended","call_back":true,"arrived_at":"2026-01-05T08:03:20+07:00","ended_at":"2026-01-05T08:03:40+07:00","gone":"ended","end_class":"system","end_reason":"fax"}}
//
// A shift leader has a desk as an operator has, on the same WebSocket and with the same
// audio; welcome says "supervisor":true. Who takes no calls stays paused, whatever hello wants.
// A leader asks for any live call (GET /api/v1/live-calls lists them); the call that they watch
// is told beside their own, marked as watching, with the operator whose it is:
//
//	desk   {"type":"listen","id":21,"call":"pbx1-1767575000.42"}
//	server {"type":"ack","seq":16,"id":21}
//	server {"type":"call","seq":17,"call":{"id":"pbx1-1767575000.42","from":"0912345678","to":"02251022","state":"talking","arrived_at":"2026-01-05T08:03:20+07:00","hears":{"citizen":["operator"],"operator":["citizen"],"leader":["citizen","operator"]},"leader":"truongca","mode":"listen","can":["whisper","barge","take_over","leave"],"watching":true,"operator":"op01"}}
//	desk   {"type":"whisper","id":22,"call":"pbx1-1767575000.42"}
//	desk   {"type":"barge","id":23,"call":"pbx1-1767575000.42"}
//	desk   {"type":"leave","id":24,"call":"pbx1-1767575000.42"}
//	desk   {"type":"take_over","id":25,"call":"pbx1-1767575000.42"}
//
// A watched call ends by a message with gone (the leader has left, their audio was lost, the
// call is over), or by an ordinary call message of the same ID: taken over, it is the leader's
// own, and its card follows. The operator who had it is told gone "taken_over". Who asks for
// another call leaves the one that they watch; beside a call of one's own none can be watched.
// can does not hold take_over before the leader's audio is in the call.
//
// The operator sees leader and mode on her call: whispering and barging always, for she hears
// it; listening too unless configuration says desk.announce_listening: false. A city that
// listens to its staff in secret shall have decided so; then nothing of it reaches her desk,
// not even a message without a visible change.
//
// What cannot be done is answered by an error of the same ID:
//
//	server {"type":"error","seq":13,"id":11,"error":{"code":"not_now","message":"Lúc này không thực hiện được thao tác đó."}}
//
// The foot line, at most four times a second; and the end of the shift:
//
//	server {"type":"queue","seq":14,"queue":{"waiting":3,"longest_since":"2026-01-05T08:04:18+07:00","ready":0,"busy":3,"signed_in":3,"today":58}}
//	desk   {"type":"pause","id":12,"reason":"Nghỉ trưa"}
//	desk   {"type":"bye","id":13}
//
// A shift leader may pause an operator. Her status then says by whom and why, at once, also
// while she has a call, which goes on; she takes no further one until she says ready. The order
// is kept as long as we live: a desk that comes back after our restart should want the pause.
//
//	server {"type":"status","seq":18,"status":{"status":"busy","since":"2026-01-05T08:03:25+07:00","pause":{"by":"Trần Thị Trưởng","reason":"Họp gấp"}}}
//
// An operator has one desk. Opening it elsewhere ends this one:
//
//	server {"type":"replaced"}
//
// # Order and resuming
//
// Server messages of a session are numbered by seq, 1, 2, 3, …, without gaps;
// only welcome, replaced and an error that explains a connection's closing have
// none. A desk whose connection was lost connects again and says which it saw
// last; it then receives the rest, in order, none twice:
//
//	desk   {"type":"hello","hello":{"version":1,"session":"Zk3…","last_seq":9,"ready":true}}
//	server {"type":"welcome","welcome":{"version":1,"session":"Zk3…","resumed":true,"last_id":4,"operator":"op01","name":"Nguyễn Thị Lan","now":"2026-01-05T08:00:00+07:00"}}
//
// Client messages are numbered by id, 1, 2, 3, … The server takes each up once,
// in order, even if the connection is lost meanwhile; it answers each by an ack,
// an error or a media.answer of the same ID, in the numbered stream. After
// welcome{resumed:true} the desk sends again only what is above last_id. An ID
// at or below it is not carried out again but answered again with the answer it
// had. (hello needs no ID; bye may go without one.)
//
// A session lives while its desk is connected and a grace time longer (20 s
// unless configured). The server keeps its last [KeptMessages] messages. When it
// no longer has what the desk needs (restart of the server, grace time over, too
// far behind) welcome says resumed:false and names a new session: both
// numberings start again, and a snapshot, seq 1, replaces all that the desk
// knew. What was unanswered then is neither known to be done nor undone: the
// snapshot tells how things are. hello's ready and reason count only when the
// server does not know the operator's status; a desk should say what its operator
// last chose, so that whoever was ready stays ready over a restart.
//
// A session belongs to the user who opened it. Naming another user's session is
// logged and answered like naming one that never was: by a new session, which
// tells nothing of the other.
//
// A desk of another version is answered by a welcome with the server's version
// and nothing else, and closed with 4002.
//
// # Limits
//
// A message has at most [MaxMessageBytes]; a desk sends at most [MaxRate] a
// second with bursts of [MaxBurst]. Unknown JSON fields are ignored, so that a
// newer desk can be served. A message of unknown type gets the error
// unknown_type; one that does not parse, or carries a payload that is not its
// type's, bad_message. A call ID that never was this operator's gets not_yours; a shift
// leader's wish from somebody who is none, or ready from a leader who takes no calls, not_allowed.
// [MaxOffences] of these errors on one connection close it.
//
// # Close codes
//
//	1000  after bye, or signed out
//	1003  a binary message
//	1008  an offender: no hello, flood, too many offences
//	1009  a message beyond MaxMessageBytes
//	1012  the server restarts: connect again and resume
//	1013  the desk reads too slowly: connect again and resume
//	4001  replaced by another desk of the same operator: do not connect again
//	4002  another version of the protocol: reload the page
//
// Everything else (1006 above all) means: connect again and resume. The server
// pings every [PingInterval]; browsers answer by themselves.
package protocol
