package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"

	"hotline1022/internal/config"
	"hotline1022/internal/store"
	"hotline1022/recordings"
	"hotline1022/telephony/call"
)

// withArchive is withConfig for a command that needs the database and the archive; both are closed after it.
func withArchive(c *cobra.Command, do func(*cobra.Command, config.Config, *store.Store, *recordings.Archive) error) *cobra.Command {
	return withConfig(c, func(cmd *cobra.Command, _ []string, cfg config.Config) error {
		st, err := store.Open(cfg.Database.URL, newLog(cfg.Log, cmd.ErrOrStderr()))
		if err != nil {
			return err
		}
		defer st.Close()
		archive, err := recordings.OpenArchive(cfg.Storage)
		if err != nil {
			return err
		}
		defer archive.Close()
		return do(cmd, cfg, st, archive)
	})
}

func newRecordings() *cobra.Command {
	return group("recordings", "The calls' recordings", newRecordingsScan(), newRecordingsVerify(), newRecordingsRetention(), newWhose())
}

// errDisagree has the exit code of a failure: whoever runs it by a timer wants to know.
var errDisagree = errors.New("rows, spool and bucket do not agree; nothing was changed")

func newRecordingsScan() *cobra.Command {
	c := &cobra.Command{Use: "scan", Short: "Compare the database's rows, this node's spool and the bucket; of these nothing is changed, and what does not agree is listed on the page, too", Args: noArgs}
	asJSON := c.Flags().Bool("json", false, "print it as JSON")
	sums := c.Flags().Bool("checksums", false, "ask the archive for each object's checksum and lock too: one request for each")
	return withArchive(c, func(cmd *cobra.Command, cfg config.Config, st *store.Store, archive *recordings.Archive) error {
		s, err := recordings.New(recordings.Options{
			Node: cfg.Node, Spool: cfg.Spool.Recordings, Retain: cfg.Retention.Least(), Log: newLog(cfg.Log, cmd.ErrOrStderr()), Drained: func() bool { return false },
			Live: func(context.Context) (map[call.ID]bool, error) { return nil, errors.ErrUnsupported },
		}, st, archive, prometheus.NewRegistry())
		if err != nil {
			return err
		}
		found, err := s.Scan(cmd.Context(), *sums)
		if err != nil {
			return err
		}
		if err := printComparison(cmd.OutOrStdout(), found, *asJSON); err != nil {
			return err
		}
		if found.Total > 0 {
			return errDisagree
		}
		return nil
	})
}

func printComparison(w io.Writer, c recordings.Comparison, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(c)
	}
	for _, f := range c.Findings {
		what := f.Object
		if what == "" {
			what = f.File
		}
		if what == "" {
			what = f.Call + " " + f.Leg
		}
		if _, err := fmt.Fprintf(w, "%-12s %s %s\n", f.Kind, what, f.Detail); err != nil {
			return err
		}
	}
	if rest := c.Total - int64(len(c.Findings)); rest > 0 {
		if _, err := fmt.Fprintf(w, "%d more: only the first are named\n", rest); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%d rows, %d objects, %d files in the spool: %d findings\n", c.Rows, c.Objects, c.Files, c.Total)
	return err
}
