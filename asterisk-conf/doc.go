// Package asteriskconf holds the configuration that Asterisk really runs with,
// in the demonstration as in production, as templates beside this file, and
// renders them from plain [Values].
//
// # What Asterisk is for us
//
//	trunk ──INVITE──► pjsip.conf: the carrier's addresses only, one endpoint "trunk"
//	                  extensions.conf [from-trunk]:
//	                    spool/<CALL_ID>.call → name the call → MixMonitor → Stasis(app,inbound,<dialled>)
//	                                                                          │ nobody there
//	                  extensions.conf [fallback]: notice → duty phones → message → thanks
//	ari.conf, http.conf: REST and WebSocket for hotline, loopback by address list
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
//     The ARI password is stored as SHA-512-crypt only; the trunk's password
//     must stand in pjsip.conf as SIP digest needs it.
//   - Nothing that a caller sends reaches a shell or the spool unfiltered:
//     numbers pass FILTER(0-9+); the commands that are run (MixMonitor's
//     touch, the echo of the notes) contain the call's ID, times, words of the
//     dialplan and validated paths alone.
//   - A call is on disk before anything else may fail; see [CallFile].
//
// # Contract with the spool
//
// CALL_ID is UNIQUEID: "<node>-<epoch>.<n>" ([a-z0-9-]+\.[0-9]+). For every call
// Asterisk leaves in SpoolDir, in this order:
//
//	<CALL_ID>.call      JSON lines, see [CallFile]; the first is written before the recording starts
//	<CALL_ID>-rx.alaw   what the citizen said: G.711 A-law, 8000 bytes a second, no header
//	<CALL_ID>-tx.alaw   what the citizen heard; in step with rx, sample for sample
//	<CALL_ID>.done      empty; touched after both sides are closed
//
// If Asterisk is killed, .done is missing and each side lacks at most its last
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
package asteriskconf
