package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"hotline1022/dialplan"
	"hotline1022/dialplan/planfile"
)

func newDialplan() *cobra.Command {
	check := withPlan(&cobra.Command{Use: "check", Short: "List everything that is wrong with a dialplan file", Args: noArgs},
		func(cmd *cobra.Command, plan dialplan.Plan) error {
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "the dialplan is in order: version %s, %d nodes, %d queues, %d prompts\n",
				plan.Version, len(plan.Nodes), len(plan.Queues), len(plan.Prompts))
			return err
		})
	return group("dialplan", "What callers meet", check)
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
