package api

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/attachment"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
)

// attach takes a file: who may, and now, is asked before its first byte is read, and
// again by casework when it is there.
func (a *API) attach(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := allowed(ctx, rightsOf(ticket.Table[ticket.Attach{}.Kind()])); err != nil {
		return err
	}
	who := visitOf(ctx).who
	if who.Username == "" {
		return refuse(http.StatusForbidden, lang.NotAllowed) // what is added, is a person's
	}
	row, c, err := a.ticketToRead(ctx, r.PathValue("code"))
	if err != nil {
		return err
	}
	by := partyBy(who)
	n := store.NewAttachment{Purpose: ticket.Purpose(r.URL.Query().Get("purpose"))}
	switch {
	case n.Purpose != "":
	case by.Party == ticket.Officer || by.Party == ticket.Head:
		n.Purpose = ticket.FileProgress
	default:
		n.Purpose = ticket.FileEvidence
	}
	if _, err := ticket.Do(c, n.Act(uuid.Nil), by, ticket.Around{Now: a.cfg.Now()}); err != nil {
		return err
	}
	body, err := a.spool(w, r, who.Username)
	if err != nil {
		return err
	}
	defer func() { _ = body.Close() }()
	giveBack, err := room(ctx, a.files)
	if err != nil {
		return err
	}
	defer giveBack()
	data, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	if n.File, err = attachment.Take(r.URL.Query().Get("name"), data); err != nil {
		return refusedFile(err)
	}
	if n.Report, err = signed(n.File, n.Purpose, a.cfg.Roots); err != nil {
		return err
	}
	kept, err := a.p.Casework.Attach(ctx, ticket.Code(row.Code), by, n)
	if err != nil {
		return refusedFile(err)
	}
	out, err := attachmentOf(kept, visitOf(ctx).lang)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Location", v1+"/tickets/"+row.Code+"/attachments/"+kept.ID.String())
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(out) // the client is gone when this fails
	return nil
}

// spool takes a body to a file without a name: one that comes slowly holds no memory, and
// one that breaks off leaves nothing. It stands at its beginning.
func (a *API) spool(w http.ResponseWriter, r *http.Request, who string) (*spooled, error) {
	if r.ContentLength > attachment.MaxBytes {
		return nil, refusedFile(attachment.ErrTooLarge)
	}
	if err := http.NewResponseController(w).SetReadDeadline(time.Now().Add(fileLimit)); err != nil {
		return nil, err
	}
	f, err := a.spools.open(r.Context(), who)
	if err != nil {
		return nil, err
	}
	if _, err = io.Copy(f, r.Body); err != nil {
		var large *http.MaxBytesError
		var ours *os.PathError
		switch {
		case errors.As(err, &large):
			err = refusedFile(attachment.ErrTooLarge)
		case !errors.As(err, &ours): // the sender's: it ended before its end, or stood still
			err = refuse(http.StatusBadRequest, lang.FileCut)
		}
	}
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// refusedFile says why a file is not taken.
func refusedFile(err error) error {
	var kind *attachment.KindError
	switch {
	case errors.Is(err, attachment.ErrEmpty):
		return invalid("body", lang.FileEmpty)
	case errors.Is(err, attachment.ErrTooLarge):
		return &refusal{status: http.StatusRequestEntityTooLarge, key: lang.FileTooLarge, args: []any{attachment.MaxBytes >> 20}}
	case errors.As(err, &kind):
		return &refusal{status: http.StatusUnsupportedMediaType, key: lang.FileKind, args: []any{kindWords(kind.Is)}}
	case errors.Is(err, store.ErrTicketFull):
		return &refusal{status: http.StatusConflict, key: lang.FilesFull, args: []any{store.MaxAttachments, store.MaxAttachmentBytes >> 20}}
	}
	return err
}

// kindWords says what a file is to whoever does not speak of MIME types.
func kindWords(is string) lang.Phrase {
	for _, k := range [][2]string{
		{"portable-executable", "a program"},
		{"x-elf", "a program"},
		{"officedocument", "a document of Word, Excel or PowerPoint"},
		{"msword", "a document of Word, Excel or PowerPoint"},
		{"ms-excel", "a document of Word, Excel or PowerPoint"},
		{"ole-storage", "a document of Word, Excel or PowerPoint"},
		{"zip", "an archive"},
		{"rar", "an archive"},
		{"7z", "an archive"},
		{"html", "a web page"},
		{"svg", "a drawing"},
		{"image/", "a picture of another kind"},
		{"text/", "plain text"},
	} {
		if strings.Contains(is, k[0]) {
			return lang.Phrase{English: k[1]}
		}
	}
	return lang.Phrase{English: "of an unknown kind"}
}
