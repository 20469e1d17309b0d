// Package e2e tests the whole: a citizen's SIP call, a real Asterisk, the real
// hotline program, a real PostgreSQL and MinIO, an operator in a real Chromium,
// an auditor who hears the recording. Nothing here is faked but the people, and
// the people are cmd/callsim's.
//
// Each test has a stack of its own on ports of its own (see stack): tests may
// run in any order, and a broken one leaves nothing behind. The files that a
// test keeps (screenshots, recordings, logs) lie in .local/artefacts/<test>.
//
// They wait for speech and rings most of their time. Those that judge no sound tone by tone
// are marked parallel: Go runs them two at a time (on two cores) after all others, when the
// other packages with audio have come to their end, so that never more than two stacks run.
//
// # Measurements
//
// bench_*_test.go (build tag bench, `make bench`) print the figures that the README quotes,
// and assert nothing about time: a slow machine is no fault of the program. The people
// (callsim) run on the same machine; processor time is told program by program.
//
//	TestBenchSetUp    INVITE → screen-pop, accept → audio, one call after the other
//	TestBenchFree     an operator's hang-up or ready message → the next caller's screen-pop
//	TestBenchBeside   a waiting minute, a conversation minute, a call, calls a second: hotline's
//	                  and Queue() with MixMonitor (rival), one after the other, the same work
//	TestBenchWaiting  more and more callers wait beside fifty conversations, until the machine
//	                  does not keep up: audio, assignments, memory and processor time of each step
package e2e
