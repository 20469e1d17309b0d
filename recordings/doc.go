// Package recordings brings every call's recording from Asterisk's files on the
// local disk to the archive, and gives it to those who may hear it.
//
//	Asterisk                       this package                           MinIO
//	<call>.call    ─┐
//	<call>-rx.alaw ─┤ <call>.end-… ► stereo file, SHA-256
//	<call>-tx.alaw ─┘   (salvage)    row "spooled" + job, one transaction
//	                                 job: PUT with checksum, stat ───────► <date>/<call>/<leg>.wav
//	WebRTC gateway                   row "archived"
//	<call>+<leg>-rx.alaw, -tx.alaw   keep_for later: local files removed, row "released"
//	<call>+<leg>.done ─► as above
//
// # The legs of a call
//
// "call" is the citizen's own channel, from the greeting to the end, and is Asterisk's. What
// an operator and an officer say while the citizen hears music, or an operator and an emergency
// service when the citizen's line is dead, is a leg of its own for each time that they do
// ("consult-7"), recorded where the operator's audio passes ([LegFiles] says into which files):
// rx is what came from the officer, tx what the operator said. Such a leg is taken up while its
// call goes on, and knows nothing of it.
//
// # The stereo file
//
// WAVE, 8000 Hz, A-law (format 6), two channels: the citizen left, what the
// citizen heard (staff, prompts, music) right; of a consultation the officer left, the
// operator right. Its bytes are those of the two files, interleaved, so nothing is lost and nothing is computed: 960 000 bytes a
// minute. MixMonitor starts both sides with the same frame and fills gaps with
// silence, so they are in step from the first byte. A killed Asterisk loses up to
// 4.1 s of each side, not the same; then the shorter is filled up with silence at
// its end, and the row's detail names the difference.
//
// Other lossless forms were measured, on a minute of two people by turns (espeak, with a line's
// noise at -62 dB; without it): WAVE 960 058 bytes (the same); FLAC of the decoded samples, sox -C 8,
// 616 066 (557 189); zstd -3 of the WAVE 528 588 (362 954); gzip -6 562 359 (510 786). FLAC is a
// third smaller, and would cost what we have: the file's bytes are the wire's, to be compared and
// hashed without a decoder; any second of it is found by arithmetic, here ([Service.OpenPart]) and in
// a browser's range; every tool reads it. zstd saves more, but nothing plays it. So it stays WAVE.
// Opus and its like lose.
//
// # Who owns what
//
//   - The files in the spool: who records until they are closed, this package afterwards.
//     The gateway says so by .done. Asterisk marks a call's end (.end-<cause>.alaw) and
//     closes the two sides just after: then nobody has them open for writing.
//     <call>-call.wav appears whole or not at all. <call>.spooled comes, in the place
//     of .done if there is one, when the row is committed; it only spares later scans.
//   - The row (recordings): made by the journal's projection when the call
//     arrives, or the leg begins; spooled, archived, missing, released only by this package.
//   - The object: written once. Its key comes from the row alone, so every
//     attempt has the same; an object that is there with the right checksum is
//     not sent again.
//
// # What falls short
//
// When a call is over and a recording of it is closed, what the row promises is checked once
// (flaws.go): its length against the call's own times, to half a second or 1 %, whichever is
// more; both sides; that something is to be heard on each in a conversation of ten seconds and
// more; that the file can be read again. What falls short is marked in recordings.flaws, logged,
// counted in metrics, said by the health check "recordings", and listed. Nothing is repaired or
// refused for it, and the check stays OK: a node that lost a sound can take calls. A starved
// machine has made recordings that were 3 % longer than their calls: those are marked long. It makes shorter ones as well: where Asterisk gets no
// processor for 100 ms, MixMonitor throws away what both sides had waiting ("Flushing audiohook so it remains in sync", core set debug 4). Of 500
// packets that came in 10 s, 421 to 453 were recorded and as few went out while 25 processes wanted two cores; with real-time priority
// (chrt -r) all 500 went out (2026-11-29; what was recorded then was not counted). A machine that has the calls needs its processors for them.
//
//	short, long   off the call's times: for the citizen's own, from the answer (at the latest) to
//	              where the citizen left; for a leg, from its journal entry to its .done
//	one_sided     of one side there was no file, or an empty one
//	silent        a side was last heard before the conversation began
//	cut           the end is missing: salvaged, or one side ended early
//	gaps          the recorder itself said that something is not on it
//	empty, lost   of an answered call, or a leg: no sample; no file, or a recorder that died before it wrote one
//	              (whose end nobody saw is held to have been answered, if it lasted a second: who notes it may be dead)
//	unreadable    what was written is not what its own header says
//
// How much is missing at most is kept with it (recordings.missing_ms).
//
// # Rows, spool and bucket
//
// Once a day for each node, and by `hotline recordings scan`, all archived rows, and those of tickets' attachments, are laid beside all
// objects (both in the order of their keys, neither held in memory: of the list, which no server need order within a page, a page is), and this node's spool beside
// its rows (compare.go). What does not agree is kept in recording_scans, logged, counted, and said
// by the health check; nothing is changed, and nothing deleted by comparison. Sizes and versions come
// with the listing, and the files of a row that has waited for an hour are summed, for what is damaged in the spool waits for good; checksums and locks as the archive has them only where they are asked for (--checksums), a request an object. What lies in a bucket of before
// the configuration named another is looked at in the same way. A finding keeps the time of the
// comparison that made it first, as long as each finds it; the first thousand of a comparison are listed (/recording-findings).
//
// # Secrecy
//
// Objects may be encrypted by the server under keys of ours that it does not keep, one for each
// (SSE-C, encrypt.go), over TLS whose authority we choose; attachments share the archive, and so
// this. Chosen over a KMS because it needs no second server that must live for as long as the
// recordings do, and works with any S3 that has SSE-C. One that passes over the keys that it is given gets nothing ([ErrPlain]).
//
// # Any S3
//
// What goes by an S3 (versions, delete markers, locks and holds, lists) is tested on MinIO and on versitygw, for the archive, the comparison, retention
// and `hotline recordings verify`. versitygw differs in this: it has no SSE-C, and passes over a key that it is given; it keeps the lock of a version
// that lies under another, and does not tell of it, so that whoever verifies names it as unlocked too, until the other is gone; it keeps no checksums of
// a file's blocks, so that a damaged file is found where it is read (--deep).
//
// # What it promises
//
//   - Each step may be repeated, or broken off anywhere, and leads to the same
//     end; two processes on one spool disturb each other only by doing work twice.
//   - No local file is removed before the archive has confirmed the SHA-256 that
//     was computed when the file was made, and keep_for has passed since.
//   - What the archive has nobody can remove, not even we, before its time (Options.Retain): each object is PUT with object lock in
//     compliance mode. A bucket without object lock is an alarm, and takes recordings all the same (metrics, /readyz); one that
//     refuses the lock it is said to have gets nothing: the recording waits in the spool, and that is an alarm too.
//   - Uploads are retried for as long as it takes: while the archive cannot be
//     reached, jobs are put off without being counted as failed; a job that is
//     lost all the same is enqueued again by the scan.
//   - Notices of the file system may be lost: the spool is also scanned.
//   - A file without a row waits until the journal is drained, and the
//     controller has had its time (the row may only be late). If there is still
//     none, the call is entered from its .call file, even when the caller hung up
//     before anything but that file was begun. The same file settles the end of a
//     call that ended unobserved, and tells of the message that the fallback took.
//   - Files without .done or mark whose call Asterisk no longer knows, and that have not
//     grown for a while, are salvaged: archived as they are, marked so. Those of a leg are
//     as soon as nobody writes: our death ends a leg, and not its call. While Asterisk does not
//     answer, those of which no process has a side open are.
//   - Nothing here is in a call's way: files are streamed, one at a time.
//
// Each node archives its own spool: jobs go to a queue that carries the node's name.
package recordings
