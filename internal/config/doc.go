// Package config reads hotline's one configuration file.
//
//	file ──strictyaml──► Config over Default ──validate──► Config
//	          │                                   │
//	          └─ faults: file:line:col: what – remedy ─► *strictyaml.Faults
//
// What it promises:
//   - The file is read as package strictyaml reads: nothing guessed, every fault
//     listed at once with its place, `${NAME}` taken from the environment.
//   - A Config is returned only when there is no fault.
//   - Nothing is opened, resolved or listened on here; files and addresses are only
//     checked for their form. Who can open them says what is wrong with them ([Look]).
package config
