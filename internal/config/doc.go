// Package config reads hotline's one configuration file.
//
//	file ──parse──► YAML nodes ──decode──► Config over Default ──Validate──► Config
//	                    │                     │                     │
//	                    └──────── faults: file:line:col: what – remedy ────────► *Faults
//
// What it promises:
//   - Nothing is guessed: an unknown key, a key given twice, a value of the wrong
//     kind is a fault, with the nearest known key as the remedy.
//   - Every fault is listed at once, in the order of the file, so that the file is
//     mended in one go. A Config is returned only when there is none.
//   - `${NAME}` in any value is replaced from the environment, once, before the value
//     is read as its kind; a variable that is not set is a fault that names it.
//     `$${` stands for a plain `${`. An environment value never reaches a message.
//   - Nothing is opened, resolved or listened on here; files and addresses are only
//     checked for their form.
package config
