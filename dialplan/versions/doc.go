// Package versions holds the plans that calls meet: the newest for those that
// begin, and every one that a live call may have begun under.
//
//	PostgreSQL ──(every few seconds, and when told)──► Book ──► Current, ByVersion, Sound: from memory and the local disk
//	configured file ──(New)─────────────────────────────┤
//	                                                     │  <directory>/<version>/<prompt>.wav   all that the version says
//	                                                     │  <directory>/<version>.yaml           its text, once they are there
//	                                                     │  <directory>/active                   the last one that was current
//	                                                     └─ <directory>/fallback/{notice,ask,thanks}.wav
//
// # Sounds
//
// A version has a sound for every prompt of its own, whatever the configured file
// says later: those with the words of the configured file or of the version before
// are theirs (a link, so that a studio's recording stays and the disk is spared), the
// rest are spoken. While the configured file has the same words its own sound is
// played, and so a studio's newer recording is heard under every version.
//
// # Promises
//
//   - A version becomes current when every one of its prompts can be heard, not
//     before, in this process as after a restart with another configured file; a call
//     keeps its own version, with its own words.
//   - The configured file's plan is kept like the others: a call that began under it
//     finds its place when the next process is configured with another.
//   - Sound names no file that is not there while any has that prompt's name: rather
//     than silence a caller hears the configured file's words, and the log says so.
//   - A version that cannot be read by this program, or spoken, changes nothing:
//     the one before stays, and the log says why.
//   - The database away: what was current stays, after a restart too; without any,
//     the configured file holds.
//   - What Asterisk says when no controller takes a call are the words of the current
//     version: it plays the files in fallback/ where they are, its own else. Duty
//     phones and times of the fallback are rendered into Asterisk's configuration;
//     a current version that has others than the configured file is warned of.
//   - Current, ByVersion and Sound wait for nobody but the local disk.
package versions
