// Package trace shows which tests hold the program to which rule of the regulation
// (Quyết định 587/QĐ-UBND). It is pure: who runs the tests hands it what they said.
//
//	rules.tsv ─ Rules ─┐
//	go test -json ─ Read ─► Trace ─► Table, Broken
//	*_test.go ─ Declared ─┘   (that each rule has a test at all; nothing is run)
//
// A test says by its name which rule it shows: TestDieu9_3b_… is the second rule that
// Điều 9, khoản 3 holds, TestDieu19_… is Điều 19 as a whole. The letters are ours:
// where a clause asks for several things, each is a rule of its own, and a test that names
// the clause without a letter shows none of them by itself; the list may name it
// for those that it does show.
//
// [Trace] is broken by a rule without a test, by a test that failed or did not
// run to its end, by a name of no rule, and by a rule that is listed as later work and
// has a test all the same: then the list is not true any more.
package trace
