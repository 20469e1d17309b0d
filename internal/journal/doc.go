// Package journal keeps what happened to calls: on the local disk first, then in
// the database.
//
//	Append ──► pending (memory) ──writer: write+fsync──► segments ──drainer: Apply──► sink
//	                  └───────────── only while the disk fails ─────────────────────┘
//
// What it promises:
//   - Append returns at once, whatever the disk and the database do. The entry is
//     on disk as soon as the writer's next fsync returns; what gathers during one
//     fsync goes into the next, so that no timer delays an entry. It is written
//     without waiting for that fsync: killed, we lose what nobody has written
//     yet, some microseconds' worth, and not what a busy disk has not confirmed.
//   - Entries reach the sink in the order of Append, each at least once, and none
//     before those in front of it were taken. The sink knows entries by their ID, so
//     the effect is exactly once.
//   - A batch that the sink does not take within ApplyTimeout comes again in smaller
//     parts, so that a backlog gets through a busy database.
//   - The position moves only after the sink took a batch. A crash between the two
//     repeats the batch.
//   - A line torn by a crash is recognised (no line's end, or a wrong CRC-32C) and
//     left out, with an alarm; the lines around it count.
//   - When the disk fails (full), entries wait in memory, at most MaxPending, and go
//     to the sink from there; beyond that the newest are dropped and counted.
//
// State and its owners: the writer goroutine alone writes segments, the drainer
// goroutine alone moves the position and removes segments that are done with.
// pending and the counters are guarded by Journal.mu. One process owns a
// directory (flock).
package journal
