package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

const (
	audioPath          = v1 + "/recordings/{id}/audio"
	messageAudioPath   = v1 + "/tickets/{code}/message"
	listeningAudioPath = v1 + "/listenings/{id}/audio"
)

// recordingOperations: audio is served by net/http itself (ranges, conditions),
// so it is described by hand.
func (a *API) recordingOperations() {
	binary := func(description string) *huma.Response {
		return &huma.Response{Description: description, Content: map[string]*huma.MediaType{
			"audio/wav": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
		}}
	}
	id := &huma.Param{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString, Format: "uuid"}}
	op := &huma.Operation{
		Method: http.MethodGet, Path: audioPath, OperationID: "audio", Tags: []string{"calls"},
		Summary: "A recording, to be heard or kept",
		Description: "Ranges (RFC 9110) are served; ETag is the original's SHA-256. Every listening is noted, when sound is sent: not a look at the call, nor at the headers. " +
			"What is kept is a copy that says whose it is, in words and in the sound itself.",
		Security: []map[string][]string{{"session": {}}, {"token": {}}},
		Parameters: []*huma.Param{
			id,
			{Name: "download", In: "query", Description: "1: as a file to keep", Schema: &huma.Schema{Type: huma.TypeString, Enum: []any{"1"}}},
			{Name: "reason", In: "query", Description: "Why; it is noted. Whoever hears every recording has to say it, and whoever keeps a message. Of a unit's people the reason of the request that was granted is", Schema: &huma.Schema{Type: huma.TypeString}},
		},
		Responses: a.withProblems(map[string]*huma.Response{"200": binary("The whole"), "206": binary("The range")},
			http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusRequestedRangeNotSatisfiable),
	}
	a.huma.OpenAPI().AddOperation(op)
	a.mux.HandleFunc("GET "+audioPath, a.answering(a.audio))
	part := *op
	part.Path, part.OperationID, part.Tags = messageAudioPath, "messageAudio", []string{"tickets"}
	part.Summary = "What the caller said, of a ticket that came of a message: that part of the call's recording"
	part.Parameters = []*huma.Param{
		{Name: "code", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}}, op.Parameters[1], op.Parameters[2],
	}
	a.huma.OpenAPI().AddOperation(&part)
	a.mux.HandleFunc("GET "+messageAudioPath, a.answering(a.messageAudio))
	link := *op
	link.Path, link.OperationID, link.Parameters = listeningAudioPath, "listeningAudio", []*huma.Param{id}
	link.Summary = "The sound of a listening, for whoever began it and as long as its link lives"
	a.huma.OpenAPI().AddOperation(&link)
	a.mux.HandleFunc("GET "+listeningAudioPath, a.answering(a.listeningAudio))
	a.listeningOperations()
	a.transcriptOperations()
}

// sound is what somebody may hear, and by what.
type sound struct {
	what      string // see store.HeardRecording
	recording uuid.UUID
	ticket    string // of whose message, or by whose request it was granted
	part      *db.VoiceMessageOfTicketRow
	granted   *db.RecordingGrantedRow
	unit      string // to which it was
	reason    string // as it is kept
}

// object is what the audit log calls it.
func (s sound) object() string {
	if s.what == store.HeardMessage {
		return "message:" + s.ticket
	}
	return "recording:" + s.recording.String()
}

// messageSound is open to those who work on tickets: they may hear what was left
// for them, and nothing else of the call. Of an operator the ticket is the reason; whoever hears every recording says one.
func (a *API) messageSound(ctx context.Context, path, reason string) (sound, error) {
	if err := allowed(ctx, []auth.Right{auth.HearMessages}); err != nil {
		return sound{}, err
	}
	code, err := ticket.ParseCode(path)
	if err != nil {
		return sound{}, refuse(http.StatusNotFound, lang.BadTicketCode)
	}
	part, err := a.p.Store.MessagePart(ctx, code)
	if err == nil {
		err = a.mayKnowVoice(ctx, part.Recording, reason)
	}
	s := sound{what: store.HeardMessage, recording: part.Recording, ticket: string(code), part: &part, reason: sightOf(ctx, reason).why(false)}
	if err == nil && visitOf(ctx).who.Role.SaysWhyToHear() && s.reason == "" {
		err = invalid("query.reason", lang.RecordingNeedsReason)
	}
	return s, err
}

// recordingSound is open to those who hear every recording, and to a unit's people while a request of theirs is granted
// (Điều 10.1). What a unit was not granted, or no longer, is refused to its people as if it were not there.
func (a *API) recordingSound(ctx context.Context, path, reason string) (sound, error) {
	if err := allowed(ctx, []auth.Right{auth.HearRecordings, auth.HearGranted}); err != nil {
		return sound{}, err
	}
	id, err := pathID(path)
	if err != nil {
		return sound{}, err
	}
	who := visitOf(ctx).who
	s := sound{what: store.HeardRecording, recording: id, reason: sightOf(ctx, reason).why(false)}
	if who.may(auth.HearRecordings) {
		err := a.mayKnowVoice(ctx, id, reason)
		if err == nil && who.Role.SaysWhyToHear() && s.reason == "" {
			err = invalid("query.reason", lang.RecordingNeedsReason)
		}
		return s, err
	}
	granted, err := a.p.Store.Grant(ctx, who.Unit, id)
	if errors.Is(err, store.ErrNotFound) {
		err = refuse(http.StatusNotFound, lang.RecordingNotGranted)
	}
	s.granted, s.unit, s.ticket, s.reason = &granted, who.Unit, granted.Code, granted.Reason
	return s, err
}

// mayKnowVoice refuses the sound of a call to whoever may not know who called, or has not said
// why: a voice is who somebody is.
func (a *API) mayKnowVoice(ctx context.Context, id uuid.UUID, reason string) error {
	confidential, err := a.p.Store.RecordingConfidential(ctx, id)
	s := sightOf(ctx, reason)
	switch {
	case err != nil:
		return err
	case s.one(confidential) == inFull:
		return nil
	case s.who.may(auth.SeeSenders):
		return invalid("query.reason", lang.RecordingNeedsReason)
	}
	return refuse(http.StatusForbidden, lang.RecordingConfidential)
}

func (a *API) messageAudio(w http.ResponseWriter, r *http.Request) error {
	s, err := a.messageSound(r.Context(), r.PathValue("code"), r.URL.Query().Get("reason"))
	if err == nil && r.URL.Query().Get("download") != "" && s.reason == "" { // to hear it is an operator's work, to keep it is nobody's
		err = invalid("query.reason", lang.RecordingNeedsReason)
	}
	if err != nil {
		return err
	}
	return a.throughDoor(w, r, s)
}

func (a *API) audio(w http.ResponseWriter, r *http.Request) error {
	s, err := a.recordingSound(r.Context(), r.PathValue("id"), r.URL.Query().Get("reason"))
	if err != nil {
		return err
	}
	return a.throughDoor(w, r, s)
}

// throughDoor serves a sound to whoever asks for it by its name, and not by a listening's link: programs, and a
// browser that keeps a copy. The listening begins before the first byte. A player fetches one thing in several ranges: those
// that do not begin at its beginning belong to the listening that is open. Who asks for the headers alone hears nothing.
func (a *API) throughDoor(w http.ResponseWriter, r *http.Request, s sound) error {
	ctx := r.Context()
	wish := r.URL.Query().Get("download")
	if wish != "" && wish != "1" { // what somebody meant to keep must not come without its mark
		return invalid("query.download", lang.Invalid)
	}
	download := wish == "1"
	begins := r.Header.Get("Range")
	if begins != "" && !strings.HasPrefix(begins, "bytes=0-") {
		l, err := a.p.Store.GoesOn(ctx, a.goesOn(ctx, s, download))
		if err == nil {
			return a.serve(w, r, s, listeningOf(l), func(AudioInfo) error { return nil })
		}
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	l := listening{id: uuid.New(), download: download, reason: s.reason, at: a.cfg.Now()}
	return a.serve(w, r, s, l, func(info AudioInfo) error {
		if r.Method == http.MethodHead {
			return nil
		}
		_, err := a.beginListening(ctx, s, l, info)
		return err
	})
}

func plain(c rune) rune {
	if c < ' ' || c > '~' || strings.ContainsRune(`"\/`, c) {
		return '_'
	}
	return c
}

func millis(n int64) time.Duration { return time.Duration(n) * time.Millisecond }
