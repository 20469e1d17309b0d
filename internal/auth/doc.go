// Package auth says who may do what, and who somebody is.
//
//   - Roles and rights are one table ([Role.May]); handlers ask for a right, never
//     for a role.
//   - Signing in has a first step, a password or the city's single sign-on, and for every
//     role above the operators a second: a code of RFC 6238 ([SignIn]). Who has no second
//     factor yet sets one up before anything else.
//   - Attempts are counted before they are judged, passwords and codes together, by the name that was
//     typed and from where: after [MaxFailures] in a row nothing from there is judged for
//     [LockFor], right or wrong. For all addresses together there is a wider limit ([MaxAnywhere]) that
//     holds for longer, against who has many; one address reaches it, too, within a quarter of an hour,
//     and keeps out whoever signs in on a device that is new. A device on which they have signed in
//     before counts for itself alone, and nobody keeps them out there.
//     That a password was right forgets no failure while the code is still to come.
//   - Names that are no account's are counted and locked like all others: no answer tells which
//     there are. What is kept of them, there and in the audit log, is a keyed sum ([SignIn.Named]): it may be a
//     password, typed into the wrong field.
//   - Who chooses a password chooses none that anybody would try first ([Chosen]).
//   - Passwords are kept as argon2id; a login takes the same time whether the account
//     exists or not. Secrets of second factors are kept sealed under a key that the
//     database does not have; a code is accepted once, within one step of its time.
//     Recovery codes, and what sessions, tokens and activations show, are 80 or 256
//     random bits, of which only the SHA-256 is kept.
//
// It keeps no state but a limit on how many passwords are compared at once: attempts,
// codes used and locks are counted where accounts are kept, for all processes together.
package auth
