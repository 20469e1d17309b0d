package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
)

// What a listening is of (listenings.what).
const (
	HeardRecording = "recording"
	HeardMessage   = "message" // what a caller left: a part of the call's recording
)

// Span is a part of a sound, in milliseconds from its beginning; the end is not in it.
type Span struct {
	From  int64 `json:"from_ms" minimum:"0"`
	Until int64 `json:"until_ms" minimum:"0"`
}

func columns(spans []Span) (froms, untils []int64) {
	for _, s := range spans {
		froms, untils = append(froms, s.From), append(untils, s.Until)
	}
	return froms, untils
}

// Spans reads spans as PostgreSQL writes them: {[0,5000),[7000,8000)}.
func Spans(text string) (all []Span, err error) {
	inside := strings.TrimSuffix(strings.TrimPrefix(text, "{"), "}")
	for one := range strings.SplitSeq(inside, "),") {
		from, until, both := strings.Cut(strings.Trim(one, "[)"), ",")
		if !both {
			continue // there are none
		}
		var s Span
		if s.From, err = strconv.ParseInt(from, 10, 64); err == nil {
			s.Until, err = strconv.ParseInt(until, 10, 64)
		}
		if err != nil {
			return nil, fmt.Errorf("store: spans %q: %w", text, err)
		}
		all = append(all, s)
	}
	return all, nil
}

// Listening is somebody's own whose link lives; [ErrNotFound] also for another's, and when it is over.
func (s *Store) Listening(ctx context.Context, id uuid.UUID, actor string, now time.Time) (db.ListeningOpenRow, error) {
	l, err := s.ListeningOpen(ctx, db.ListeningOpenParams{ID: id, Actor: actor, Now: now})
	if err != nil {
		return l, fmt.Errorf("store: listening %s: %w", id, notFound(err))
	}
	return l, nil
}

// GoesOn is somebody's newest of a sound whose link lives; [ErrNotFound].
func (s *Store) GoesOn(ctx context.Context, p db.ListeningGoesOnParams) (db.ListeningGoesOnRow, error) {
	l, err := s.ListeningGoesOn(ctx, p)
	if err != nil {
		return l, fmt.Errorf("store: listening that goes on: %w", notFound(err))
	}
	return l, nil
}

// Sent adds what was sent of a listening's sound, and says whether its link lives: when it does not, no more is to be sent.
func (s *Store) Sent(ctx context.Context, id uuid.UUID, spans []Span, now time.Time) (lives bool, err error) {
	froms, untils := columns(spans)
	if lives, err = s.ListeningSent(ctx, db.ListeningSentParams{ID: id, Froms: froms, Untils: untils, Now: now}); err != nil {
		return false, fmt.Errorf("store: sent of listening %s: %w", id, err)
	}
	return lives, nil
}

// Heard adds what a player says was played of somebody's own listening; done: it will play no more, and the link
// dies. [ErrNotFound] also when it is entered in the audit log already.
func (s *Store) Heard(ctx context.Context, id uuid.UUID, actor string, spans []Span, done bool, now time.Time) error {
	froms, untils := columns(spans)
	n, err := s.ListeningHeard(ctx, db.ListeningHeardParams{ID: id, Actor: actor, Froms: froms, Untils: untils, Done: done, Now: now})
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("store: heard of listening %s: %w", id, err)
	}
	return nil
}

// closingAfter is how long a link has been dead before its listening is closed: what it sent last is counted by
// then, and what the player said last has come. closingPage is how many are closed at a time.
const closingAfter, closingPage = 10 * time.Second, 200

// CloseListenings enters in the audit log what was heard of the listenings that are over (recording.heard,
// message.heard), each once, and says of how many.
func (s *Store) CloseListenings(ctx context.Context, now time.Time) (n int, err error) {
	err = s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		over, err := q.ListeningsToClose(ctx, db.ListeningsToCloseParams{Before: now.Add(-closingAfter), Page: closingPage})
		if err != nil {
			return err
		}
		for _, l := range over {
			if err := closeListening(ctx, q, l, now); err != nil {
				return err
			}
		}
		n = len(over)
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("store: close listenings: %w", err)
	}
	return n, nil
}

func closeListening(ctx context.Context, q *db.Queries, l db.ListeningsToCloseRow, now time.Time) error {
	heard, err := Spans(l.Heard)
	sent, more := Spans(l.Sent)
	if err = errors.Join(err, more); err != nil {
		return err
	}
	object := "recording:" + l.Recording.String()
	if l.What == HeardMessage {
		object = "message:" + l.Ticket
	}
	act, err := Act(now, l.Actor, l.What+".heard", object, map[string]any{
		"listening": l.ID, "download": l.Download, "heard": said(heard), "sent": said(sent), "heard_ms": l.HeardMs, "sent_ms": l.SentMs, "length_ms": l.LengthMs,
	})
	if err != nil {
		return err
	}
	if err := q.AuditAppend(ctx, act); err != nil {
		return err
	}
	return q.ListeningClosed(ctx, db.ListeningClosedParams{ID: l.ID, At: now})
}

// saidSpans bounds the row: somebody may have jumped about all day.
const saidSpans = 100

// said are spans in seconds, as people read them: "0–83.5, 90–100".
func said(spans []Span) string {
	texts := make([]string, 0, min(len(spans), saidSpans))
	for _, s := range spans[:min(len(spans), saidSpans)] {
		texts = append(texts, seconds(s.From)+"–"+seconds(s.Until))
	}
	if len(spans) > saidSpans {
		texts = append(texts, "…")
	}
	return strings.Join(texts, ", ")
}

func seconds(ms int64) string { return strconv.FormatFloat(float64(ms/100)/10, 'f', -1, 64) }

// ListeningOf is the row of a listening, for whoever found a copy; [ErrNotFound].
func (s *Store) ListeningOf(ctx context.Context, id uuid.UUID) (db.ListeningNamedRow, error) {
	l, err := s.ListeningNamed(ctx, id)
	if err != nil {
		return l, fmt.Errorf("store: listening %s: %w", id, notFound(err))
	}
	return l, nil
}

// NoteRecording keeps what somebody wrote down at a second of a recording, with the audit log's row.
func (s *Store) NoteRecording(ctx context.Context, p db.RecordingNoteAddParams) (note db.RecordingNote, err error) {
	err = s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		if note, err = q.RecordingNoteAdd(ctx, p); err != nil {
			return err
		}
		act, err := Act(p.At, p.Author, "recording.note", "recording:"+p.Recording.String(), map[string]any{"note": p.Text, "second": seconds(p.AtMs)})
		if err != nil {
			return err
		}
		return q.AuditAppend(ctx, act)
	})
	if err != nil {
		return note, fmt.Errorf("store: note on recording %s: %w", p.Recording, err)
	}
	return note, nil
}
