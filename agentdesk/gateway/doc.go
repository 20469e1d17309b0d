// Package gateway carries an operator's audio between the browser (WebRTC:
// ICE, DTLS-SRTP) and Asterisk (plain RTP, externalMedia), G.711 A-law on both
// sides, never transcoded.
//
//	browser ◄═ one UDP port for all (ICE-lite, mux) ═► peer ── station ── leg ◄─ RTP, one socket a call ─► Asterisk
//
//	station  an operator; outlives connections and calls, holds what is current
//	peer     one browser connection; up for the whole shift, across many calls
//	leg      one call's RTP address as Asterisk sees it
//
// # What the browser sees
//
// One continuous RTP stream for the whole connection: one SSRC, sequence numbers
// without a jump, timestamps that follow the wall clock over pauses, the marker
// bit where sound begins again (RFC 3551 section 4.1), whatever number of calls
// feed it. Between calls nothing is sent: the connection is kept by ICE consent
// (RFC 7675), not by audio. Only PCMA (payload type 8) is negotiated; DTMF goes
// over the desk protocol and ARI, so telephone-event is not offered.
//
// # What Asterisk sees
//
// One stream a call, from the address it was told, 20 ms a packet as the browser
// cuts them. A muted operator is sent as A-law silence rather than as nothing, so
// that the lanes of a recording stay in step. Packets from any address but the
// one named by Connect are dropped, and so are those that come before it. A leg is
// opened while its call rings at the desk and connected when the operator accepts:
// in between nothing passes, in either direction.
//
// # What is recorded
//
// An operator may be recorded within a call ([Gateway.Record]): what she hears and what she
// says, as two files of A-law in step, from the first moment to the last. A packet lies where
// its timestamp says, counted from where its source began by our clock; silence lies where
// none came. It may be a second late. The audio path copies 20 ms into a ring of 4 s and
// waits for nobody; a goroutine a recording takes the ring to the disk twice a second. So our
// death costs 1.5 s of a recording at most, and a disk that stands still costs the sound that
// the ring cannot hold. What the disk refuses becomes silence, is counted
// (hotline_media_recording_failures_total) and logged once; the call never knows.
//
// # A browser that is lost
//
// A browser sends a packet each 20 ms, muted or not, from the moment that its microphone
// is open. So from its first packet on its audio is up while packets come, and down when
// none has come for
//
//	[DoubtedAfter] 0.4 s   while its desk has no WebSocket: a tab that was closed or has crashed
//	[QuietAfter]   2 s     while it has one: a network that carries nothing, or only that
//
// and up again with the next packet. Chromium says nothing on its way out (no
// close_notify of DTLS when a tab is closed), and ICE consent (RFC 7675) would take 3.5 s
// to tell, the longest pause between two checks and a second; it decides for browsers only
// that have not spoken yet. A WebSocket that breaks while packets come ([Gateway.Doubt]) changes
// nothing, since a proxy that restarts takes all of them and no voice. Two seconds are longer
// than a roaming between access points or a burst of loss, and a browser can be down
// once in two seconds at most, so that nobody's audio flaps; the 0.4 s are twenty packets in a row.
// When it was this process that stood still, the browser has another 0.4 s from then on. A page that ends its
// connection itself is noticed at once.
//
// # Order and failure
//
// Media events (up, down) are called one after another, in order, from one
// goroutine and outside all locks; of one operator they alternate. A leg survives its browser: when the operator's next
// connection is up, audio goes on through the same leg. A new offer of the same
// operator replaces the earlier connection.
//
// A packet is either forwarded or counted: hotline_media_lost_total counts what
// we failed to pass on (it must stay 0), hotline_media_dropped_total what had no
// business here, hotline_media_gaps_total what was already missing on arrival.
// The way of a packet through this package allocates nothing.
package gateway
