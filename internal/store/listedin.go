package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// ListedLately is the hour, or the day, whose manifest lists a recording or a call, by its ID, that no day's lists for good yet; "" where none does.
// inferred: it is a call whose end is only inferred, and a day's may have it, too.
func (s *Store) ListedLately(ctx context.Context, id string, inferred bool) (day string, err error) {
	quoted, err := json.Marshal(id)
	if err != nil {
		return "", fmt.Errorf("store: manifest of %q: %w", id, err)
	}
	entry := `"id": ` + string(quoted) // as evidence.Manifest.Encode writes it
	day, err = s.ManifestHourOf(ctx, entry)
	if inferred && errors.Is(err, pgx.ErrNoRows) {
		day, err = s.ManifestDayOf(ctx, entry)
	}
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return "", fmt.Errorf("store: manifest of %s: %w", id, err)
	}
	return day, nil
}
