// Package evidence is the arithmetic of proof: what is hashed, and how, so that anybody can do it again with standard
// tools. It knows neither database nor archive; package keeper does.
//
//	audit log   row ─┐            row ─┐
//	                 ▼                 ▼
//	link      0…0 ─► SHA-256 ─► … ─► SHA-256 ──┐ head of the day
//	                                           ▼
//	manifests        day n-1 ── SHA-256 ──► day n: recordings, calls, head ── Ed25519 ──► signature
//
// # The audit log's chain
//
// A link is SHA-256(the link before it, 32 bytes ‖ the entry's canonical form). The first follows 32 zero bytes. The canonical
// form ([Entry.Canonical]) is one line of JSON that needs no schema to be read.
//
// Links are not computed by whoever adds an entry. That would need the link before it, so each act of the whole hotline would
// wait until the one before has committed, a sign-in behind a file's export; and two that lock tickets in the meantime would wait for
// one another. An entry says in its own transaction that it waits for its link (a trigger), and a sealer, one at a time whichever node's, links
// what has been committed, each second. The order is that in which entries became visible; numbers that were drawn
// and rolled back are in no link, so that gaps between them mean nothing.
//
// What that costs: for a second or so an entry can be changed, by whoever has the database's superuser and turns its triggers off, and
// nobody will know. How many wait, and how long, is in /readyz ("evidence") and in metrics.
//
// What is found: an entry changed, removed, added past the sealer; a link changed or removed, and links that disagree with the
// head in any day's signed manifest, so that one who computes the whole chain again is found too. Not found: entries that are
// removed with their links from the very end, before a manifest has their head: at most an hour's.
//
// # Manifests
//
// One for each day of Vietnam's calendar, after it has ended ([Manifest]): which recordings came into the archive, with
// their checksums, and which calls were over; the head of the audit log's chain; the checksum of the day before's manifest. Its bytes are signed as they are
// (Ed25519, RFC 8032), kept as a row and as a locked object. A recording is listed once, in the first manifest after
// it was archived, and a package of evidence (GET /api/v1/recordings/{id}/package) holds that one: one that is committed late, or while manifests could not be made, comes into the next.
//
// And one for each hour of a day that goes on, of what no manifest lists yet, chained to the last that was made: a row that is changed within the day is
// found as well, once the hour's is made (five minutes after it, and up to ten more). The day's lists all of it again, and the checksums of its hours. Chosen over a seal
// for each recording because that would cost the archive a signature and two objects more for each of them, and a token does not sign 200 times a minute.
//
// # Which facts
//
// What is covered the manifest itself says ([Covers]): of a recording what its row says ([Facts]), of a call its times, its queue, its end, who called whom and
// who answered ([ListedCall]). Only what is final by then: not a call's mark and flag, nor its tickets, its fields and units, which come
// later by right; not the flaws of a recording that was not checked yet. A call is listed when it is over, whether or not it was recorded, and from the first manifest on
// that lists any. One whose end was only inferred (unobserved) is listed as that at once, and by each day's manifest anew, as it is then, until three days after it: so long the spool
// may tell what it met, and its other facts follow. What comes so after it was listed is told of by whoever verifies, and is no fault; all else is.
//
// A manifest goes out of the house with every package, so nobody is named in it: what names somebody stands there as SHA-256 of the
// fact with a salt ([Salt]), 16 bytes drawn for each recording and call, which stays in the database and comes with the package of that call alone. Who changes
// the salt as well makes every digest differ, and is found all the same.
//
// Rows say which day's manifest lists them, so that the next lists what none does. Who writes rows could so have one listed by none, before an hour's has
// it: verify asks the manifest that is named whether it lists the row, whichever days it looks at, and a deletion for its certificate.
//
// Manifests of format 1, from before, list recordings alone; they hold, and are verified, for what they have.
package evidence
