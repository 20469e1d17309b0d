// Package retention has recordings kept for as long as a rule says, and no longer.
//
//	archived ──a day later──► decided: kept until, by which rule; the archive's lock is prolonged to it
//	                              │ until less than the notice is left
//	                              ▼
//	                          announced (a plan: to the Office, on the page, in the audit log)
//	                              │ the notice is over          ──legal hold, a longer rule──► spared
//	                              ▼
//	                          deleted in the archive, all versions ──► the row says so ──► certificate, signed
//
// # How long
//
// Rules are the configuration's (retention): for kinds of calls, and groups of their tickets. Of those that are for a
// recording the longest counts; where none is, retention.months. The time runs from the call, or from the last change
// of a ticket that it belongs to, if that is later; while one is open it does not run at all. What was decided is only ever prolonged, for
// the archive's lock cannot be shortened: a shorter rule is for what is decided after it.
//
// When a recording is archived, its ticket and its group may not be there yet. So the archive locks it for the least that any
// rule says, at once, and for what was decided a day later. Before it is announced, and once more before it is
// deleted, it is decided again.
//
// # Legal holds
//
// While one stands, of a call or of a ticket, nothing of those calls is deleted: it is looked for in the transaction that begins a
// deletion, which whoever places a hold waits for; and of one that was begun and broke off, what the archive still has stays. The archive is told, too (S3 legal hold), by the next pass, so that it refuses
// whoever asks it past us. A hold is lifted by a person, with a reason; both are in the audit log.
//
// # Deletion
//
// Only if retention.delete says so, and a key is there to certify by. What is due is announced for retention.notice, at most
// one plan a week. A plan can be stopped as a whole, until its first recording goes; what was in it is announced again a year later.
// Deleted are all versions of the object; the row stays, with its checksum and times, and so do the calls, tickets and notes. What the archive refuses (its
// lock runs longer, a bucket's own rule) is told as "locked", logged, and stays.
//
// A pass may break off anywhere: an object that is gone is deleted, a row that says so is not asked about again, and a plan whose recordings are
// all settled gets its certificate (internal/evidence/keeper), which the next day's manifest lists.
package retention
