package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"hotline1022/internal/ticket"
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

// badData tells the errors that the same data would cause again: SQLSTATE
// class 22 (data exception) and 23 (integrity constraint violation), what cannot
// be encoded at all, and a year whose tickets cannot be numbered.
func badData(err error) bool {
	var unsupported *json.UnsupportedValueError
	if errors.As(err, &unsupported) || errors.Is(err, ticket.ErrCode) {
		return true
	}
	state := sqlState(err)
	return strings.HasPrefix(state, "22") || strings.HasPrefix(state, "23")
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
