// Package lived gives an empty demonstration a past: the tickets of some weeks, in every state,
// with calls, messages, notices and ratings, so that whoever signs in finds a system in use.
//
//	tales: who reported what, and what came of it ──► moments, in the order of time
//	stage: the database's clock is set to each ──► what was due first (clocks, messages), then the act
//
// # Promises
//
//   - Nothing is written here that the program does not write: a ticket is filed by
//     [store.Store.FileTicket] or left by a call's journal, each act is [casework.Casework.Do], each
//     clock [casework.Casework.Fire], each message an attempt of package outbox at the simulated gateway.
//   - Times are working hours before now: whenever it is made, the same tickets are due soon, late, overdue.
//   - Where there is a ticket or a call already, nothing is added.
//   - Nobody in it is a real person. Telephone numbers are 0900 000 xxx, which nobody has.
//
// The clock is a function hotline_now of a schema of its own, which only the connections made
// here see; the program's stays as it is. The server may not run meanwhile: it would see clocks
// that are late by weeks.
package lived
