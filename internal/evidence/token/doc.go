// Package token signs with an Ed25519 key that a PKCS #11 token keeps: a smart card, a network HSM, SoftHSM. The key never leaves
// it; what is on the machine is the PIN, which comes from the environment.
//
// A token is a thing that people pull out. Signing is rare (a manifest a day, a certificate a plan), so that each use opens
// everything from the start: module initialised, token found by its label, session, PIN, key found by its label; and leaves nothing
// open. A token that was away and comes back is found by the next use, whatever the module remembers of it.
//
// A PIN that was refused is not tried again by this process: tokens lock themselves after a few. Nor is one tried of which the token
// says that it is the last try.
//
// A module is C code that may wait for a network: it is asked in a goroutine, one at a time, and a use that takes longer than
// [Options.Limit] is given up. The goroutine stays until the module answers; until then further uses are told so.
//
// Every signature is verified before it is given out: a token that hashes first, say, would sign what nobody can prove.
package token
