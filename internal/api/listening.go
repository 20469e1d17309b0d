package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/wav"
	"hotline1022/recordings/peaks"
	"hotline1022/recordings/watermark"
)

// linkLives is how long a listening's link lives beside the sound's own length at the slowest (0.75): to stop, look things up and hear a
// part again. What was granted to a unit ends with its grant.
const linkLives = 15 * time.Minute

// wavesKept is how many sounds' peaks are kept in memory, by the sound's SHA-256: to read them anew is to fetch the whole
// sound out of the archive. Those of an hour are 72 kB.
const wavesKept = 64

// listening is one person's hearing of one sound, or their copy of it.
type listening struct {
	id       uuid.UUID
	download bool
	reason   string
	at       time.Time
}

func listeningOf[T db.ListeningOpenRow | db.ListeningGoesOnRow](row T) listening {
	l := db.ListeningOpenRow(row)
	return listening{id: l.ID, download: l.Download, reason: l.Reason, at: l.At}
}

// Link is by whom a sound can be heard for a while.
type Link struct {
	ID       uuid.UUID `json:"id"`
	Address  string    `json:"address" doc:"Where the sound is (GET, with ranges): for whoever began the listening alone, and until it is over"`
	Wave     string    `json:"wave" doc:"Where its peaks are"`
	Until    time.Time `json:"until" doc:"When the address is dead"`
	LengthMs int64     `json:"length_ms"`
}

type linkAnswer struct{ Body Link }

func (a *API) listeningOperations() {
	handle(a, operation{
		method: http.MethodPost, path: "/recordings/{id}/listenings", id: "hearRecording", tag: "calls", status: http.StatusCreated,
		summary: "Begin to hear a recording: it is noted, and answered with a link that lives for as long as the recording takes at its slowest, and 15 minutes",
		rights:  []auth.Right{auth.HearRecordings, auth.HearGranted}, errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *struct {
		ID string `path:"id" maxLength:"64"`
		listeningRequest
	},
	) (*linkAnswer, error) {
		s, err := a.recordingSound(ctx, in.ID, in.Body.Reason)
		if err != nil {
			return nil, err
		}
		return a.hear(ctx, s)
	})
	handle(a, operation{
		method: http.MethodPost, path: "/tickets/{code}/message/listenings", id: "hearMessage", tag: "tickets", status: http.StatusCreated,
		summary: "Begin to hear what the caller left, as a recording is heard",
		rights:  []auth.Right{auth.HearMessages}, errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *struct {
		Code string `path:"code" maxLength:"32"`
		listeningRequest
	},
	) (*linkAnswer, error) {
		s, err := a.messageSound(ctx, in.Code, in.Body.Reason)
		if err != nil {
			return nil, err
		}
		return a.hear(ctx, s)
	})
	handle(a, operation{
		method: http.MethodGet, path: "/listenings/{id}/wave", id: "listeningWave", tag: "calls",
		summary: "How loud a listening's sound is, to be drawn", rights: hearers, errors: []int{http.StatusNotFound, http.StatusConflict},
	}, a.wave)
	handle(a, operation{
		method: http.MethodPost, path: "/listenings/{id}/heard", id: "heard", tag: "calls", empty: true,
		summary: "What the player has played of a listening's sound: added to what it said before, and noted when the listening is over",
		rights:  hearers, errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}, a.heard)
}

// hearers have a right to hear something.
var hearers = []auth.Right{auth.HearRecordings, auth.HearGranted, auth.HearMessages}

type listeningRequest struct {
	Body struct {
		Reason string `json:"reason,omitempty" maxLength:"500" doc:"Why; it is noted. Whoever hears every recording has to say it"`
	}
}

func (a *API) goesOn(ctx context.Context, s sound, download bool) db.ListeningGoesOnParams {
	return db.ListeningGoesOnParams{Recording: s.recording, Actor: visitOf(ctx).who.Actor, What: s.what, Ticket: s.ticket, Download: download, Reason: s.reason, Now: a.cfg.Now()}
}

// hear begins a listening for a player.
func (a *API) hear(ctx context.Context, s sound) (*linkAnswer, error) {
	audio, info, err := a.openOf(ctx, s)
	if err != nil {
		return nil, err
	}
	_ = audio.Close() // only its description is wanted
	l := listening{id: uuid.New(), reason: s.reason, at: a.cfg.Now()}
	row, err := a.beginListening(ctx, s, l, info)
	if err != nil {
		return nil, err
	}
	at := v1 + "/listenings/" + l.id.String()
	return &linkAnswer{Link{ID: l.id, Address: at + "/audio", Wave: at + "/wave", Until: row.Until, LengthMs: row.LengthMs}}, nil
}

// openOf opens what somebody may hear.
func (a *API) openOf(ctx context.Context, s sound) (io.ReadSeekCloser, AudioInfo, error) {
	if s.part != nil {
		return a.p.Audio.OpenPart(ctx, s.recording, millis(s.part.FromMs), millis(s.part.ToMs))
	}
	return a.p.Audio.Open(ctx, s.recording)
}

// beginListening notes who hears what, and why: its own row, the audit log's, and how much that makes in an hour, all or nothing.
func (a *API) beginListening(ctx context.Context, s sound, l listening, info AudioInfo) (db.ListeningAddParams, error) {
	length := millisOf(info.Size-wav.HeaderSize, info.Channels)
	row, detail := a.noting(ctx, s, l, length)
	row.Download, row.Until = l.download, l.at.Add(millis(length)*4/3+linkLives)
	detail["range"] = visitOf(ctx).r.Header.Get("Range")
	if s.part != nil {
		row.FromMs = max(0, s.part.FromMs)
	}
	if g := s.granted; g != nil {
		if g.Until.Before(row.Until) {
			row.Until = g.Until
		}
		detail["until"] = g.Until
	}
	action, kind := s.what+".listen", store.ReadSound
	if l.download {
		action, kind = s.what+".download", store.TakeSound
	}
	act, err := a.act(row.Actor, action, s.object(), detail)
	if err != nil {
		return row, err
	}
	return row, a.read(ctx, store.Reading{Actor: row.Actor, Kind: kind, Seen: 1, At: l.at, Act: &act, Hears: []db.ListeningAddParams{row}})
}

// noting is what is noted of whoever opens a sound or its words, length ms long: the listening's row, and what the audit log says of it.
func (a *API) noting(ctx context.Context, s sound, l listening, length int64) (db.ListeningAddParams, map[string]any) {
	v := visitOf(ctx)
	row := db.ListeningAddParams{
		ID: l.id, What: s.what, Recording: s.recording, Ticket: s.ticket, Unit: s.unit, LengthMs: length, Actor: v.who.Actor, Role: string(v.who.Role),
		Reason: l.reason, Remote: a.address(v.r), At: l.at,
	}
	detail := map[string]any{"listening": l.id, "remote": row.Remote, "reason": l.reason}
	if g := s.granted; g != nil {
		row.Request = &g.Number
		detail["ticket"], detail["request"], detail["unit"] = g.Code, g.Number, s.unit
	}
	return row, detail
}

// own is somebody's own listening whose link lives, and what it is of, if they may still hear that. Another's is answered
// like one that never was.
func (a *API) own(ctx context.Context, path string) (listening, sound, error) {
	id, err := pathID(path)
	if err != nil {
		return listening{}, sound{}, err
	}
	row, err := a.p.Store.Listening(ctx, id, visitOf(ctx).who.Actor, a.cfg.Now())
	if err != nil {
		return listening{}, sound{}, err
	}
	var s sound
	if row.What == store.HeardMessage {
		s, err = a.messageSound(ctx, row.Ticket, row.Reason)
	} else {
		s, err = a.recordingSound(ctx, row.Recording.String(), row.Reason)
	}
	return listeningOf(row), s, err
}

func (a *API) listeningAudio(w http.ResponseWriter, r *http.Request) error {
	if err := allowed(r.Context(), hearers); err != nil {
		return err
	}
	l, s, err := a.own(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return a.serve(w, r, s, l, func(AudioInfo) error { return nil })
}

// serve sends a listening's sound, after begin, and notes which parts of it were sent.
func (a *API) serve(w http.ResponseWriter, r *http.Request, s sound, l listening, begin func(AudioInfo) error) error {
	audio, info, err := a.openOf(r.Context(), s)
	if err != nil {
		return err
	}
	defer func() { _ = audio.Close() }() // only read
	sent := &sentParts{ReadSeeker: audio, head: wav.HeaderSize, channels: info.Channels, clock: a.cfg.Now, noted: a.cfg.Now(), note: a.noteSent(r.Context(), l.id)}
	h := w.Header()
	h.Set("Content-Type", info.ContentType)
	h.Set("Etag", `"`+info.SHA256+`"`)
	h.Set("Cache-Control", "private, no-store")
	if l.download {
		c, err := watermark.Copy(audio, info.Size, info.Channels, copyNote(r.Context(), s, l, info))
		if err != nil {
			return fmt.Errorf("copy of recording %s: %w", s.recording, err)
		}
		sent.ReadSeeker, sent.head = c, c.Size()-info.Size+wav.HeaderSize
		h.Set("Etag", `"`+l.id.String()+`"`) // no copy is like another
		h.Set("Content-Disposition", `attachment; filename="`+strings.Map(plain, info.Name)+`"`)
	}
	answer := &notedAnswer{ResponseWriter: w, begin: func() error { return begin(info) }, fail: func(err error) { a.fail(w, r, err) }}
	http.ServeContent(answer, r, "", info.ModTime, sent)
	if !answer.failed {
		if err := sent.flush(); err != nil && !errors.Is(err, errLinkDead) {
			a.log.Warn("what was sent of a recording is not noted", "request", visitOf(r.Context()).id, "listening", l.id, "err", err)
		}
	}
	return nil
}

func copyNote(ctx context.Context, s sound, l listening, info AudioInfo) watermark.Note {
	who := visitOf(ctx).who
	n := watermark.Note{Listening: l.id, Title: info.Name, By: who.Actor, At: l.at, Reason: l.reason, Source: s.object(), SHA256: info.SHA256}
	if who.Name != "" {
		n.By = who.Name + " (" + who.Actor + ")"
	}
	return n
}

type listeningPath struct {
	ID string `path:"id" maxLength:"64"`
}

// Wave is how loud each lane of a sound is.
type Wave struct {
	PerSecond int      `json:"per_second"`
	Lanes     [][]byte `json:"lanes" doc:"Of each channel the loudest of each part of a second, a byte each (0 to 255), base64"`
}

func (a *API) wave(ctx context.Context, in *listeningPath) (*struct{ Body Wave }, error) {
	_, s, err := a.own(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	audio, info, err := a.openOf(ctx, s)
	if err != nil {
		return nil, err
	}
	defer func() { _ = audio.Close() }() // only read
	lanes, drawn := a.waves.Get(info.SHA256)
	if !drawn {
		if lanes, err = peaks.Read(audio, info.Channels); err != nil {
			return nil, fmt.Errorf("wave of recording %s: %w", s.recording, err)
		}
		a.waves.Add(info.SHA256, lanes)
	}
	return &struct{ Body Wave }{Wave{PerSecond: peaks.PerSecond, Lanes: lanes}}, nil
}

type heardRequest struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Spans []store.Span `json:"spans" maxItems:"500" doc:"In milliseconds of the sound, whatever the speed"`
		Done  bool         `json:"done,omitempty" doc:"It plays no more: the link is dead"`
	}
}

func (a *API) heard(ctx context.Context, in *heardRequest) (*struct{}, error) {
	id, err := pathID(in.ID)
	if err != nil {
		return nil, err
	}
	for _, s := range in.Body.Spans {
		if s.From > s.Until {
			return nil, invalid("body.spans", lang.Invalid)
		}
	}
	return nil, a.p.Store.Heard(ctx, id, visitOf(ctx).who.Actor, in.Body.Spans, in.Body.Done, a.cfg.Now())
}
