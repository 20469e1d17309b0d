package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// What PostgreSQL can hold, and how it says that it cannot.

// Text removes what PostgreSQL's text cannot hold.
func Text(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

func sqlState(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code
	}
	return ""
}

// poison is an error of ours, and not the database's: the same entry would cause it again.
type poison struct{ error }

func (p poison) Unwrap() error { return p.error }

// judged marks what is wrong with an entry itself. That the transaction still works tells such
// an error from one of the database's: after those, or without a connection, it does not. Nor is it the
// entry's fault that time was up, or that we stop, wherever that was noticed.
func judged(ctx context.Context, tx pgx.Tx, err error) error {
	if err == nil || sqlState(err) != "" || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if _, gone := tx.Exec(ctx, "SELECT 1"); gone != nil {
		return err
	}
	return poison{err}
}

// badData tells the errors that the same data would cause again: our own ([poison]), and of
// PostgreSQL's those of SQLSTATE class 22 (data exception), 23 (integrity constraint violation)
// and P0 (what a trigger refuses).
func badData(err error) bool {
	var ours poison
	if errors.As(err, &ours) {
		return true
	}
	state := sqlState(err)
	return strings.HasPrefix(state, "22") || strings.HasPrefix(state, "23") || strings.HasPrefix(state, "P0")
}

// brokenOff tells that a transaction came to nothing because of another, and not of itself:
// serialization_failure, deadlock_detected.
func brokenOff(err error) bool {
	state := sqlState(err)
	return state == "40001" || state == "40P01"
}

// withoutNUL removes the escape of NUL from JSON: jsonb has no place for it. An
// escaped backslash before the same letters is something else and stays.
func withoutNUL(raw []byte) json.RawMessage {
	const nul = `\u0000`
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' || i+1 == len(raw) {
			out = append(out, raw[i])
			continue
		}
		if bytes.HasPrefix(raw[i:], []byte(nul)) {
			i += len(nul) - 1
			continue
		}
		out = append(out, raw[i], raw[i+1])
		i++
	}
	return out
}

// asText is a list of words of the domain's, as columns have them.
func asText[T ~string](of []T) []string {
	all := make([]string, len(of))
	for i, v := range of {
		all[i] = string(v)
	}
	return all
}
