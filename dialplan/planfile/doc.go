// Package planfile reads a dialplan from its YAML file.
//
//	file ──strictyaml──► values over their defaults ──► dialplan.Plan ──dialplan.Check──► Plan
//	          │                                                              │
//	          └──────── faults: file:line:column: what – remedy ─────────────┴──► *strictyaml.Faults
//
// A file with any fault is refused as a whole, with all of them in the order of
// the file. The version of a plan is the beginning of its file's SHA-256: the same
// bytes are the same version, on every node and for ever.
//
// # Notation
//
// Keys are the fields of the types in package dialplan, in lower case with
// underscores. What differs from them:
//
//	zone: Asia/Ho_Chi_Minh
//	hours:
//	  van-phong:
//	    mon-fri: ["07:30-11:30", "13:00-17:00"]   # one day, or the first and the last
//	    dates:                                    # instead of the week
//	      2026-02-16..2026-02-20: closed          # one date, or the first and the last
//	      2026-08-22: ["07:30-11:30", "13:00-17:00"]
//	nodes:
//	  chon:                       # a node has one key, its kind
//	    menu: {prompts: [chon], keys: {"1": gap, "2": tra-cuu}, failed: gap}
//
// What is left out has the values of the table in node.go.
//
// # Prompts
//
// What nodes, queues and the fallback name stands in the plan itself, in prompts,
// and is edited with it. What the program says by itself, whatever the plan
// (numbers, a ticket's state, a lost connection), is in dialplan/prompts/texts.yaml.
// A name belongs to one of the two; a plan that takes one of the program's is refused.
package planfile
