// Package trunk decides over which carrier a call out goes, and keeps what is
// known of each carrier's line: pure state, without transport and without a clock.
//
//	asterisk.trunks (order, limits) ─► Board ◄── contacts, registrations, channels (package ari, through an adapter)
//	                                     │
//	          an actor's call out ─► Claim(channel, tries, urgent) ─► Next ─► a name, or none
//
// # The choice
//
// [Next] takes the first trunk in the configured order that is not known to be
// down, has a place beside the one that is kept for an emergency, and was not tried for this call before. It goes on to
// another only when the last try failed for the trunk's sake: a callee who is
// busy, does not answer, rejects the call or does not exist is so on every trunk.
// [OutcomeOf] tells the two apart.
//
// A call to an emergency service (urgent) takes the place that is kept, passes over our own limit (which
// calls in may have filled: it is best a little below the carrier's), and when
// every other trunk has been tried also takes those that are believed to be
// down: supervision may be wrong or late, and trying costs a moment. Asterisk believes the
// same, and would not dial them by name: such a call goes to the carrier's address.
//
// # Who writes, who reads
//
// A [Board] may be used from any goroutine; each method is one step under its
// lock. The adapter of the ARI link writes what it hears, actors claim. A claim
// counts against the limit from the choice on, so two actors never share the last
// free line; it ends with its channel, or with Release when none came to be.
//
// After a lost link nothing is known (Unknown): such trunks are used in their
// order, for a call that fails goes on to the next anyhow.
package trunk
