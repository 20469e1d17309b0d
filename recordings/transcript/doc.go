// Package transcript has what was said in recordings written down by a service of the city's, where it has one. It is off by default.
//
//	archived ──looked for each minute──► waiting ──job──► done: lines per lane, with their times
//	                                                 └──► failed: with the reason
//
// A [Transcriber] gets one lane of a recording in pieces of [piece], as WAVE of 8 kHz, 16 bits, one channel: memory does not grow with a
// recording's length. Pieces in which nobody speaks are not sent, for services hear words in silence.
//
// A service that is away, or asks to be left alone for a while, is waited for, up to [giveUp]. What it refuses, or answers in a way that
// makes no sense [maxAttempts] times, has failed, and holds nobody up: every recording is a job of its own.
//
// The text is as closed as the sound (internal/api: whoever opens it says why, and is noted), and is removed in the transaction
// that notes the sound's deletion (a trigger of the table recordings). No proof rests on it: it is nobody's word.
package transcript
