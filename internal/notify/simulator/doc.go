// Package simulator is a gateway for the demonstration and for tests: it sends
// nothing, keeps what it was given, and shows it on a page.
//
// Like a good gateway it knows references: a message of a reference that it has
// is not taken again, and it can be asked for one. What it took is kept in a file,
// so that this holds when its process is killed, which a real gateway would
// outlive. Only the newest messages (Kept) stay, in memory and on disk: an older
// reference is forgotten, as a real gateway forgets it after some days.
package simulator
