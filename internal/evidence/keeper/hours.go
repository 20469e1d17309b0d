package keeper

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/evidence"
	"hotline1022/internal/store/db"
)

// makeHour makes the manifest of what came until the hour that has begun, unless there is one: so that what is changed within the day is found
// as well. One covers all since the last, whatever hours were missed. It follows the last that was made, a day's or an hour's; the
// day's lists it all again, and the day's hours with their checksums.
func (k *Keeper) makeHour(ctx context.Context) error {
	now := k.Now().UTC().Truncate(time.Microsecond)
	hour, ok := evidence.HourOf(now.Add(-settle))
	if !ok {
		return nil
	}
	err := k.store.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		mine, err := q.ManifestMaking(ctx)
		if err != nil || !mine {
			return err
		}
		last, err := q.ManifestNewest(ctx)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil // another node makes the first of all
		}
		if err != nil {
			return err
		}
		// Whose clock is behind another node's makes none.
		if last.Day >= string(hour) || last.Day == string(hour.Whole()) {
			return nil
		}
		m, err := k.begin(ctx, q, hour, hour.HourBegin(), now, previousOf(last))
		if err != nil {
			return err
		}
		if err := k.list(ctx, q, m, true); err != nil {
			return err
		}
		return k.keep(ctx, q, m)
	})
	if err != nil {
		return fmt.Errorf("evidence: manifest of %s: %w", hour, err)
	}
	return nil
}

// hoursOf are the manifests of a day's hours.
func hoursOf(ctx context.Context, q *db.Queries, day evidence.Day) (all []evidence.Previous, err error) {
	rows, err := q.ManifestSums(ctx, string(day))
	for _, r := range rows {
		all = append(all, evidence.Previous{Day: evidence.Day(r.Day), SHA256: evidence.Hash(r.Sha256).String()})
	}
	return all, err
}
