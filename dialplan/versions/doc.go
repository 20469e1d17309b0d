// Package versions holds the plans that calls meet: the newest for those that
// begin, and every one that a live call may have begun under.
//
//	PostgreSQL ──(every few seconds, and when told)──► Book ──► Current, ByVersion: from memory
//	                                                    │
//	     changed prompts are spoken: <directory>/<version>/<prompt>.wav, then the
//	     plan is kept as <directory>/<version>.yaml, then named in <directory>/active
//
// # Promises
//
//   - A version becomes current when its prompts can be heard, not before; a call
//     keeps its own, with its own words.
//   - A version that cannot be read by this program, or spoken, changes nothing:
//     the one before stays, and the log says why.
//   - The database away: what was current stays, after a restart too; without any,
//     the configured file holds.
//   - Current and ByVersion wait for nobody but the local disk, and that only for
//     a version that this process has not met yet.
package versions
