// Package g711 is the A-law codec of ITU-T G.711: 8000 samples a second, one
// byte each, as it travels on the telephone network's wire (PCMA, RTP payload
// type 8).
//
// Linear samples are 16-bit signed, full scale ±32768, of which A-law keeps the
// upper 13 bits: the smallest step is 16. Bytes are as on the wire, that is
// with the even bits inverted (G.711 clause 3.2), so a file of them is what
// Asterisk calls .alaw and what WAVE format 6 holds.
//
// Encoding and decoding are table look-ups; both functions are pure and safe
// for concurrent use.
package g711
