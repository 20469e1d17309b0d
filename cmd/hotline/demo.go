package main

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"

	"hotline1022/internal/config"
	"hotline1022/internal/demo"
	"hotline1022/internal/demo/lived"
	"hotline1022/internal/notify"
	"hotline1022/internal/notify/outbox"
	"hotline1022/internal/notify/simulator"
	"hotline1022/internal/store"
)

// errNoDemonstration keeps published passwords and invented tickets from where people work.
var errNoDemonstration = fmt.Errorf("%w: the configuration does not say demonstration: true; these accounts have a published password", errUsage)

func newDemo() *cobra.Command {
	seed := &cobra.Command{Use: "seed", Short: "Put the demonstration's accounts, units, fields and officers in", Args: noArgs}
	operators := seed.Flags().Int("operators", demo.Operators, fmt.Sprintf("how many operators op01, op02, … (for trials under load), %d to %d", demo.Operators, demo.MaxOperators))
	withConfig(seed, func(cmd *cobra.Command, _ []string, cfg config.Config) error {
		switch {
		case !cfg.Demonstration:
			return errNoDemonstration
		case *operators < demo.Operators || *operators > demo.MaxOperators:
			return fmt.Errorf("%w: --operators must lie between %d and %d", errUsage, demo.Operators, demo.MaxOperators)
		}
		st, err := store.Open(cfg.Database.URL, newLog(cfg.Log, cmd.ErrOrStderr()))
		if err != nil {
			return err
		}
		defer st.Close()
		return demo.Seed(cmd.Context(), st, *operators)
	})
	return group("demo", "The demonstration", seed, newLive())
}

// newLive fills an empty demonstration, before the server starts.
func newLive() *cobra.Command {
	c := &cobra.Command{Use: "live", Short: "Put the tickets and calls of some weeks in, unless there are some; the server may not run", Args: noArgs}
	return withConfig(c, func(cmd *cobra.Command, _ []string, cfg config.Config) (err error) {
		switch {
		case !cfg.Demonstration:
			return errNoDemonstration
		case cfg.Messages.Simulator == "":
			return fmt.Errorf("%w: the configuration has no messages.simulator: invented people would be written to", errUsage)
		}
		var sim *simulator.Simulator
		made, err := lived.Live(cmd.Context(), cfg.Database.URL, lived.Options{Node: cfg.Node, Messages: func(st *store.Store, now func() time.Time) (*outbox.Outbox, error) {
			if sim, err = simulator.Open(cfg.Messages.Simulator, now); err != nil {
				return nil, err
			}
			return outbox.New(messageOptions(cfg.Messages, map[notify.Channel][]notify.Gateway{notify.SMS: {sim}, notify.Email: {sim}}), st, prometheus.NewRegistry())
		}})
		if sim != nil {
			err = errors.Join(err, sim.Close())
		}
		if err == nil {
			newLog(cfg.Log, cmd.ErrOrStderr()).Info("the demonstration has a past", slog.Int("tickets", made))
		}
		return err
	})
}
