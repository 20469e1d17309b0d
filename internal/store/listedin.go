package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// ListedInHour is the hour whose manifest lists a recording or a call, by its ID, that no day's lists yet; "" where none does.
func (s *Store) ListedInHour(ctx context.Context, id string) (hour string, err error) {
	quoted, err := json.Marshal(id)
	if err != nil {
		return "", fmt.Errorf("store: manifest of %q: %w", id, err)
	}
	hour, err = s.ManifestHourOf(ctx, `"id": `+string(quoted)) // as evidence.Manifest.Encode writes it
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return "", fmt.Errorf("store: manifest of %s: %w", id, err)
	}
	return hour, nil
}
