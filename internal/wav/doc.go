// Package wav writes and reads RIFF/WAVE files, as far as telephony needs them:
// it writes G.711 A-law (format 6), the form of our recordings, which every
// browser plays, and 16-bit PCM for simulated telephones and microphones; and it
// reads what studios and speech synthesisers deliver: PCM of 8 to 32 bits,
// 32-bit float and A-law, any rate, any number of channels.
//
// The reader is meant for files of others: it trusts no size in them, and takes
// what is there when a header promises more (programs that write to a pipe
// leave such headers).
package wav
