package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store/db"
)

// RecordingNote is what somebody wrote down at a second of a recording.
type RecordingNote struct {
	ID     int64     `json:"id"`
	AtMs   int64     `json:"at_ms" doc:"From the recording's beginning"`
	Text   string    `json:"text"`
	Author string    `json:"author"`
	At     time.Time `json:"at"`
}

func recordingNoteOf(n db.RecordingNote) RecordingNote {
	return RecordingNote{ID: n.ID, AtMs: n.AtMs, Text: n.Text, Author: n.Author, At: n.At}
}

// recordingNoteOperations: notes tell what was said, so whoever reads or writes them is one who may hear it, and has said why.
func (a *API) recordingNoteOperations() {
	handle(a, operation{
		method: http.MethodGet, path: "/recordings/{id}/notes", id: "recordingNotes", tag: "calls", rights: []auth.Right{auth.HearRecordings},
		summary: "What was written down at a recording's seconds, in their order", errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *struct {
		ID     string `path:"id" maxLength:"64"`
		Reason string `query:"reason" maxLength:"500" doc:"Why it is heard"`
	},
	) (*listed[RecordingNote], error) {
		s, err := a.recordingSound(ctx, in.ID, in.Reason)
		if err != nil {
			return nil, err
		}
		rows, err := a.p.Store.RecordingNotes(ctx, s.recording)
		if err != nil {
			return nil, err
		}
		items := make([]RecordingNote, len(rows))
		for i, r := range rows {
			items[i] = recordingNoteOf(r)
		}
		return list(items, ""), nil
	})
	handle(a, operation{
		method: http.MethodPost, path: "/recordings/{id}/notes", id: "noteRecording", tag: "calls", status: http.StatusCreated, rights: []auth.Right{auth.HearRecordings},
		summary: "Write down something at a second of a recording; it stays as it is", errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *struct {
		ID     string `path:"id" maxLength:"64"`
		Reason string `query:"reason" maxLength:"500" doc:"Why it is heard"`
		Body   struct {
			AtMs int64  `json:"at_ms" minimum:"0"`
			Text string `json:"text" minLength:"1" maxLength:"2000"`
		}
	},
	) (*struct{ Body RecordingNote }, error) {
		s, err := a.recordingSound(ctx, in.ID, in.Reason)
		if err != nil {
			return nil, err
		}
		text := strings.TrimSpace(in.Body.Text)
		if text == "" {
			return nil, invalid("body.text", lang.TicketNeedsText)
		}
		recording, err := a.p.Store.Recording(ctx, s.recording)
		if err != nil {
			return nil, err
		}
		if recording.DurationMs != nil && in.Body.AtMs > *recording.DurationMs {
			return nil, invalid("body.at_ms", lang.Invalid)
		}
		note, err := a.p.Store.NoteRecording(ctx, db.RecordingNoteAddParams{
			Recording: s.recording, AtMs: in.Body.AtMs, Text: text, Author: visitOf(ctx).who.Actor, At: a.cfg.Now(),
		})
		if err != nil {
			return nil, err
		}
		return &struct{ Body RecordingNote }{recordingNoteOf(note)}, nil
	})
}
