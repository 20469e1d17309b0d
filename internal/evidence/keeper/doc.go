// Package keeper keeps the proofs of package evidence, and checks them against what is there.
//
//	audit_log ──trigger──► audit_unsealed ──sealer, each second──► audit_seals
//
// It does nothing of its own accord with what it finds to be wrong: it names it.
package keeper
