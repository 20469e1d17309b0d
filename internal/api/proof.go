package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"hotline1022/internal/auth"
	"hotline1022/internal/evidence"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

const packagePath = v1 + "/recordings/{id}/package"

// packageOperations: a ZIP is streamed, recordings are long; so it is described by hand, as sound is.
func (a *API) packageOperations() {
	a.huma.OpenAPI().AddOperation(&huma.Operation{
		Method: http.MethodGet, Path: packagePath, OperationID: "recordingPackage", Tags: []string{"calls"},
		Summary:     "All of a call as evidence: its recordings, its record, its tickets, and the signed manifests that prove them",
		Description: "A ZIP. HUONG-DAN.txt in it tells how to verify it with sha256sum and openssl alone. Where no sound of the call is left it says why, with the certificate of what was deleted. Noted, with the reason.",
		Security:    []map[string][]string{{"session": {}}, {"token": {}}},
		Parameters: []*huma.Param{
			{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString, Format: "uuid"}},
			{Name: "reason", In: "query", Required: true, Description: "Why; it is noted", Schema: &huma.Schema{Type: huma.TypeString}},
		},
		Responses: a.withProblems(map[string]*huma.Response{"200": {Description: "The package", Content: map[string]*huma.MediaType{
			"application/zip": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
		}}}, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity),
	})
	a.mux.HandleFunc("GET "+packagePath, a.recordingPackage)
}

// evidenceOf is what a package is made of, but for the sound.
type evidenceOf struct {
	call       CallDetail
	recordings []db.Recording
	enclosed   map[string]bool   // legs whose sound comes with it: not those that never came, live, or are gone from the archive
	tickets    map[string][]byte // by code: the case, as `GET /tickets/{code}/export` gives it
	manifests  []db.Manifest
	deletions  []db.DeletionCertificate // of its recordings whose time was over
	sealed     map[string][]byte        // by fact: what its digest in the manifest is of; none where no manifest lists the call
	note       ExportNote
	listed     string // the day, or the hour, whose manifest lists the call; "": none does yet
	// sign signs the list of files; nil where nothing can be signed. key is the public half, PEM.
	sign func([]byte) ([]byte, error)
	key  string
}

// recordingPackage is open to those who hear every recording; everybody says why.
func (a *API) recordingPackage(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	id, err := a.mayTakeEvidence(r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	s := sightOf(ctx, r.URL.Query().Get("reason"))
	var e evidenceOf
	err = a.p.Store.Snapshot(ctx, func(then *store.Store) error {
		e, err = a.reading(then).evidence(ctx, id, s)
		return err
	})
	if err != nil {
		a.fail(w, r, err)
		return
	}
	// The first before anything is sent: an archive that is away is an answer, and not half a file.
	sound, err := a.openSound(ctx, e.recordings)
	if err == nil && r.Method != http.MethodHead {
		err = a.notePackage(ctx, id, e, sound)
	}
	if err != nil {
		closeAll(sound)
		a.fail(w, r, err)
		return
	}
	defer closeAll(sound)
	e.enclosed = map[string]bool{}
	for _, h := range sound {
		e.enclosed[h.leg] = true
	}
	if key, ok := a.p.Signs.SigningKey(); ok {
		e.key, e.sign = key, a.p.Signs.Sign
	}
	w.Header().Set("Content-Type", "application/zip")
	w.Header().Set("Cache-Control", "private, no-store")
	w.Header().Set("Content-Disposition", `attachment; filename="`+strings.Map(plain, e.call.ID)+`.zip"`)
	if r.Method == http.MethodHead {
		return // who asks for the headers alone takes nothing
	}
	if err := writeEvidence(w, e, sound); err != nil {
		a.log.Warn("a package of evidence was not sent whole", "call", e.call.ID, "err", err)
		panic(http.ErrAbortHandler) // so that nobody takes half of it for the whole
	}
}

// notePackage notes who takes a call away, and why: each sound is a copy among the listenings, which is over at once.
func (a *API) notePackage(ctx context.Context, asked uuid.UUID, e evidenceOf, all []heard) error {
	rows := make([]db.ListeningAddParams, len(all))
	for i, h := range all {
		l := listening{id: uuid.New(), download: true, reason: e.note.Reason, at: e.note.At}
		row, _ := a.noting(ctx, sound{what: store.HeardRecording, recording: h.recording}, l, h.ms)
		row.Download, row.Package, row.Until, row.ClosedAt = true, true, l.at, &l.at
		rows[i] = row
	}
	detail := map[string]any{"remote": a.address(visitOf(ctx).r), "reason": e.note.Reason, "call": e.call.ID, "recordings": len(all)}
	act, err := a.act(e.note.Account, "recording.package", "recording:"+asked.String(), detail)
	if err != nil {
		return err
	}
	return a.read(ctx, store.Reading{Actor: e.note.Account, Kind: store.TakeSound, Seen: len(all), At: e.note.At, Act: &act, Hears: rows})
}

func (a *API) mayTakeEvidence(r *http.Request) (id uuid.UUID, err error) {
	if err := allowed(r.Context(), []auth.Right{auth.HearRecordings}); err != nil {
		return id, err
	}
	if id, err = pathID(r.PathValue("id")); err != nil {
		return id, err
	}
	if err := a.mayKnowVoice(r.Context(), id, r.URL.Query().Get("reason")); err != nil {
		return id, err
	}
	if sightOf(r.Context(), r.URL.Query().Get("reason")).reason == "" {
		return id, invalid("query.reason", lang.RecordingNeedsReason)
	}
	return id, nil
}

// evidence reads all but the sound, as of one moment.
func (a *API) evidence(ctx context.Context, id uuid.UUID, s sight) (e evidenceOf, err error) {
	asked, err := a.p.Store.Recording(ctx, id)
	if err != nil {
		return e, err
	}
	row, err := a.p.Store.Call(ctx, call.ID(asked.CallID))
	if err != nil {
		return e, err
	}
	e.note = ExportNote{By: s.who.Name, Account: s.who.Actor, Role: s.who.Role, At: a.cfg.Now(), Reason: s.reason}
	events, err := a.p.Store.CallEventsOf(ctx, &asked.CallID)
	if err != nil {
		return e, err
	}
	shown, err := a.p.Store.RecordingsShown(ctx, []string{asked.CallID})
	if err != nil {
		return e, err
	}
	e.call = CallDetail{Call: a.callOf(row, nil)}
	for _, v := range events {
		e.call.Events = append(e.call.Events, CallEvent{At: v.At, Kind: v.Kind, Data: v.Data})
	}
	var days []string
	for _, v := range shown {
		e.call.Recordings = append(e.call.Recordings, recordingOf(v))
		r := v.Recording
		if r.Manifest, err = a.listedIn(ctx, r.ID.String(), r.Manifest, r.Salt, false); err != nil {
			return e, err
		}
		if r.Manifest != nil {
			days = append(days, *r.Manifest)
		}
		if e.deletions, err = a.withCertificate(ctx, e.deletions, r); err != nil {
			return e, err
		}
		e.recordings = append(e.recordings, r)
	}
	e.call.conceal(s.one(row.Confidential))
	seal, err := a.p.Store.CallSeal(ctx, asked.CallID)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return e, err
	}
	listed, err := a.listedIn(ctx, asked.CallID, seal.Manifest, seal.Salt, seal.Inferred)
	if err != nil {
		return e, err
	}
	if listed != nil {
		e.listed = *listed
		days = append(days, e.listed)
		if s.one(row.Confidential) == inFull {
			e.sealed = sealedFacts(row.Call, seal.Salt)
		}
	}
	slices.Sort(days)
	for _, day := range slices.Compact(days) {
		m, err := a.p.Store.ManifestOf(ctx, day)
		if err != nil {
			return e, err
		}
		e.manifests = append(e.manifests, m)
	}
	e.tickets = map[string][]byte{}
	for _, t := range row.Tickets {
		c, err := a.caseExport(ctx, ticket.Code(t), s)
		if err != nil {
			return e, err
		}
		c.Export = e.note
		if e.tickets[t], err = caseFile(c); err != nil {
			return e, err
		}
	}
	return e, nil
}

// withCertificate adds the one that a recording was deleted by, where it was, and each once: a plan deletes many.
func (a *API) withCertificate(ctx context.Context, all []db.DeletionCertificate, r db.Recording) ([]db.DeletionCertificate, error) {
	if r.State != store.RecordingDeleted {
		return all, nil
	}
	c, err := a.p.Store.CertificateOfRecording(ctx, r.ID)
	if errors.Is(err, pgx.ErrNoRows) || slices.ContainsFunc(all, func(one db.DeletionCertificate) bool { return one.Plan == c.Plan }) {
		return all, nil
	}
	return append(all, c), err
}

// listedIn is the day whose manifest lists what has a salt, or while none does for good, the hour or the last day that does; nil: none.
func (a *API) listedIn(ctx context.Context, id string, day *string, salt []byte, inferred bool) (*string, error) {
	if day != nil || salt == nil {
		return day, nil
	}
	lately, err := a.p.Store.ListedLately(ctx, id, inferred)
	return orNull(lately), err
}

// sealedFacts are those of a call that name somebody, as their digests in its manifest were made; but for the number that the network asserts of
// one who withholds it: that is asked for by itself.
func sealedFacts(c db.Call, salt evidence.Salt) map[string][]byte {
	all := map[string][]byte{}
	for fact, values := range store.PartiesOf(c).Facts() {
		if fact != evidence.AssertedFact {
			all[fact] = salt.Sealed(fact, values...)
		}
	}
	return all
}

func sealedName(fact string) string { return "bang-ke/cuoc-goi-" + fact + ".json" }

// heard is one recording to be put into a package.
type heard struct {
	leg       string
	sound     io.ReadSeekCloser
	sum       string // as the row has it
	ms        int64  // how long it is
	recording uuid.UUID
}

// openSound opens what there is of a call's recordings; those that never came, live, or are gone, are named in the record alone. A call of
// which no sound is left is proven without: that, and why, is evidence too. While one may still come there is nothing to take yet.
func (a *API) openSound(ctx context.Context, rows []db.Recording) (all []heard, err error) {
	for _, r := range rows {
		if r.State != store.RecordingArchived && r.State != store.RecordingSpooled {
			continue
		}
		sound, info, err := a.p.Audio.Open(ctx, r.ID)
		if errors.Is(err, ErrNoAudio) {
			continue
		}
		if err != nil {
			return all, err
		}
		all = append(all, heard{leg: r.Leg, sound: sound, sum: info.SHA256, ms: value(r.DurationMs), recording: r.ID})
	}
	if len(all) == 0 && slices.ContainsFunc(rows, func(r db.Recording) bool { return r.State == store.RecordingExpected }) {
		return nil, ErrNotYet
	}
	return all, nil
}

func closeAll(all []heard) {
	for _, h := range all {
		_ = h.sound.Close() // only read
	}
}
