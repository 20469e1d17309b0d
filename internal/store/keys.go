package store

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/auth"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// keyLife is how long a message's key opens its ticket: who was told a result may come back to
// it, and who finds an old telephone does not.
const keyLife = 365 * 24 * time.Hour

// failedKeyLife is how long a message that failed keeps its key: as long as somebody may soon try it again.
const failedKeyLife = 24 * time.Hour

// ForgetKeys takes the keys from messages that failed long ago.
func (s *Store) ForgetKeys(ctx context.Context) error {
	now, err := s.Now(ctx)
	if err == nil {
		_, err = s.MessageSecretsForget(ctx, now.Add(-failedKeyLife))
	}
	if err != nil {
		return fmt.Errorf("store: keys of messages that failed: %w", err)
	}
	return nil
}

// keepKey keeps the sum of a message's key.
func keepKey(ctx context.Context, q *db.Queries, message uuid.UUID, sum [32]byte, at time.Time) error {
	err := q.MessageKeyKeep(ctx, db.MessageKeyKeepParams{Sum: sum[:], MessageID: message, MadeAt: at})
	if err != nil {
		return fmt.Errorf("store: a message's key: %w", err)
	}
	return nil
}

// keyAgain gives a message in the place of another a key, if that had one: the same, or, where
// nobody knows that any more because a gateway had it, a new one.
func keyAgain(ctx context.Context, q *db.Queries, before db.Message, made uuid.UUID, at time.Time) error {
	if !before.Keyed || before.Secret != nil {
		return nil
	}
	secret, sum := auth.NewKey()
	if err := q.MessageSecret(ctx, db.MessageSecretParams{ID: made, Secret: secret}); err != nil {
		return fmt.Errorf("store: a message's key: %w", err)
	}
	return keepKey(ctx, q, made, sum, at)
}

// TicketOfKey gives the ticket that a sender's key opens; ErrNotFound for whatever opens none.
func (s *Store) TicketOfKey(ctx context.Context, key string) (ticket.Code, error) {
	sum, ok := auth.KeySum(key)
	if !ok {
		return "", ErrNotFound
	}
	now, err := s.Now(ctx)
	if err != nil {
		return "", fmt.Errorf("store: now: %w", err)
	}
	code, err := s.TicketByKey(ctx, db.TicketByKeyParams{Sum: sum[:], Since: now.Add(-keyLife)})
	if err != nil {
		return "", fmt.Errorf("store: ticket of a key: %w", notFound(err))
	}
	return ticket.Code(code), nil
}
