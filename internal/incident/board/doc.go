// Package board holds what callers hear first, now: the open incident and its
// sound file, ready to be played.
//
//	PostgreSQL ──(every few seconds, and when told)──► Board ──► Open, from memory
//	                                                     │
//	                 espeak-ng, or the recorded voice ──►└► <directory>/incident-<id>-<revision>.wav
//
// One goroutine, [Board.Run], looks and makes; [Board.Open] waits for nobody.
//
// # Promises
//
//   - What Open names can be played: its file is whole, and stays for a day after
//     callers no longer hear it.
//   - While a new revision's sound is being made, callers hear the revision before.
//   - The database away: what was announced last is announced on, by a process
//     that starts meanwhile too (current.json beside the sounds).
//   - A voice that cannot be made silences nothing and no call; [Board.Voice] says why.
package board
