package main

import (
	"context"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/api"
	"hotline1022/internal/config"
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
