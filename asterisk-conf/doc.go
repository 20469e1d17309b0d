// Package asteriskconf holds the configuration that Asterisk really runs with,
// in the demonstration as in production, as templates beside this file, and
// renders them from plain [Values].
//
// # What Asterisk is for us
//
//	trunks ─INVITE──► pjsip.conf: the carriers' addresses only, one endpoint a trunk
//	                  extensions.conf [from-trunk]:
//	                    spool/<CALL_ID>.call → name the call → count → MixMonitor → Stasis(app,inbound,<dialled>)
//	                                                             │ beyond the limit   │ nobody there
//	                  extensions.conf [full]: notice → message ──┘                    │
//	                  extensions.conf [fallback]: notice → duty phones → message → thanks
//	ari.conf, http.conf, prometheus.conf: REST, WebSocket and figures for hotline, loopback by address list
//
// No other module is loaded than modules.conf names, so there is no AMI, no
// SIP registrar, no transfer by REFER.
//
// # Promises
//
//   - A value that could change the meaning of a line is refused before a file
//     is written ([Values.Validate]); templates never quote, so nothing is
//     quoted wrongly.
//   - Rendering is deterministic: the same Values give the same bytes, so a
//     changed file means a changed configuration. Golden tests hold this.
//   - Files are written 0600 below a 0700 directory, each replaced by rename.
//     The ARI password is stored as SHA-512-crypt only; the trunks' passwords
//     must stand in pjsip.conf as SIP digest needs them.
//   - Nothing that a caller sends reaches a shell or the spool unfiltered:
//     numbers pass FILTER(0-9+); the commands that are run (MixMonitor's
//     touch, the echo of the notes) contain the call's ID, times, words of the
//     dialplan and validated paths alone.
//   - A call is on disk before anything else may fail; see [CallFile].
//   - A trunk's limit holds without a controller: the dialplan counts calls in,
//     one at a time, and calls out that were created with GROUP(trunk)=<name>.
//     Nobody meets a dead line for it. Callers leave the last place free, so that an
//     emergency service can be called when everything else is taken.
//   - Whom a telephone diverts to (302) is never called: Asterisk would take the user part
//     of its answer for an extension of ours, or, with a slash in it, for any channel that
//     can be dialled, one to a carrier included. The dialplan's calls out ignore it, and
//     the controller's are made in a way that does not look at it (package ari, Dial).
//
// # Who calls
//
// The caller is whom the carrier asserts (P-Asserted-Identity), and only without
// it whom From names. A caller who withholds the number (Privacy: id, RFC 3323 and
// 3325) asks that those called do not see it; the carrier hands it over in trust,
// as it must for calls for help. It is kept in the call file, which says "withheld";
// HOTLINE_WITHHELD=1 marks the channel. From there on the record has it apart from
// what people see of the call: "withheld", and no number. Towards the carrier we assert our own number and pass nobody
// else's on, but to a carrier that lets it pass ([CallerIDCaller]): there who is called for a
// citizen sees the citizen's number in From, as the citizen's network wrote it, while ours
// stays asserted. Of one who withholds it From is anonymous, Privacy: id goes along, and the
// number stays here; but for an emergency service, which is told it.
//
// # Keys
//
// dtmf_mode=auto_info: RFC 4733 is offered both ways; where the carrier does not
// take it, keys out go by SIP INFO. Keys in by INFO are taken in either case, which
// no setting of Asterisk can forbid: a carrier that sends one press both ways sends
// two keys. For such a carrier a trunk is set to [KeysINFO]: telephone-event is not
// agreed to, and so not sent.
//
// # Before the answer
//
// Callers are answered at once, by controller and dialplan alike, and hear nothing
// before: carriers cut early media short, and many do not pass keys in it. Of a call
// out the controller passes on what the network says before the callee's answer,
// which alone counts as one.
//
// # Contract with the spool
//
// CALL_ID is UNIQUEID: "<node>-<epoch>.<n>" ([a-z0-9-]+\.[0-9]+). For every call
// Asterisk leaves in SpoolDir, in this order:
//
//	<CALL_ID>.call      JSON lines, see [CallFile]; the first is written before the recording starts
//	<CALL_ID>-rx.alaw   what the citizen said: G.711 A-law, 8000 bytes a second, no header
//	<CALL_ID>-tx.alaw   what the citizen heard; in step with rx, sample for sample
//	<CALL_ID>.end-<cause>.alaw   empty; made as the channel is being hung up, see [EndMark]
//
// Both sides are closed some milliseconds after the mark, if there is anything in them;
// [Closed] says whether they are. No program is started to tell: Asterisk forks for one,
// and each of its threads pays for it.
//
// Names with a + after <CALL_ID> are not Asterisk's: legs that the WebRTC gateway records.
// If Asterisk is killed, the mark is missing and each side lacks at most its last
// 32 KiB (4.1 s). A message left in the fallback is part of rx; the .call file
// says from when to when.
//
// # Contract with the controller
//
// The channel enters Stasis with the arguments "inbound", <dialled number>, and
// the variables CALL_ID and HOTLINE_ROLE=citizen. It is not answered yet. A
// guard may send a channel of a dead controller on by
// POST /channels/{id}/continue?context=fallback&extension=s&priority=1: the
// recording goes on, and the caller meets the fallback. [ChannelVars] come back
// with every channel that ARI shows.
//
// A citizen whom the controller has called, and who has answered, is sent to context
// callback, extension s, with CALL_ID and HOTLINE_NUMBER: from then on it is a citizen's
// channel as any, and enters Stasis with the arguments "callback", <number>.
package asteriskconf
