// Package callsim is the telephone network on a developer's desk: citizens who
// call, officers who are called, operators who answer. The program cmd/callsim is
// its command line; tests and measurements use it within their own process.
//
//	Citizens ── SIP, RTP ──► trunk (Asterisk) ── SIP, RTP ──► Officer
//	                            │
//	Agent ◄─ WebSocket, WebRTC ─┘ (the desk)
//
// Promised:
//   - Every call yields exactly one report, whatever happened to it. Times in it
//     are wall-clock instants of this process (monotonic, so differences are exact).
//   - Citizens: one SIP socket and one pacer for all calls; a call ends by the
//     citizen (Duration, Hangup, GiveUp, a cancelled context), by the other side, by a refusal, or
//     by nobody answering in time.
//   - Officer: answers each number as its plan says, a fax or an answering machine too; people
//     press the keys that they are told to, as who is consulted must;
//     numbers without a plan do not exist (404).
//   - Agent: behaves as a browser's desk does: signs in, keeps one audio connection
//     for its whole shift, accepts every call, and after a lost connection resumes
//     its session without losing or repeating a message. A shift leader asks for no calls, and
//     supervises those that others have. One goroutine owns its state.
//   - Close and the end of a context end all calls properly (BYE, CANCEL, bye) before returning.
//
// What is heard is measured, not assumed: tones are looked for in what arrived
// (Listen), and all of it can be kept (Record).
//
// A packet counts as lost when its sequence number never arrived (RFC 3550, A.3).
// First audio is the first RTP packet of audio; first sound the first that is not silence.
package callsim
