// Package queue decides, as pure functions, which waiting call goes to which
// operator: first come, first served; the operator longest idle.
//
// # Order of the waiting
//
// A call that was already with an operator (an offer not taken, a connection
// lost) returns to the head. Within those, and within all others, the one that
// entered the queue first is served first. The time is that of its first entry
// and is kept over returns and restarts of the controller; calls of the very same
// time keep the order in which they were put in.
//
// # Assignment
//
// [Assign] pairs the first waiting calls with the operators longest idle, until
// one side is used up. After the pairs are taken out of both, no ready operator
// stands beside a waiting call. Operators idle for equally long are taken by name,
// so that the same input always gives the same pairs.
//
// Who owns the Line and calls Assign is the floor goroutine of package telephony.
package queue
