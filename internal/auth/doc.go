// Package auth says who may do what, and who somebody is.
//
//   - Roles and rights are one table ([Role.May]); handlers ask for a right, never
//     for a role.
//   - Passwords are kept as argon2id; a login takes the same time whether the
//     account exists or not. After [MaxFailures] wrong passwords in a row an account
//     is locked for [LockFor]; a locked account refuses the right password too.
//   - A program's token is 256 random bits; only its SHA-256 is kept.
//
// It keeps no state but a limit on how many passwords are compared at once.
package auth
