// Package ticket holds the rules of a ticket (phản ánh, kiến nghị) as Quyết định
// 587/QĐ-UBND of 5 March 2024 has them: the content groups of Điều 5, the sender's
// data of Điều 7, the code a citizen is given. It is pure: no database, no clock,
// no transport.
//
//	Draft ──Check──► Checked (normalised, complete or not) or every Fault with its place
//
// Data that Điều 7.3 asks for and that is missing makes a ticket incomplete; it is
// received all the same and asked for later (8.3). What is given must make sense.
package ticket
