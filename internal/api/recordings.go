package api

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
)

const (
	audioPath        = v1 + "/recordings/{id}/audio"
	messageAudioPath = v1 + "/tickets/{code}/message"
)

// recordingOperations: audio is served by net/http itself (ranges, conditions),
// so it is described by hand.
func (a *API) recordingOperations() {
	binary := func(description string) *huma.Response {
		return &huma.Response{Description: description, Content: map[string]*huma.MediaType{
			"audio/wav": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
		}}
	}
	op := &huma.Operation{
		Method: http.MethodGet, Path: audioPath, OperationID: "audio", Tags: []string{"calls"},
		Summary:     "A recording, to be heard or kept",
		Description: "Ranges (RFC 9110) are served; ETag is the SHA-256. Every listening is noted, when sound is sent: not a look at the call, nor at the headers.",
		Security:    []map[string][]string{{"session": {}}, {"token": {}}},
		Parameters: []*huma.Param{
			{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString, Format: "uuid"}},
			{Name: "download", In: "query", Description: "1: as a file to keep", Schema: &huma.Schema{Type: huma.TypeString, Enum: []any{"1"}}},
			{Name: "reason", In: "query", Description: "Why; it is noted. An auditor and the Office have to say it. Of a unit's people the reason of the request that was granted is", Schema: &huma.Schema{Type: huma.TypeString}},
		},
		Responses: a.withProblems(map[string]*huma.Response{"200": binary("The whole"), "206": binary("The range")},
			http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity, http.StatusRequestedRangeNotSatisfiable),
	}
	a.huma.OpenAPI().AddOperation(op)
	a.mux.HandleFunc("GET "+audioPath, a.audio)
	part := *op
	part.Path, part.OperationID, part.Tags = messageAudioPath, "messageAudio", []string{"tickets"}
	part.Summary = "What the caller said, of a ticket that came of a message: that part of the call's recording"
	part.Parameters = []*huma.Param{
		{Name: "code", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}}, op.Parameters[1], op.Parameters[2],
	}
	a.huma.OpenAPI().AddOperation(&part)
	a.mux.HandleFunc("GET "+messageAudioPath, a.messageAudio)
}

// messageAudio is open to those who work on tickets: they may hear what was left
// for them, and nothing else of the call.
func (a *API) messageAudio(w http.ResponseWriter, r *http.Request) {
	if err := allowed(r.Context(), []auth.Right{auth.HearMessages}); err != nil {
		a.fail(w, r, err)
		return
	}
	code, err := ticket.ParseCode(r.PathValue("code"))
	if err != nil {
		a.fail(w, r, refuse(http.StatusNotFound, lang.BadTicketCode))
		return
	}
	part, err := a.p.Store.MessagePart(r.Context(), code)
	if err == nil {
		err = a.mayKnowVoice(r, part.Recording)
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.serveAudio(w, r, "message", string(code), nil, func() (io.ReadSeekCloser, AudioInfo, error) {
		ms := func(n int64) time.Duration { return time.Duration(n) * time.Millisecond }
		return a.p.Audio.OpenPart(r.Context(), part.Recording, ms(part.FromMs), ms(part.ToMs))
	})
}

// audio is open to those who hear every recording, and to a unit's people while a request
// of theirs is granted (Điều 10.1).
func (a *API) audio(w http.ResponseWriter, r *http.Request) {
	id, why, err := a.mayHear(r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.serveAudio(w, r, "recording", id.String(), why, func() (io.ReadSeekCloser, AudioInfo, error) { return a.p.Audio.Open(r.Context(), id) })
}

// mayHear tells which recording is asked for, and what is noted of a grant by which it is. What
// a unit was not granted, or no longer, is refused to its people as if it were not there.
func (a *API) mayHear(r *http.Request) (id uuid.UUID, why map[string]any, err error) {
	ctx := r.Context()
	if err := allowed(ctx, []auth.Right{auth.HearRecordings, auth.HearGranted}); err != nil {
		return id, nil, err
	}
	if id, err = uuid.Parse(r.PathValue("id")); err != nil {
		return id, nil, refuse(http.StatusNotFound, lang.NotFound)
	}
	who := visitOf(ctx).who
	if who.may(auth.HearRecordings) {
		err := a.mayKnowVoice(r, id)
		if err == nil && who.Role.SaysWhyToHear() && sightOf(ctx, r.URL.Query().Get("reason")).why(false) == "" {
			err = invalid("query.reason", lang.RecordingNeedsReason)
		}
		return id, nil, err
	}
	granted, err := a.p.Store.Grant(ctx, who.Unit, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return id, nil, refuse(http.StatusNotFound, lang.RecordingNotGranted)
	case err != nil:
		return id, nil, err
	}
	return id, map[string]any{"reason": granted.Reason, "ticket": granted.Code, "request": granted.Number, "unit": who.Unit, "until": granted.Until}, nil
}

// mayKnowVoice refuses the sound of a call to whoever may not know who called, or has not said
// why: a voice is who somebody is.
func (a *API) mayKnowVoice(r *http.Request, id uuid.UUID) error {
	confidential, err := a.p.Store.RecordingConfidential(r.Context(), id)
	s := sightOf(r.Context(), r.URL.Query().Get("reason"))
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

// serveAudio serves a thing's sound, and notes the listening before its first byte.
func (a *API) serveAudio(w http.ResponseWriter, r *http.Request, what, id string, why map[string]any, open func() (io.ReadSeekCloser, AudioInfo, error)) {
	audio, info, err := open()
	if err != nil {
		a.fail(w, r, err)
		return
	}
	defer func() { _ = audio.Close() }() // only read
	h := w.Header()
	h.Set("Content-Type", info.ContentType)
	h.Set("Etag", `"`+info.SHA256+`"`)
	h.Set("Cache-Control", "private, no-store")
	if r.URL.Query().Get("download") == "1" {
		h.Set("Content-Disposition", `attachment; filename="`+strings.Map(plain, info.Name)+`"`)
	}
	http.ServeContent(&notedAnswer{
		ResponseWriter: w,
		begin:          func() error { return a.noteListening(r, what, id, why) },
		fail:           func(err error) { a.fail(w, r, err) },
	}, r, "", info.ModTime, audio)
}

// notedAnswer begins when bytes are about to be sent: what is answered without any (a
// copy that is still good, a range that is none) is no look. For a range that is
// none our sentence stands in the place of net/http's.
type notedAnswer struct {
	http.ResponseWriter
	begin  func() error
	fail   func(error)
	failed bool
}

func (w *notedAnswer) WriteHeader(status int) {
	var err error
	switch status {
	case http.StatusOK, http.StatusPartialContent:
		if err = w.begin(); err != nil {
			for _, name := range []string{"Accept-Ranges", "Content-Disposition", "Content-Length", "Content-Range", "Etag", "Last-Modified"} {
				w.Header().Del(name) // they were the bytes'
			}
		}
	case http.StatusRequestedRangeNotSatisfiable:
		err = refuse(status, lang.BadRange)
	}
	if err != nil {
		w.failed = true
		w.fail(err)
		return
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *notedAnswer) Write(b []byte) (int, error) {
	if w.failed {
		return len(b), nil
	}
	return w.ResponseWriter.Write(b)
}

func plain(c rune) rune {
	if c < ' ' || c > '~' || strings.ContainsRune(`"\/`, c) {
		return '_'
	}
	return c
}

// noteListening notes that a recording is heard, or kept.
func (a *API) noteListening(r *http.Request, what, id string, why map[string]any) error {
	action, kind := what+".listen", store.ReadSound
	if r.URL.Query().Get("download") == "1" {
		action, kind = what+".download", store.TakeSound
	}
	return a.noteOnce(r, kind, action, what+":"+id, why)
}

// noteOnce writes the audit row before anything is heard or seen. A player fetches one
// thing in several ranges: those that do not begin at its beginning belong to the look
// noted shortly before. Who asks for the headers alone sees nothing.
func (a *API) noteOnce(r *http.Request, kind store.ReadingKind, action, object string, detail map[string]any) error {
	if r.Method == http.MethodHead {
		return nil
	}
	who := visitOf(r.Context()).who
	key := noting{who.Actor, action, object}
	begins := r.Header.Get("Range")
	continues := begins != "" && !strings.HasPrefix(begins, "bytes=0-")
	now := a.cfg.Now()
	if continues && a.noted.recently(key, now) {
		return nil
	}
	all := map[string]any{"range": begins, "remote": a.address(r), "reason": sightOf(r.Context(), r.URL.Query().Get("reason")).why(false)}
	maps.Copy(all, detail)
	act, err := a.act(who.Actor, action, object, all)
	if err == nil {
		err = a.read(r.Context(), store.Reading{Actor: who.Actor, Kind: kind, Seen: 1, At: now, Act: &act})
	}
	if err == nil {
		a.noted.note(key, now)
	}
	return err
}

type noting struct {
	actor, action, object string
}

// noted knows what was noted lately.
type noted struct {
	mu sync.Mutex
	at map[noting]time.Time
}

const sameLook = 10 * time.Minute

func newNoted() *noted { return &noted{at: map[noting]time.Time{}} }

func (l *noted) recently(k noting, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return now.Sub(l.at[k]) < sameLook
}

func (l *noted) note(k noting, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for old, at := range l.at {
		if now.Sub(at) >= sameLook {
			delete(l.at, old)
		}
	}
	l.at[k] = now
}
