// Package keeper keeps the proofs of package evidence, and checks them against what is there.
//
//	audit_log ──trigger──► audit_unsealed ──sealer, each second──► audit_seals
//	recordings (archived), ──job, once a day is over──► manifests ──► archive: manifests/2026/2026-11-28.json, .json.sig
//	calls (ended)          ──and once an hour is──────►                       manifests/2026/2026-11-28T15.json, .json.sig
//
// # Manifests
//
// A row first, in the transaction that notes in each recording which manifest lists it; then the objects, locked for as long as
// the longest rule keeps recordings (retention). A recording that its ticket or a legal hold keeps for longer has the manifests kept as long, each night
// (locks.go): those that list it or its call, and those of their hours. The others of the chain need no more than their own lock: whoever removes one that lists nothing any
// more is found by its number, and what is locked cannot be replaced by another that fits. Broken off anywhere, the next job goes on: what is signed is never signed again. Days that were
// missed are made up, one by one; the first manifest of all lists whatever came before it. One node makes them at a time. While a
// [Token] is away they wait: it is asked each minute, /readyz and hotline_evidence_key_up tell, and the next job after it came back signs.
// Whatever else keeps one from being made: once it has been due for three hours /readyz tells, and hotline_evidence_late_seconds since when.
//
// # What is compared
//
//	manifest  its signature, by a key that the configuration trusts; its bytes with the archive's, and their lock; the day before's checksum;
//	          its head of the audit log with the chain; that there is one for each day from the first to yesterday, the first that
//	          the archive knows: what lies there locked is missed when all rows are gone, and tells when one was signed anew
//	row       a recording's with what its manifests list: checksum, length, call, leg, object and version, and its facts; a call's with its facts;
//	          which fact was changed is said. That no call was added: each that is over for two days is in a manifest;
//	          one that was listed more than three days after it was over is told of, for a node's journal may come late; where the journal tells nothing
//	          of it, that is a row that somebody added. Told of is also one that was listed before its end was seen, and what came with that
//	object    the version that is listed: length and checksum as the server computed them when it came, and its lock; deep: its bytes.
//	          That nothing lies over it, another version or a delete marker
//
// What somebody puts over ours hides nothing, and is named: ours is asked for by its number. What the hour's manifest and the day's both list is
// named once; a row that was changed between them is named by the hour's, though the day's lists what it was changed to. An archive that is away is not a fault, and proves
// nothing; one that answers and cannot give an object has damaged it.
//
// What a manifest lists is forgotten when the next is looked at, so that years take no more memory than the largest of them.
//
// Nothing is signed by a clock that is in doubt (clocks.go): one that is off by more than five minutes from the database's or the archive's, or by which
// more than 45 days have gone since the last day's manifest, until the process has run for a day. /readyz tells. Where all clocks were wrong together, a manifest of the
// future keeps all others from being made until its time: /readyz and hotline_evidence_ahead_seconds tell.
//
// It does nothing of its own accord with what it finds to be wrong: it names it (the commands, /readyz, metrics).
package keeper
