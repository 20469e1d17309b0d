package transcript

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"

	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/recordings"
)

// Sounds are the recordings: *recordings.Service.
type Sounds interface {
	Open(ctx context.Context, id uuid.UUID) (io.ReadSeekCloser, recordings.Info, error)
}

// Options of a Service. Zero values take the defaults.
type Options struct {
	Log *slog.Logger
	Now func() time.Time
}

// Service has recordings written down; every node has one.
type Service struct {
	Options
	store    *store.Store
	sounds   Sounds
	by       Transcriber
	outcomes *prometheus.CounterVec
}

// New registers the metrics; it starts nothing.
func New(o Options, st *store.Store, sounds Sounds, by Transcriber, reg prometheus.Registerer) (*Service, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Service{Options: o, store: st, sounds: sounds, by: by, outcomes: prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "hotline_transcripts_total", Help: "Recordings that were written down (done), that cannot be (failed), and tries that were put off (later).",
	}, []string{"outcome"})}
	if err := reg.Register(s.outcomes); err != nil {
		return nil, fmt.Errorf("transcript: metrics: %w", err)
	}
	return s, nil
}

// Check is for the health check: whether the service is there.
func (s *Service) Check(ctx context.Context) (string, error) { return s.by.Model(), s.by.Answers(ctx) }

// write has one recording written down, and keeps that. What is done is left alone.
func (s *Service) write(ctx context.Context, id uuid.UUID) error {
	row, err := s.store.TranscriptOf(ctx, id)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && row.State == "done" {
		return nil // deleted, or done before
	}
	if err != nil {
		return fmt.Errorf("transcript: %w", err)
	}
	lines, err := s.listen(ctx, id)
	if errors.Is(err, recordings.ErrDeleted) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.keep(ctx, id, lines)
}

// listen has both lanes written down; lines come in the order in which they were said.
func (s *Service) listen(ctx context.Context, id uuid.UUID) (lines []Line, err error) {
	sound, _, err := s.sounds.Open(ctx, id)
	if errors.Is(err, recordings.ErrUnavailable) {
		return nil, fmt.Errorf("%w: %w", ErrAway, err)
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = sound.Close() }() // only read
	err = eachPiece(sound, func(lane int16, from, length time.Duration, wave []byte) error {
		said, err := s.by.Transcribe(ctx, wave)
		if err != nil {
			return err
		}
		for _, one := range said {
			if one.To == 0 {
				one.To = length // it knew no times
			}
			one.From = min(one.From, length)
			one.To = max(one.From, min(one.To, length))
			one.From, one.To = one.From+from, one.To+from
			lines = append(lines, Line{lane, one})
		}
		return nil
	})
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Lane, b.Lane)) })
	return lines, err
}

// keep keeps a transcript whole, with its row in the audit log.
func (s *Service) keep(ctx context.Context, id uuid.UUID, lines []Line) error {
	add := db.TranscriptLinesAddParams{Recording: id, Lanes: []int16{}, Froms: []int64{}, Tos: []int64{}, Texts: []string{}}
	for _, l := range lines {
		add.Lanes, add.Texts = append(add.Lanes, l.Lane), append(add.Texts, l.Text)
		add.Froms, add.Tos = append(add.Froms, l.From.Milliseconds()), append(add.Tos, l.To.Milliseconds())
	}
	now := s.Now()
	act, err := store.Act(now, store.ActorSystem, "recording.written", "recording:"+id.String(), map[string]any{"model": s.by.Model(), "lines": len(lines)})
	if err != nil {
		return err
	}
	err = s.store.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		n, err := q.TranscriptDone(ctx, db.TranscriptDoneParams{Recording: id, Model: s.by.Model(), At: now, Said: strings.Join(add.Texts, " ")})
		if err != nil || n == 0 {
			return err // deleted meanwhile, or another was here
		}
		if err := q.TranscriptLinesAdd(ctx, add); err != nil {
			return err
		}
		return q.AuditAppend(ctx, act)
	})
	if err != nil {
		return fmt.Errorf("transcript of %s: %w", id, err)
	}
	s.outcomes.WithLabelValues("done").Inc()
	return nil
}

// spread keeps jobs that were put off together from coming back together.
func spread(d time.Duration) time.Duration { return d + rand.N(d/4+1) }
