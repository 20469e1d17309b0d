// Package e2e tests the whole: a citizen's SIP call, a real Asterisk, the real
// hotline program, a real PostgreSQL and MinIO, an operator in a real Chromium,
// an auditor who hears the recording. Nothing here is faked but the people, and
// the people are cmd/callsim's.
//
// Each test has a stack of its own on ports of its own (see stack): tests may
// run in any order, and a broken one leaves nothing behind. The files that a
// test keeps (screenshots, recordings, logs) lie in .local/artefacts/<test>.
//
// bench_test.go (build tag bench) prints the figures that the README quotes; it
// asserts nothing about time.
package e2e
