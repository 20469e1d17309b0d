package main

import (
	"encoding/json"
	"log/slog"

	"github.com/spf13/cobra"

	"hotline1022/internal/api"
)

// apiVersion is the interface's, not the program's.
const apiVersion = "1.0.0"

func newOpenAPI() *cobra.Command {
	return &cobra.Command{Use: "openapi", Short: "Print the description of the HTTP interface", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		// The description needs the types only, none of what they stand on.
		a, err := api.New(api.Config{Version: apiVersion}, api.Ports{}, slog.New(slog.DiscardHandler), nil)
		if err != nil {
			return err
		}
		out := json.NewEncoder(cmd.OutOrStdout())
		out.SetEscapeHTML(false)
		out.SetIndent("", "  ")
		return out.Encode(a.OpenAPI())
	}}
}
