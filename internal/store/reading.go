package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/lang"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// ReadingKind is what somebody looks at, or takes with them.
type ReadingKind string

const (
	ReadPeople ReadingKind = "people" // whose identity is shown, looked at alone
	ReadNames  ReadingKind = "names"  // the same, in lists
	ReadSound  ReadingKind = "sound"  // recordings that are heard
	ReadFiles  ReadingKind = "files"  // of tickets
	TakeSound  ReadingKind = "copies" // recordings that are kept
	TakeCases  ReadingKind = "cases"  // taken out whole
)

// Reading is a look that is about to be taken (Điều 12.2).
type Reading struct {
	Actor string
	Kind  ReadingKind
	Seen  int // how many people, or things
	At    time.Time
	Act   *db.AuditAppendParams   // its row of the audit log; nil: it has none
	Hears []db.ListeningAddParams // its rows among the listenings, one a sound; none: it is no listening
}

// ReadingLimit refuses what is more than somebody may take out in a day.
type ReadingLimit struct {
	Most  int
	Until time.Time // the day's end
}

func (e *ReadingLimit) Error() string { return fmt.Sprintf("store: more than %d a day", e.Most) }

// The night is when somebody who reads much is unusual sooner: 22:00 to 06:00.
const nightFrom, nightUntil = 22, 6

// Read counts a look and writes its row of the audit log, or refuses it: all of it, or
// nothing. What is unusual is told to the Office once an hour, in the same transaction; unusual
// are the rules that it exceeds. *ReadingLimit.
func (s *Store) Read(ctx context.Context, r Reading) (unusual []string, err error) {
	err = s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		unusual = nil
		if r.Act == nil {
			if err := q.ReadingWithoutWaiting(ctx); err != nil {
				return err
			}
		} else if err := q.AuditAppend(ctx, *r.Act); err != nil {
			return err
		}
		for _, l := range r.Hears {
			if err := q.ListeningAdd(ctx, l); err != nil {
				return err
			}
		}
		if r.Seen == 0 {
			return nil
		}
		if err := r.limit(ctx, q); err != nil {
			return err
		}
		seen, err := q.ReadingCount(ctx, db.ReadingCountParams{Actor: r.Actor, At: r.At, Kind: string(r.Kind), Seen: int32(r.Seen)})
		if err != nil {
			return err
		}
		hour := r.At.In(ticket.Zone).Hour()
		over, err := q.ReadingExceeded(ctx, db.ReadingExceededParams{
			Kind: string(r.Kind), Night: hour >= nightFrom || hour < nightUntil, Before: seen - int32(r.Seen), Seen: seen,
		})
		if err != nil {
			return err
		}
		for _, rule := range over {
			unusual = append(unusual, rule.Name)
			if err := r.tell(ctx, q, rule, seen); err != nil {
				return err
			}
		}
		return nil
	})
	var limit *ReadingLimit
	if err != nil && !errors.As(err, &limit) {
		err = fmt.Errorf("store: note a look: %w", err)
	}
	return unusual, err
}

// limit refuses what is beyond the day's bound, where its kind has one.
func (r Reading) limit(ctx context.Context, q *db.Queries) error {
	if r.Kind != TakeSound && r.Kind != TakeCases {
		return nil // is looked at, and not taken out
	}
	if err := q.ReadingLock(ctx, r.Actor); err != nil {
		return err
	}
	local := r.At.In(ticket.Zone)
	since := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, ticket.Zone)
	day, err := q.ReadingOfDay(ctx, db.ReadingOfDayParams{Actor: r.Actor, Since: since, Kind: string(r.Kind)})
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return nil
	case err != nil:
		return err
	case day.Seen+int64(r.Seen) > int64(day.Most):
		return &ReadingLimit{Most: int(day.Most), Until: since.AddDate(0, 0, 1)}
	}
	return nil
}

var unusualReading = map[ReadingKind]lang.Key{
	ReadPeople: lang.NoticeManyPeople, ReadNames: lang.NoticeManyNames, ReadSound: lang.NoticeMuchSound, ReadFiles: lang.NoticeManyFiles,
	TakeSound: lang.NoticeManyCopies, TakeCases: lang.NoticeManyCases,
}

func (r Reading) tell(ctx context.Context, q *db.Queries, rule db.ReadingRule, seen int32) error {
	_, err := q.OfficeTold(ctx, db.OfficeToldParams{
		TextKey: string(unusualReading[r.Kind]), At: r.At, TextArgs: []string{r.Actor, strconv.Itoa(int(seen)), strconv.Itoa(int(rule.Most))},
		Cause: fmt.Sprintf("reading:%s:%s:%s", rule.Name, r.Actor, r.At.UTC().Format("2006010215")),
	})
	return err
}

// SetReadingRule changes how much a rule lets pass, with the row that says who did; ErrNotFound.
func (s *Store) SetReadingRule(ctx context.Context, name string, most int, actor string, at time.Time) (rule db.ReadingRule, err error) {
	err = s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		was, err := q.ReadingRule(ctx, name)
		if err != nil {
			return err
		}
		if rule, err = q.ReadingRuleSet(ctx, db.ReadingRuleSetParams{Name: name, Most: int32(most), ChangedBy: actor, ChangedAt: at}); err != nil {
			return err
		}
		act, err := Act(at, actor, "reading_rule.change", "reading_rule:"+name, map[string]any{"most": most, "was": was.Most})
		if err != nil {
			return err
		}
		return q.AuditAppend(ctx, act)
	})
	if err != nil {
		return rule, fmt.Errorf("store: rule of reading: %w", err)
	}
	return rule, nil
}
