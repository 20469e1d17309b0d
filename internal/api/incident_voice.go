package api

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"hotline1022/internal/auth"
	"hotline1022/internal/incident"
	"hotline1022/internal/lang"
)

const (
	voicePath  = v1 + "/incidents/{id}/voice"
	voiceRoute = http.MethodPut + " " + voicePath
	maxVoice   = 24 << 20 // bytes: two minutes of 48 kHz, 16-bit stereo
)

// voiceOperations: sound is no JSON, so these two are described by hand.
func (a *API) voiceOperations() {
	sound := map[string]*huma.MediaType{"audio/wav": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}
	id := &huma.Param{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeInteger, Format: "int64"}}
	signedIn := []map[string][]string{{"session": {}}, {"token": {}}}
	a.huma.OpenAPI().AddOperation(&huma.Operation{
		Method: http.MethodGet, Path: voicePath, OperationID: "incidentVoice", Tags: []string{"incidents"},
		Summary: "What callers hear of an open incident", Security: signedIn, Parameters: []*huma.Param{
			id, {Name: "heard", In: "query", Description: "The revision that is meant, so that each has an address of its own; it changes nothing", Schema: &huma.Schema{Type: huma.TypeInteger}},
		},
		Responses: a.withProblems(map[string]*huma.Response{"200": {Description: "The whole", Content: sound}},
			http.StatusNotFound, http.StatusConflict),
	})
	a.huma.OpenAPI().AddOperation(&huma.Operation{
		Method: http.MethodPut, Path: voicePath, OperationID: "giveIncidentVoice", Tags: []string{"incidents"},
		Summary:     "Let a person's voice say a revision's words",
		Description: "A WAVE file of any rate and number of channels, at most two minutes.",
		Security:    signedIn, RequestBody: &huma.RequestBody{Required: true, Content: sound},
		Parameters: []*huma.Param{id, {Name: "revision", In: "query", Required: true, Description: "The one whose words it says", Schema: &huma.Schema{Type: huma.TypeInteger}}},
		Responses: a.withProblems(map[string]*huma.Response{"204": {Description: "Callers hear it in a moment"}},
			http.StatusNotFound, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity),
	})
	a.mux.HandleFunc("GET "+voicePath, a.plain(auth.ReadIncidents, a.hearVoice))
	a.mux.HandleFunc(voiceRoute, a.plain(auth.OpenIncidents, a.takeVoice))
}

// plain is a handler beside huma, of an item that is numbered.
func (a *API) plain(right auth.Right, h func(w http.ResponseWriter, r *http.Request, id int64) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := allowed(r.Context(), []auth.Right{right})
		var id int64
		if err == nil {
			if id, err = strconv.ParseInt(r.PathValue("id"), 10, 64); err != nil {
				err = refuse(http.StatusNotFound, lang.NotFound)
			}
		}
		if err == nil {
			err = h(w, r, id)
		}
		if err != nil {
			a.fail(w, r, err)
		}
	}
}

func (a *API) hearVoice(w http.ResponseWriter, r *http.Request, id int64) error {
	i, err := a.p.Store.Incident(r.Context(), id)
	switch {
	case err != nil:
		return err
	case !i.ClosedAt.IsZero():
		return refuse(http.StatusNotFound, lang.IncidentIsClosed)
	}
	f, err := a.p.Incidents.Sound(i.ID, i.Revision)
	if errors.Is(err, fs.ErrNotExist) {
		return &refusal{status: http.StatusConflict, key: lang.VoiceNotYet, retryAfter: time.Second}
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read
	info, err := f.Stat()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "audio/wav")
	http.ServeContent(w, r, "", info.ModTime(), f)
	return nil
}

func (a *API) takeVoice(w http.ResponseWriter, r *http.Request, id int64) error {
	if !isWAV(r.Header.Get("Content-Type")) {
		return refuse(http.StatusUnsupportedMediaType, lang.NotAudio)
	}
	revision, err := strconv.Atoi(r.URL.Query().Get("revision"))
	if err != nil {
		return invalid("query.revision", lang.BadRequest)
	}
	file, err := io.ReadAll(r.Body)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return refuse(http.StatusRequestEntityTooLarge, lang.TooLarge)
	case err != nil:
		return refuse(http.StatusBadRequest, lang.BadRequest)
	}
	sound, err := a.p.Incidents.Shape(file)
	switch {
	case errors.Is(err, incident.ErrLongVoice):
		return &refusal{status: http.StatusUnprocessableEntity, key: lang.Invalid, items: []refused{
			{location: "body", key: lang.VoiceLength, args: []any{int(incident.MaxVoice.Seconds())}},
		}}
	case errors.Is(err, incident.ErrVoice):
		return invalid("body", lang.VoiceUnreadable)
	case err != nil:
		return err
	}
	if err := a.giveVoice(r.Context(), id, revision, sound); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// isWAV accepts the names that browsers have for it.
func isWAV(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	return err == nil && slices.Contains([]string{"audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"}, kind)
}

// giveVoice puts a recorded voice, or the synthesiser (nil), in the place of the present one.
func (a *API) giveVoice(ctx context.Context, id int64, revision int, sound []byte) error {
	if err := a.p.Store.GiveIncidentVoice(ctx, id, revision, sound, visitOf(ctx).who.Actor, a.cfg.Now()); err != nil {
		return err
	}
	a.p.Incidents.Refresh()
	return nil
}
