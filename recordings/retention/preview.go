package retention

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/store/db"
)

// Preview is what a pass would do now. Recordings whose term no pass has decided yet are not in it.
type Preview struct {
	Deletes  bool      `json:"deletes"`  // nothing is announced or deleted otherwise (retention.delete, and a key that signs certificates)
	Plans    []Planned `json:"plans"`    // announced, and not over
	Announce []Counted `json:"announce"` // what would be announced
	From     time.Time `json:"from"`     // when the next plan may be announced, at the earliest
}

// Planned is a plan that is not over.
type Planned struct {
	ID    uuid.UUID `json:"id"`
	DueAt time.Time `json:"due_at"`
	Due   bool      `json:"due"` // a pass would delete what nothing saves
	Rules []Counted `json:"rules"`
}

// Counted is how many recordings a rule has kept until now.
type Counted struct {
	Rule       string `json:"rule"`
	Recordings int    `json:"recordings"`
	Held       int    `json:"held"` // of those that wait, by a legal hold
}

// Preview changes nothing, and asks nothing of the archive.
func (s *Service) Preview(ctx context.Context) (p Preview, err error) {
	now, open := s.Now(), "open"
	p = Preview{Deletes: s.Rules.Delete && s.certify.Certifies(), Plans: []Planned{}, Announce: []Counted{}}
	rows, err := s.store.DeletionPlansShown(ctx, db.DeletionPlansShownParams{State: &open})
	if err != nil {
		return p, fmt.Errorf("retention: plans: %w", err)
	}
	for _, r := range rows {
		planned := Planned{ID: r.ID, DueAt: r.DueAt, Due: !r.DueAt.After(now)}
		if err := json.Unmarshal(r.Rules, &planned.Rules); err != nil {
			return p, fmt.Errorf("retention: plan %s: %w", r.ID, err)
		}
		p.Plans = append(p.Plans, planned)
	}
	slices.SortFunc(p.Plans, func(v, w Planned) int { return v.DueAt.Compare(w.DueAt) })
	last, err := s.store.DeletionAnnouncedLast(ctx)
	if err != nil {
		return p, fmt.Errorf("retention: last plan: %w", err)
	}
	if p.From = last.Add(planEvery); p.From.Before(now) {
		p.From = now
	}
	p.Announce, err = s.toAnnounce(ctx, p.From)
	return p, err
}

// toAnnounce is what a plan would have that is announced then, by rule.
func (s *Service) toAnnounce(ctx context.Context, then time.Time) ([]Counted, error) {
	due := then.Add(s.Rules.Notice)
	ids, err := s.store.RetentionExpired(ctx, db.RetentionExpiredParams{By: due, StoppedSince: then.Add(-stoppedFor), Page: planMost})
	if err != nil {
		return nil, fmt.Errorf("retention: what is over: %w", err)
	}
	rows, err := s.facts(ctx, s.store.Queries, ids)
	if err != nil {
		return nil, fmt.Errorf("retention: what is over: %w", err)
	}
	count := map[string]int{}
	for _, row := range rows {
		if until, rule := s.decided(row); !until.After(due) {
			count[rule]++
		}
	}
	all := make([]Counted, 0, len(count))
	for _, rule := range slices.SortedFunc(maps.Keys(count), cmp.Compare[string]) {
		all = append(all, Counted{Rule: rule, Recordings: count[rule]})
	}
	return all, nil
}
