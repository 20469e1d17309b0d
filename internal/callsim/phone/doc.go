// Package phone is a SIP user agent (RFC 3261) for simulated telephones: many
// calls over one UDP socket, each with a media.Session of its own.
//
//	Phone ── socket, transactions (emiago/sipgo), dispatch by Call-ID and tag
//	  ├─ Invite   → Dialog     a call that we place
//	  └─ Incoming → Dialog     a call that reaches us, given to OnInvite
//
// Promised:
//   - A call that we place ends in exactly one Result. A cancelled context sends
//     CANCEL as soon as the rules allow it; an answer that crosses it is
//     acknowledged and hung up.
//   - Within a call re-INVITE, UPDATE and INFO are answered (hold, new media
//     address, session timers' refreshes), and BYE closes Dialog.Ended.
//   - An offer that cannot be read gets 400, one without a common codec 488, a
//     required extension 420, a body of another type 415.
//   - Retransmissions are answered as RFC 3261 and RFC 6026 ask.
//
// Not done, since a trunk over UDP does not need it: registration,
// authentication, TCP, TLS, reliable provisional responses, REFER.
//
// Ownership: a Phone owns its socket and waits in Close for every OnInvite
// callback; a Dialog owns its media.Session and closes it with the call.
package phone
