// Package strictyaml reads a YAML file into Go values and misses no mistake in it.
//
//	file ──parse──► YAML nodes ──decode──► values over their defaults ──► the reader's own rules
//	                    │                     │                                  │ Document.Report
//	                    └──────── faults: file:line:col: what – remedy ──────────┴──► *Faults
//
// What it promises:
//   - Nothing is guessed: an unknown key, a key given twice, a value of the wrong
//     kind is a fault, with the nearest known key as the remedy. Of YAML it reads
//     mappings, sequences and plain values; anchors, aliases and tags it refuses.
//   - Every fault is listed at once, in the order of the file, so that the file is
//     mended in one go. What rests on a value that could not be read is not
//     complained about a second time.
//   - A value keeps its text as written: 0225300001 does not lose its zero.
//   - With an environment, `${NAME}` in any value is replaced from it, once, before
//     the value is read as its kind; a variable that is not set is a fault that names
//     it. `$${` stands for a plain `${`. An environment value never reaches a message.
//   - Foreign input ends in faults, never in a panic.
//
// # Types
//
// Structs are sections: a field's key is its yaml tag or, without one, its name in
// lower case with underscores (MaxWait: max_wait). Maps have string keys. Slices,
// string kinds, int, bool and [time.Duration] are values; a type that reads itself
// implements [Decoder]. Whatever else is a programmer's mistake, and panics.
//
// # Places
//
// A value is named by its path: keys, and positions in lists from 0, joined by dots.
// A fault about a section stands at the section's key; about a value, at the value;
// about what is not in the file, at the nearest section that is.
package strictyaml
