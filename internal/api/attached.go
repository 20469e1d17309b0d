package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/attachment"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// ErrAltered: what the archive holds is not what was added.
var ErrAltered = errors.New("api: the file is not the one that was added")

// How a file is looked at.
const (
	viewOriginal  = "original"
	viewPublished = "published"
)

// filePolicy lets a browser that shows a file all the same run nothing in it.
const filePolicy = "sandbox; default-src 'none'; frame-ancestors 'none'"

func (a *API) getAttachment(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := allowed(ctx, readTickets); err != nil {
		return err
	}
	t, c, err := a.ticketToRead(ctx, r.PathValue("code"))
	if err != nil {
		return err
	}
	id, err := pathID(r.PathValue("id"))
	if err != nil {
		return err
	}
	row, err := a.p.Store.Attachment(ctx, id)
	if err != nil {
		return err
	}
	if row.TicketID != t.ID {
		return refuse(http.StatusNotFound, lang.NotFound)
	}
	view, reason := r.URL.Query().Get("view"), strings.TrimSpace(r.URL.Query().Get("reason"))
	if view == "" {
		view = viewOriginal
	}
	if view != viewOriginal && view != viewPublished {
		return invalid("query.view", lang.BadValue)
	}
	if err := mayOpen(sightOf(ctx, reason), c, row); err != nil {
		return err
	}
	f, err := a.fetched(ctx, row, view)
	if err != nil {
		return err
	}
	defer func() { _ = f.body.Close() }()
	return a.serveFile(w, r, f, look{file: row.ID, ticket: c.Code, view: view, reason: reason})
}

// fetched is a file that is ready to be given, as slowly as may be.
type fetched struct {
	name string
	kind attachment.Kind
	sum  [sha256.Size]byte
	body *spooled
}

// fetched takes a file through memory to the disk: whoever reads slowly holds no place in memory.
func (a *API) fetched(ctx context.Context, row db.Attachment, view string) (out fetched, err error) {
	if out.body, err = a.spools.open(ctx, visitOf(ctx).who.Actor); err != nil {
		return out, err
	}
	giveBack, err := room(ctx, a.files)
	if err == nil {
		defer giveBack()
		var f attachment.File
		if f, err = a.fileAs(ctx, row, view); err == nil {
			out.name, out.kind, out.sum = f.Name, f.Kind, sha256.Sum256(f.Data)
			err = out.body.keep(f.Data)
		}
	}
	if err != nil {
		_ = out.body.Close()
	}
	return out, err
}

// mayOpen says whether somebody may look into a file. What was taken away, whoever audits
// alone may; and they say why they look, whatever it is.
func mayOpen(s sight, c ticket.Case, f db.Attachment) error {
	audits := s.who.Role.SaysWhy()
	switch {
	case audits && s.reason == "":
		return invalid("query.reason", lang.FileNeedsReason)
	case f.RemovedAt != nil && !audits:
		return refuse(http.StatusGone, lang.FileRemoved)
	case ticket.Purpose(f.Purpose) == ticket.FileEvidence && mayKnow(s, c) != inFull:
		return refuse(http.StatusForbidden, lang.FileConfidential)
	}
	return nil
}

// fileAs reads a file as it was added, or as everybody would see it.
func (a *API) fileAs(ctx context.Context, row db.Attachment, view string) (attachment.File, error) {
	if view == viewPublished && !store.Openable(row) {
		return attachment.File{}, invalid("query.view", lang.FileNotShown)
	}
	f, err := a.p.Files.Read(ctx, row)
	if err != nil || view != viewPublished {
		return f, err
	}
	giveBack, err := room(ctx, a.drawn)
	if err != nil {
		return f, err
	}
	defer giveBack()
	f, err = attachment.Published(f)
	if errors.Is(err, attachment.ErrPicture) {
		return f, invalid("query.view", lang.FilePicture)
	}
	return f, err
}

// look is what is noted of one.
type look struct {
	file         uuid.UUID
	ticket       ticket.Code
	view, reason string
}

func (a *API) serveFile(w http.ResponseWriter, r *http.Request, f fetched, l look) error {
	// A client that stands still keeps nobody else's file waiting for ever.
	if err := http.NewResponseController(w).SetWriteDeadline(time.Now().Add(fileLimit)); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", string(f.kind))
	h.Set("Content-Disposition", saved(f.name))
	h.Set("Content-Security-Policy", filePolicy)
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Etag", `"`+hex.EncodeToString(f.sum[:])+`"`)
	http.ServeContent(&notedAnswer{
		ResponseWriter: w,
		begin: func() error {
			return a.noteOnce(r, store.ReadFiles, "attachment.read", "attachment:"+l.file.String(), map[string]any{"ticket": l.ticket, "view": l.view, "reason": l.reason})
		},
		fail: func(err error) { a.fail(w, r, err) },
	}, r, "", time.Time{}, f.body)
	return nil
}

// showable refuses a file that is to be published and of which there is no form for
// everybody, although its kind has one.
func (a *API) showable(ctx context.Context, code ticket.Code, act ticket.PublishFile) error {
	id, err := uuid.Parse(act.File)
	if err != nil || !act.Public {
		return nil // the act's own word
	}
	t, err := a.p.Store.Ticket(ctx, code)
	if err != nil {
		return err
	}
	row, err := a.p.Store.Attachment(ctx, id)
	if err != nil || row.TicketID != t.Ticket.ID || !store.Openable(row) {
		return nil
	}
	giveBack, err := room(ctx, a.files)
	if err != nil {
		return err
	}
	defer giveBack()
	if _, err := a.fileAs(ctx, row, viewPublished); err != nil {
		var r *refusal
		if errors.As(err, &r) {
			return invalid("body.act.file", lang.FilePicture)
		}
		return err
	}
	return nil
}
