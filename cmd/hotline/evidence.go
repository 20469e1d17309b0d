package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"

	"hotline1022/internal/config"
	"hotline1022/internal/evidence"
	"hotline1022/internal/evidence/keeper"
	"hotline1022/internal/store"
)

var (
	// errUnproven: not all could be looked at, so that nothing is said for sure.
	errUnproven = errors.New("not verified")
	// errTampered: something is not as it was left.
	errTampered = errors.New("not everything is as it was left")
)

func newAudit() *cobra.Command {
	verify := &cobra.Command{Use: "verify", Short: "Read the whole audit log, and prove that nothing of it was changed or removed", Args: noArgs}
	asJSON := verify.Flags().Bool("json", false, "print the result as JSON")
	withConfig(verify, func(cmd *cobra.Command, _ []string, cfg config.Config) error {
		st, err := store.Open(cfg.Database.URL, newLog(cfg.Log, cmd.ErrOrStderr()))
		if err != nil {
			return err
		}
		defer st.Close()
		k, err := keeper.New(keeper.Options{}, st, prometheus.NewRegistry())
		if err != nil {
			return err
		}
		r, err := k.VerifyAudit(cmd.Context())
		if err != nil {
			return fmt.Errorf("%w: %w", errUnproven, err)
		}
		if err := printReport(cmd.OutOrStdout(), *asJSON, r, r.Faults, fmt.Sprintf("%d entries are sealed, %d wait for it; the chain's head is %s", r.Sealed, r.Unsealed, r.Head)); err != nil {
			return err
		}
		return verdict(r.Faults)
	})
	return group("audit", "The audit log", verify)
}

// printReport prints a report as JSON, or its faults a line each and then what it comes to.
func printReport(w io.Writer, asJSON bool, report any, faults []evidence.Fault, summary string) error {
	if asJSON {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(report)
	}
	for _, f := range faults {
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\n", f.Kind, f.Object, f.Detail); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, summary)
	return err
}

func verdict(faults []evidence.Fault) error {
	if len(faults) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %d faults", errTampered, len(faults))
}
