// Package watermark marks the copy of a recording that somebody takes away, so that a file which
// turns up elsewhere tells whose copy it is: when it was taken, by whom and why.
//
// A copy carries the id of its listening (the row that says who, when, from where and why) twice:
//
//   - In words, in a LIST/INFO chunk of WAVE's own fields, which players and file managers show: the
//     call, who took it, when, why, and the SHA-256 of the original that it was made from.
//   - In the sound itself ([Copy]), for a file whose chunk was stripped, or out of which a piece was
//     cut: the lowest bit of every 32nd sample of each channel is one bit of a word of 192 (32 to
//     synchronise, the id's 128, a CRC-32), repeated without end. [Find] needs no beginning, no header, and
//     one of the channels alone: any [Shortest] of the copy tells.
//
// The lowest bit of an A-law code is one quantising step: a sixteenth of the sample's value or less, 1/2048 of
// full scale in silence. Measured (TestHowLoudTheMarkIs): in silence the change is −84 dB of full scale,
// below what the telephone network itself adds; in tones at speech's level it is 44 dB below them. In speech
// (TestSpeechIsMarkedUnheard: espeak-ng's two voices) it is 45 to 46 dB below the voice, 44 dB in the worst second:
// less than A-law's own quantising adds, which is about 38 dB below.
//
// # What it is not
//
// The mark survives cutting, another header, conversion to 16-bit linear samples and back (which loses nothing
// of A-law). It does not survive what changes the samples: MP3, Opus or AAC, another loudness, another
// rate, playing it in front of a microphone; and whoever knows this text can wipe it out. It finds the
// careless; the original, whose SHA-256 is in the database, is proof of nothing by this.
package watermark
