package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"

	"hotline1022/internal/api"
	"hotline1022/internal/config"
	"hotline1022/internal/evidence/keeper"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
	"hotline1022/recordings"
	"hotline1022/recordings/retention"
)

// kept is how long recordings are kept, for the interface.
type kept struct{ service *retention.Service }

// Rules implements api.Retention.
func (k kept) Rules() api.RetentionRules { return rulesInForce(k.service.Rules) }

// Stop implements api.Retention.
func (k kept) Stop(ctx context.Context, plan uuid.UUID, actor, reason string) error {
	return k.service.Stop(ctx, plan, actor, reason)
}

func rulesInForce(c config.Retention) api.RetentionRules {
	out := api.RetentionRules{Months: c.Months, Rules: make([]api.RetentionRule, len(c.Rules)), Deletes: c.Delete, NoticeDays: int(c.Notice / (24 * time.Hour))}
	for i, r := range c.Rules {
		out.Rules[i] = api.RetentionRule{Name: r.Name, Kinds: append([]string{}, r.Kinds...), Groups: append([]int{}, r.Groups...), Months: r.Months}
	}
	return out
}

func newRecordingsRetention() *cobra.Command {
	c := &cobra.Command{Use: "retention", Short: "What the next pass would announce and delete, and what is announced; nothing is changed", Args: noArgs}
	asJSON := c.Flags().Bool("json", false, "print it as JSON")
	return withArchive(c, func(cmd *cobra.Command, cfg config.Config, st *store.Store, archive *recordings.Archive) error {
		o, err := evidenceOptions(cfg, archive)
		if err != nil {
			return err
		}
		proofs, err := keeper.New(o, st, prometheus.NewRegistry())
		if err != nil {
			return err
		}
		s, err := retention.New(retention.Options{Rules: cfg.Retention, Log: newLog(cfg.Log, cmd.ErrOrStderr())}, st, archive, proofs, prometheus.NewRegistry())
		if err != nil {
			return err
		}
		p, err := s.Preview(cmd.Context())
		if err != nil {
			return err
		}
		return printPreview(cmd.OutOrStdout(), p, *asJSON)
	})
}

func printPreview(w io.Writer, p retention.Preview, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(p)
	}
	day := func(t time.Time) string { return t.In(ticket.Zone).Format("2006-01-02") }
	lines := func(what string, rules []retention.Counted) error {
		for _, r := range rules {
			if _, err := fmt.Fprintf(w, "%-10s %d recordings, %d on legal hold: %s\n", what, r.Recordings, r.Held, r.Rule); err != nil {
				return err
			}
		}
		return nil
	}
	for _, plan := range p.Plans {
		what := "announced"
		if plan.Due {
			what = "due"
		}
		if _, err := fmt.Fprintf(w, "plan %s, deleted from %s\n", plan.ID, day(plan.DueAt)); err != nil {
			return err
		}
		if err := lines(what, plan.Rules); err != nil {
			return err
		}
	}
	if err := lines("next", p.Announce); err != nil {
		return err
	}
	said := "deletion is on"
	if !p.Deletes {
		said = "deletion is off: nothing is announced or deleted"
	}
	_, err := fmt.Fprintf(w, "%d plans under way; the next is announced from %s; %s\n", len(p.Plans), day(p.From), said)
	return err
}
