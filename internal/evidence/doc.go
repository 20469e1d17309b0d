// Package evidence is the arithmetic of proof: what is hashed, and how, so that anybody can do it again with standard
// tools. It knows neither database nor archive; package keeper does.
//
//	audit log   row ─┐            row ─┐
//	                 ▼                 ▼
//	link      0…0 ─► SHA-256 ─► … ─► SHA-256 ──┐ head of the day
//	                                           ▼
//	manifests        day n-1 ── SHA-256 ──► day n: recordings, head ── Ed25519 ──► signature
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
// removed with their links from the very end, before a manifest has their head: at most a day's.
//
// # Manifests
//
// One for each day of Vietnam's calendar, after it has ended ([Manifest]): which recordings came into the archive, with
// their checksums; the head of the audit log's chain; the checksum of the day before's manifest. Its bytes are signed as they are
// (Ed25519, RFC 8032), kept as a row and as a locked object. A recording is listed once, in the first manifest after
// it was archived, and a package of evidence (GET /api/v1/recordings/{id}/package) holds that one: one that is committed late, or while manifests could not be made, comes into the next.
package evidence
