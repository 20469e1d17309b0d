package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"hotline1022/internal/config"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
	"hotline1022/recordings/watermark"
)

// newWhose tells whose copy of a recording a file is.
func newWhose() *cobra.Command {
	return withConfig(&cobra.Command{
		Use: "whose FILE", Short: "Tell whose copy of a recording a file is, or a piece of it: who took it, when, from where and why", Args: oneArg,
	}, func(cmd *cobra.Command, args []string, cfg config.Config) error {
		f, err := os.Open(args[0])
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }() // only read
		id, err := watermark.Find(f)
		if err != nil {
			return fmt.Errorf("%s: %w", args[0], err)
		}
		st, err := store.Open(cfg.Database.URL, newLog(cfg.Log, cmd.ErrOrStderr()))
		if err != nil {
			return err
		}
		defer st.Close()
		l, err := st.ListeningOf(cmd.Context(), id)
		if errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("%s is marked as copy %s, of which this database knows nothing", args[0], id)
		}
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "copy\t%s\ntaken by\t%s (%s, %s)\nat\t%s\nfrom\t%s\nreason\t%s\nrecording\t%s\ncall\t%s\t%s\n",
			l.ID, l.Name, l.Actor, l.Role, l.At.In(ticket.Zone).Format(time.DateTime), l.Remote, l.Reason, l.Recording, l.CallID, l.Leg)
		return err
	})
}
