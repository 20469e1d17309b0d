// Package media is the simulated telephones' voice: RTP (RFC 3550) with G.711 in
// packets of 20 ms and key presses as telephone events (RFC 4733).
//
//	Clip ──► Sender ──► packets ──► Session's UDP socket, or a WebRTC track
//	           ▲ Tick
//	         Pacer (one goroutine for all calls)
//
//	packets ──► Receiver ──► loss, jitter, digits, tones, what was heard
//
// Sender and Receiver know no socket and no clock: what they do depends only on
// what they are given. A Session joins both with a UDP socket for a SIP call; a
// headless operator joins them with a WebRTC track.
//
// Pacing. The n-th packet of a stream is due n × 20 ms after its first; lateness
// of one tick never moves the next. A Pacer that was held up sends what is due at
// once, so that no audio is lost, unless it is more than a second behind: then it
// starts anew from now.
//
// Cost. Sending and receiving allocate nothing a packet (capture grows a slice).
//
// Ownership. A Sender is ticked by one goroutine (the Pacer's) and may be asked
// for digits and counts from any. A Receiver is safe for concurrent use. Close of
// a Session and of a Pacer wait for their goroutines and may be called twice.
package media
