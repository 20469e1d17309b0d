package main

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/dialplan"
	"hotline1022/dialplan/drawing"
	"hotline1022/dialplan/planfile"
	"hotline1022/internal/config"
)

func newDialplan() *cobra.Command {
	check := withPlan(&cobra.Command{Use: "check", Short: "List everything that is wrong with a dialplan file", Args: noArgs},
		func(cmd *cobra.Command, plan dialplan.Plan) error {
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "the dialplan is in order: version %s, %d nodes, %d queues, %d prompts\n",
				plan.Version, len(plan.Nodes), len(plan.Queues), len(plan.Prompts))
			return err
		})
	draw := withPlan(&cobra.Command{Use: "draw", Short: "Print the picture of a dialplan (SVG)", Args: noArgs},
		func(cmd *cobra.Command, plan dialplan.Plan) error {
			_, err := cmd.OutOrStdout().Write(drawing.SVG(plan))
			return err
		})
	// The trunks that duty phones are rung on stand in the configuration.
	fall := &cobra.Command{Use: "fallback", Short: "Print what Asterisk does by itself when no controller takes a call", Args: noArgs}
	file := fall.Flags().String("file", "", "dialplan file (default: the configuration's)")
	withConfig(fall, func(cmd *cobra.Command, _ []string, cfg config.Config) error {
		plan, err := planfile.Load(cmp.Or(*file, cfg.Dialplan.File))
		if err != nil {
			return err
		}
		values, err := asteriskValues(cfg, plan)
		if err != nil {
			return err
		}
		section, err := asteriskconf.RenderFallback(values.Fallback, values.Trunks)
		if err != nil {
			return err
		}
		_, err = cmd.OutOrStdout().Write(section)
		return err
	})
	return group("dialplan", "What callers meet", check, draw, fall)
}

// withPlan gives a command the flag --file and the plan in it.
func withPlan(c *cobra.Command, do func(*cobra.Command, dialplan.Plan) error) *cobra.Command {
	file := c.Flags().String("file", "", "dialplan file (default: the one that is part of the program)")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		plan, err := planfile.Load(*file)
		if err != nil {
			return err
		}
		return do(cmd, plan)
	}
	return c
}
