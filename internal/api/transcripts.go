package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// Transcript is what was said in a recording, as a service wrote it down: nobody's word, and no proof.
type Transcript struct {
	Model  string    `json:"model" doc:"What wrote it"`
	MadeAt time.Time `json:"made_at"`
	Lines  []Said    `json:"lines" doc:"In the order in which they were said"`
}

// Said is a line of a transcript.
type Said struct {
	Lane   int16  `json:"lane" enum:"0,1" doc:"0: the recording's left channel (the citizen, or an officer); 1: its right one (the operator)"`
	FromMs int64  `json:"from_ms" doc:"From the recording's beginning"`
	ToMs   int64  `json:"to_ms"`
	Text   string `json:"text"`
}

// transcriptOperations: words are as closed as the sound. Whoever opens them is one who may hear it, says why, and is among those who
// heard it.
func (a *API) transcriptOperations() {
	handle(a, operation{
		method: http.MethodPost, path: "/recordings/{id}/transcript", id: "readTranscript", tag: "calls",
		summary: "Read what was said in a recording, where it was written down; noted as a listening is",
		rights:  []auth.Right{auth.HearRecordings, auth.HearGranted}, errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *struct {
		ID string `path:"id" maxLength:"64"`
		listeningRequest
	},
	) (*struct{ Body Transcript }, error) {
		s, err := a.recordingSound(ctx, in.ID, in.Body.Reason)
		if err != nil {
			return nil, err
		}
		of, err := a.p.Store.TranscriptOf(ctx, s.recording)
		if errors.Is(err, pgx.ErrNoRows) || err == nil && of.MadeAt == nil {
			return nil, refuse(http.StatusNotFound, lang.NotFound)
		}
		if err != nil {
			return nil, err
		}
		rows, err := a.p.Store.TranscriptLines(ctx, s.recording)
		if err != nil {
			return nil, err
		}
		if err := a.noteWords(ctx, s); err != nil {
			return nil, err
		}
		out := Transcript{Model: of.Model, MadeAt: *of.MadeAt, Lines: make([]Said, len(rows))}
		for i, r := range rows {
			out.Lines[i] = Said{Lane: r.Lane, FromMs: r.FromMs, ToMs: r.ToMs, Text: r.Text}
		}
		return &struct{ Body Transcript }{out}, nil
	})
}

// noteWords notes that somebody reads what was said: a listening that is over at once, and the audit log's row.
func (a *API) noteWords(ctx context.Context, s sound) error {
	recording, err := a.p.Store.Recording(ctx, s.recording)
	if err != nil {
		return err
	}
	now := a.cfg.Now()
	row, detail := a.noting(ctx, s, listening{id: uuid.New(), reason: s.reason, at: now}, value(recording.DurationMs))
	row.Text, row.Until, row.ClosedAt = true, now, &now
	act, err := a.act(row.Actor, s.what+".read", s.object(), detail)
	if err != nil {
		return err
	}
	return a.read(ctx, store.Reading{Actor: row.Actor, Kind: store.ReadSound, Seen: 1, At: now, Act: &act, Hears: []db.ListeningAddParams{row}})
}

// whereSaid names the newest calls in which words were said, for those who may hear them and have said why; noted.
func (a *API) whereSaid(ctx context.Context, words string, s sight, p *db.CallsParams) error {
	if !s.who.may(auth.HearRecordings) {
		return refuse(http.StatusForbidden, lang.NotAllowed)
	}
	if s.why(false) == "" {
		return invalid("query.reason", lang.RecordingNeedsReason)
	}
	ids, err := a.p.Store.CallsSaid(ctx, db.CallsSaidParams{Said: store.Text(words), Since: p.Since, Until: p.Until, Operator: p.Operator, Discreet: !s.secrets(), Most: fewCalls})
	if err != nil {
		return err
	}
	if p.Ids != nil {
		ids = both(ids, p.Ids)
	}
	p.Ids = append([]string{}, ids...) // none is not the same as any
	return a.noteLook(ctx, s, "recording.searched", "", words, map[string]any{"words": words}, store.Reading{})
}

// both are the elements of a that are in b too.
func both(a, b []string) (out []string) {
	in := make(map[string]bool, len(b))
	for _, id := range b {
		in[id] = true
	}
	for _, id := range a {
		if in[id] {
			out = append(out, id)
		}
	}
	return out
}
