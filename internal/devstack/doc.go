// Package devstack installs and starts the real services that Hotline 1022
// stands on: Asterisk, PostgreSQL, MinIO, Chromium, Node.js, the speech
// synthesiser and the developer's tools. Tests use it so that nothing has to
// be faked or skipped; `make run` uses it for the demonstration. It is no part
// of the production program: only tests and cmd/devstack may import it, and a
// linter rule keeps it so.
//
// # What it promises
//
//   - Everything it makes lies under <repository>/.local (or the folder that
//     HOTLINE_LOCAL names), except Debian packages of programs that only make
//     sense installed (Chromium, espeak-ng, sox, SoftHSM), which apt-get puts in their
//     place, and only when they are missing; and PostgreSQL's programs when
//     root works in a folder that nobody else may enter (postgres.go says why).
//   - Whatever the machine already has and is recent enough is used as it is.
//   - An installation runs once: it is guarded by a file lock, because several
//     test programs run at the same moment, and finished by a stamp, so that
//     asking again costs a millisecond. A failed or interrupted one leaves no
//     stamp, and is begun afresh.
//   - An error says what was tried, what came back, and what the reader can do.
//
// # What it leaves alone
//
// The machine's own PostgreSQL cluster, its Asterisk, its MinIO: none is
// started, stopped, configured or written to. PostgreSQL's packages are
// unpacked rather than installed, so no maintainer script creates a cluster.
//
// # Processes
//
// A service started for a test is the leader of a process group of its own and
// ends with the test (t.Cleanup), politely first. Should the test program die
// without cleaning up (a panic, a timeout, kill -9), a small shell that holds
// the other end of a pipe notices and ends the group. No goroutine outlives a
// call into this package, so it never disturbs a check for leaked goroutines.
// Package demo, below this one, runs the services of the demonstration, which
// stay when `make run` returns.
package devstack
