// Package demo runs the demonstration of `make run`: the whole hotline on one
// machine at fixed addresses of the loopback interface, with a simulated
// telephone network.
//
//	PostgreSQL ─┐
//	MinIO ──────┼─► hotline serve, hotline guard ──► http://127.0.0.1:8080
//	Asterisk ───┘          ▲
//	   ▲                   │ config: .local/etc/hotline.yaml
//	   └── callsim officer (the telephone network)
//
// # What it promises
//
//   - Up installs what is missing, starts what does not run, starts again what
//     runs with another program or configuration than it should, and leaves the
//     rest alone. It returns when everything answers.
//   - Before anything starts, every port is looked at. One that somebody else
//     has is an error that names the process and how to choose another port.
//   - Services live in sessions of their own and stay when Up returns. Each has
//     a file .local/run/<name>.json with its process number and that process's
//     start time, so that a number which the kernel gave to somebody else later
//     is never taken for ours. Logs are .local/log/<name>.log.
//   - Down ends what Up started, politely first, the last started first, and
//     nothing else.
//   - Secrets are drawn on the first run, into .local/etc (0600).
package demo
