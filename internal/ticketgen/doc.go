// Package ticketgen fills a database with the tickets of years, to measure on, and to show.
//
//	Shape ──► people (units, officers, heads, accounts)
//	      └─► chunks of tickets, each from its own part of the seed, several at once:
//	              when and by whom ─► a life: acts of package ticket, clocks of package sla ─► rows ─► COPY
//
// # Promises
//
//   - The same shape gives the same tickets, however many chunks are made at once.
//   - Every ticket has lived: [ticket.Do] and [ticket.Fired] made its history, [sla.Law] its
//     clocks, by the calendar and the policy of the database, and the store's own functions
//     its rows. At [Shape.Until] nothing is due that has not fired.
//   - Clocks that will fire have their jobs.
//
// What is left out, because nobody measures it: audit rows, notices within the system, and
// most calls and messages. Slips are numbered in the order of a year, with gaps.
//
// It is for a database of its own: indexes and foreign keys of the tables that it fills
// are put aside meanwhile, and that takes the owner's rights, and a superuser's.
package ticketgen
