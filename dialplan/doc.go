// Package dialplan is what a caller meets between dialling and speaking to a
// person, as data: the numbers, opening hours, menus, prompts, queues, on-call
// lists and emergency numbers of one city.
//
//	haiphong.yaml ──► planfile.Parse ──► Plan ──► flow (what a call does next)
//	                    │ every fault      ├────► drawing (the picture)
//	                    ▼ with its place   └────► fallback (Asterisk's own, golden-tested)
//	                  refused as a whole
//
// A [Plan] is one version, immutable once made: a call keeps the version that it
// began under, whatever is edited meanwhile, and finds it again after a restart
// by [Plan.Version]. Nothing here speaks to Asterisk, a database or a clock.
//
// What nodes say is in the plan itself ([Plan.Prompts]); what the program says by
// itself (numbers, a ticket's state) is in package prompts. Numbers are put into words
// by package speech.
//
// # Nodes
//
// A caller is in one [Node] at a time. What leads on is named in the node: the
// picture, the checks and the interpreter (package flow) all read the same
// [Node.Exits]. A node that leads nowhere ends the call.
//
// # Promises
//
//   - [Check] finds every fault, not the first: unreachable nodes, loops that a
//     silent caller can never leave, names of prompts, queues, hours, lists and
//     nodes that are not there, numbers that are none.
//   - A Plan that Check accepts brings a caller who does nothing at all to an end
//     or into a queue after finitely many steps.
package dialplan
