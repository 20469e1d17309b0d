package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"hotline1022/dialplan/planfile"
	"hotline1022/dialplan/prompts"
	"hotline1022/internal/config"
)

func newPrompts() *cobra.Command {
	build := withConfig(&cobra.Command{Use: "build", Short: "Make the sound files of prompts and hold music that are missing or out of date", Args: noArgs},
		func(cmd *cobra.Command, _ []string, cfg config.Config) error {
			p := cfg.Prompts
			plan, err := planfile.Load(cfg.Dialplan.File)
			if err != nil {
				return err
			}
			result, err := prompts.Build(cmd.Context(), prompts.Options{
				Directory: p.Directory, Music: p.Music, Studio: p.Studio, Espeak: p.Espeak, Log: newLog(cfg.Log, cmd.ErrOrStderr()),
				Plan: prompts.OfPlan(plan),
			})
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%d made, %d kept\n", len(result.Built), len(result.Current))
			return err
		})
	return group("prompts", "What callers hear", build)
}
