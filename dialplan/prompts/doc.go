// Package prompts makes the sound files of all that callers hear from us.
//
//	texts.yaml, what the program says ──┐
//	speech.Blocks, numbers ─────────────┤ espeak-ng (vi) ──┐
//	a plan's prompts ───────────────────┘                  ├─► shape ─► <name>.wav   what Asterisk plays
//	studio/<name>.wav ─────────────────────────────────────┘
//	a seed ── synthesis ─────────────────────────────────────► hold.wav, beep.wav, …
//
// A studio's recording of the same name replaces the synthesiser's voice, one
// prompt at a time. Files are WAVE, 16-bit linear, 8000 Hz. A-law would save
// Asterisk a table look-up, and cost the recording: its decoder for MixMonitor
// drops frames whose sequence number lies behind the last one's; those of a
// file's A-law are 0, so that after an operator had spoken, music and prompts
// were missing in what was recorded. Linear frames need no decoder.
//
// What a dialplan's nodes say stands in the plan and is edited with it; what the
// program says by itself, whatever the plan, stands in texts.yaml. A name belongs to
// one of the two ([Reserved]).
//
// # What it promises
//
//   - Build makes what is missing or out of date, and nothing else: beside the
//     files lies a list of what each was made from, as hashes.
//   - A file appears whole or not at all (written aside, then renamed), so a
//     call in progress never plays half a prompt.
//   - Every voice has the same loudness, whoever recorded it: the mean of its
//     active parts lies at -20 dB of full scale, its peaks below -1 dB.
//   - Parts of a sentence follow one another without a gap; a whole one has a moment
//     of silence around it.
//   - Hold music is computed here from a fixed seed: nobody's work but our own,
//     free of royalties, and without a seam where it starts again.
package prompts
