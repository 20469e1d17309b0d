package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/sla"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/internal/worktime"
)

// KeptPolicy is a policy with who made it.
type KeptPolicy struct {
	sla.Policy
	Note, Author string
	At           time.Time
}

// Policies lists all policies in the order of their dates.
func (s *Store) Policies(ctx context.Context, q *db.Queries) ([]KeptPolicy, error) {
	rows, err := q.PolicyList(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: policies: %w", err)
	}
	all := make([]KeptPolicy, len(rows))
	for i, r := range rows {
		p, err := s.Policy(ctx, q, r.Version)
		if err != nil {
			return nil, err
		}
		all[i] = KeptPolicy{p, r.Note, r.Author, r.At}
	}
	return all, nil
}

// ErrBegun: a policy has to hold from a day that has not begun, for what was received
// until then was received under another.
var ErrBegun = errors.New("store: the day has begun")

// KeepPolicy keeps a policy: what is received from its date on is received under it. The
// error of one that is none, alone or beside the others, is [sla.Faults]. ErrBegun.
func (s *Store) KeepPolicy(ctx context.Context, p sla.Policy, note, author string) error {
	return s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		if err := q.PoliciesLock(ctx); err != nil {
			return fmt.Errorf("store: policies: %w", err)
		}
		kept, err := s.Policies(ctx, q)
		if err != nil {
			return err
		}
		all := []sla.Policy{p}
		for _, k := range kept {
			all = append(all, k.Policy)
		}
		if _, err := sla.NewPolicies(all...); err != nil {
			return err
		}
		now, err := q.Now(ctx)
		if err != nil {
			return fmt.Errorf("store: the time: %w", err)
		}
		if p.From <= worktime.DateOf(now.In(ticket.Zone)) {
			return ErrBegun
		}
		calendar, _, err := s.CurrentCalendar(ctx, q)
		if err != nil {
			return err
		}
		if wrong := p.Within(calendar, TermsFrom(p, now)); len(wrong) > 0 {
			return wrong
		}
		err = q.PolicyInsert(ctx, db.PolicyInsertParams{Version: p.Version, HoldsFrom: onDate(p.From), Note: Text(note), Author: author, At: now})
		if sqlState(err) == uniqueViolation {
			return sla.Faults{{Location: "version", Reason: sla.SameVersion, Detail: p.Version}} // of one that was taken back
		}
		if err == nil {
			err = keepTerms(ctx, q, p)
		}
		if err != nil {
			return fmt.Errorf("store: keep policy: %w", err)
		}
		act, err := Act(now, author, "policy.keep", "policy:"+p.Version, map[string]any{"from": p.From.String(), "note": note})
		if err == nil {
			err = q.AuditAppend(ctx, act)
		}
		return err
	})
}

// WithdrawPolicy takes back the policy that would hold from a date, as long as that is to come. Its
// version goes on naming it, and no other. ErrNotFound, ErrBegun.
func (s *Store) WithdrawPolicy(ctx context.Context, from worktime.Date, author string) error {
	return s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		if err := q.PoliciesLock(ctx); err != nil {
			return fmt.Errorf("store: policies: %w", err)
		}
		kept, err := s.Policies(ctx, q)
		if err != nil {
			return err
		}
		now, err := q.Now(ctx)
		if err != nil {
			return fmt.Errorf("store: the time: %w", err)
		}
		i := slices.IndexFunc(kept, func(k KeptPolicy) bool { return k.From == from })
		switch {
		case i < 0:
			return ErrNotFound
		case from <= worktime.DateOf(now.In(ticket.Zone)):
			return ErrBegun
		}
		version := kept[i].Version
		if err := q.PolicyWithdraw(ctx, db.PolicyWithdrawParams{Policy: version, Author: author, At: now}); err != nil {
			return fmt.Errorf("store: withdraw policy: %w", err)
		}
		act, err := Act(now, author, "policy.withdraw", "policy:"+version, map[string]any{"from": from.String()})
		if err == nil {
			err = q.AuditAppend(ctx, act)
		}
		return err
	})
}

// TermsFrom is from when a policy's terms have to be known to the calendar: a month from when
// something may first be received under it.
func TermsFrom(p sla.Policy, now time.Time) time.Time {
	from := p.From.At(0, ticket.Zone)
	if now.After(from) {
		from = now
	}
	return from.AddDate(0, 1, 0)
}

func keepTerms(ctx context.Context, q *db.Queries, p sla.Policy) (failed error) {
	rules := make([]db.PolicyRuleInsertParams, len(p.Rules))
	for i, r := range p.Rules {
		rules[i] = db.PolicyRuleInsertParams{
			Policy: p.Version, Clock: string(r.Clock), TermMinutes: int32(r.Term.Hours / time.Minute), TermDays: int32(r.Term.Days),
			WarnMinutes: int32(r.Warn / time.Minute), Clause: r.Clause,
		}
	}
	readings := make([]db.PolicyReadingInsertParams, len(p.Readings))
	for i, r := range p.Readings {
		readings[i] = db.PolicyReadingInsertParams{Policy: p.Version, Question: string(r.Question), Answer: string(r.Answer), Clause: r.Clause}
	}
	note := func(_ int, err error) { failed = errors.Join(failed, err) }
	q.PolicyRuleInsert(ctx, rules).Exec(note)
	if failed == nil {
		q.PolicyReadingInsert(ctx, readings).Exec(note)
	}
	return failed
}
