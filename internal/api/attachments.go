package api

import (
	"context"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"mime"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"hotline1022/internal/attachment"
	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/signature"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

const (
	attachmentsPath = v1 + "/tickets/{code}/attachments"
	attachRoute     = http.MethodPost + " " + attachmentsPath
	attachmentPath  = attachmentsPath + "/{id}"
	// filesAtOnce bounds how many files lie in memory, on their way to or from the disk.
	filesAtOnce = 12
	// drawnAtOnce bounds how many pictures are drawn anew: one of 50 million points takes 400 MB.
	drawnAtOnce = 2
	// fileLimit is for a file on its way: 25 MB by a telephone in the field.
	fileLimit = 10 * time.Minute
)

// Files gives attachments' bytes; *shelf.Shelf. Errors wrap store.ErrNotFound, ErrAltered, ErrArchiveAway or ErrArchiveKey.
type Files interface {
	Read(ctx context.Context, a db.Attachment) (attachment.File, error)
}

// Attachment is a file of a ticket.
type Attachment struct {
	ID         uuid.UUID      `json:"id"`
	Name       string         `json:"name" doc:"Empty: it is the sender's, whom you may not know"`
	Type       string         `json:"type" doc:"Media type, by its content"`
	Bytes      int64          `json:"bytes"`
	SHA256     string         `json:"sha256"`
	Purpose    ticket.Purpose `json:"purpose" enum:"evidence,progress,reply" doc:"evidence: what the sender has; progress: what a unit shows of its work; reply: the official document, signed"`
	Unit       string         `json:"unit" doc:"Of whoever added it; empty: of the hotline or the Office"`
	AddedBy    string         `json:"added_by"`
	AddedAt    time.Time      `json:"added_at"`
	Openable   bool           `json:"openable" doc:"There is a form of it that may be published"`
	Public     bool           `json:"public" doc:"Chosen to be published with the ticket"`
	Removed    *Removal       `json:"removed,omitempty"`
	Signatures []Signature    `json:"signatures,omitempty" doc:"Of a PDF, as found when it was added, in their order"`
	Trusted    bool           `json:"trusted" doc:"Somebody who is vouched for has signed the whole document"`
}

// Removal is that a file was taken away.
type Removal struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Reason string    `json:"reason"`
}

// Signature is a document's digital signature (Điều 17.6).
type Signature struct {
	Signer       string            `json:"signer"`
	Organisation string            `json:"organisation"`
	Issuer       string            `json:"issuer" doc:"Who vouches for the signer"`
	Serial       string            `json:"serial" doc:"Of the certificate"`
	SignedAt     time.Time         `json:"signed_at,omitzero" doc:"The signer's own word"`
	Trusted      bool              `json:"trusted" doc:"The chain leads to a root that is configured here"`
	Problem      signature.Problem `json:"problem" enum:",broken,changed,expired,weak,unknown" doc:"Empty: it holds"`
	ProblemText  string            `json:"problem_text,omitempty"`
}

// attachmentOperations: bytes are no JSON, so bringing and getting them is described by hand.
func (a *API) attachmentOperations() {
	handle(a, operation{
		method: http.MethodGet, path: "/tickets/{code}/attachments", id: "attachments", summary: "A ticket's files, oldest first, those taken away too", tag: "tickets",
		rights: readTickets, errors: []int{http.StatusNotFound},
	}, a.attachments)
	signedIn := []map[string][]string{{"session": {}}, {"token": {}}}
	code := &huma.Param{Name: "code", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}}
	query := func(name, doc string, values ...any) *huma.Param {
		return &huma.Param{Name: name, In: "query", Description: doc, Schema: &huma.Schema{Type: huma.TypeString, Enum: values}}
	}
	bytes := map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}
	one := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Attachment](), true, "")
	a.huma.OpenAPI().AddOperation(&huma.Operation{
		Method: http.MethodPost, Path: attachmentsPath, OperationID: "attach", Tags: []string{"tickets"},
		Summary:     "Add a file to a ticket: its bytes are the body",
		Description: "At most 25 MB; what it is, is found out from its content. A reply is a PDF with a digital signature that holds (Điều 17.6). The ticket's version need not be known.",
		Security:    signedIn, RequestBody: &huma.RequestBody{Required: true, Content: bytes},
		Parameters: []*huma.Param{
			code, query("name", "What it is called"),
			query("purpose", "Left out: progress of a unit's people, evidence of others", "evidence", "progress", "reply"),
		},
		Responses: a.withProblems(map[string]*huma.Response{"201": {Description: "It is kept", Content: map[string]*huma.MediaType{"application/json": {Schema: one}}}},
			http.StatusBadRequest, http.StatusNotFound, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity, http.StatusServiceUnavailable),
	})
	a.huma.OpenAPI().AddOperation(&huma.Operation{
		Method: http.MethodGet, Path: attachmentPath, OperationID: "attachment", Tags: []string{"tickets"},
		Summary:     "A file of a ticket, to be kept",
		Description: "Ranges (RFC 9110) are served; ETag is the SHA-256 of what is given. Every look is noted.",
		Security:    signedIn, Parameters: []*huma.Param{
			code,
			{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString, Format: "uuid"}},
			query("view", "original (the default): as it was added; published: as everybody would see it, a picture without place and camera", "original", "published"),
			query("reason", "Why an auditor looks at it; needed then, and noted"),
		},
		Responses: a.withProblems(map[string]*huma.Response{"200": {Description: "The whole", Content: bytes}, "206": {Description: "The range", Content: bytes}},
			http.StatusNotFound, http.StatusGone, http.StatusRequestedRangeNotSatisfiable, http.StatusUnprocessableEntity, http.StatusServiceUnavailable),
	})
	a.mux.HandleFunc(attachRoute, a.answering(a.attach))
	a.mux.HandleFunc("GET "+attachmentPath, a.answering(a.getAttachment))
}

// saved has a browser keep a file, under its name, and not show it.
func saved(name string) string {
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}

// answering is a handler beside huma.
func (a *API) answering(h func(w http.ResponseWriter, r *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			a.fail(w, r, err)
		}
	}
}

// room waits until one more fits among those in memory; the caller gives the place back.
func room(ctx context.Context, among chan struct{}) (giveBack func(), err error) {
	select {
	case among <- struct{}{}:
		return func() { <-among }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (a *API) attachments(ctx context.Context, in *ticketRequest) (*listed[Attachment], error) {
	row, c, err := a.ticketToRead(ctx, in.Code)
	if err != nil {
		return nil, err
	}
	items, err := a.attachmentsOf(ctx, row, mayKnow(sightOf(ctx, in.Reason), c))
	if err != nil {
		return nil, err
	}
	return list(items, ""), nil
}

// codeIn reads the code in a path: what is none names no ticket.
func codeIn(path string) (ticket.Code, error) {
	code, err := ticket.ParseCode(path)
	if err != nil {
		return "", refuse(http.StatusNotFound, lang.BadTicketCode)
	}
	return code, nil
}

// ticketToRead is a ticket of which whoever asks may read something.
func (a *API) ticketToRead(ctx context.Context, text string) (db.Ticket, ticket.Case, error) {
	code, err := codeIn(text)
	if err != nil {
		return db.Ticket{}, ticket.Case{}, err
	}
	if err := a.mayRead(ctx, visitOf(ctx).who, code); err != nil {
		return db.Ticket{}, ticket.Case{}, err
	}
	row, err := a.p.Store.Ticket(ctx, code)
	if err != nil {
		return db.Ticket{}, ticket.Case{}, err
	}
	c, err := a.p.Store.CaseOfRow(ctx, row.Ticket)
	return row.Ticket, c, err
}

// attachmentsOf are a ticket's files, with what is shown of the sender: what they called a file
// may tell.
func (a *API) attachmentsOf(ctx context.Context, t db.Ticket, as showing) ([]Attachment, error) {
	rows, err := a.p.Store.AttachmentsOfTicket(ctx, t.ID)
	if err != nil {
		return nil, err
	}
	items := make([]Attachment, len(rows))
	for i, r := range rows {
		if items[i], err = attachmentOf(r, visitOf(ctx).lang); err != nil {
			return nil, err
		}
		if items[i].Purpose == ticket.FileEvidence {
			items[i].Name = as.text(items[i].Name)
		}
	}
	return items, nil
}

func attachmentOf(r db.Attachment, l lang.Lang) (Attachment, error) {
	out := Attachment{
		ID: r.ID, Name: r.Name, Type: r.Kind, Bytes: r.Bytes, SHA256: hex.EncodeToString(r.Sha256), Purpose: ticket.Purpose(r.Purpose),
		Unit: value(r.Unit), AddedBy: r.AddedBy, AddedAt: r.AddedAt, Openable: store.Openable(r), Public: r.Public, Trusted: r.Trusted,
	}
	if r.RemovedAt != nil {
		out.Removed = &Removal{At: *r.RemovedAt, By: r.RemovedBy, Reason: r.RemovedReason}
	}
	found, err := store.Signatures(r)
	for _, s := range found {
		shown := Signature{
			Signer: s.Signer, Organisation: s.Organisation, Issuer: s.Issuer, Serial: s.Serial, SignedAt: s.SignedAt, Trusted: s.Trusted, Problem: s.Problem,
		}
		if key, ok := problems[s.Problem]; ok {
			shown.ProblemText = lang.Say(l, key)
		}
		out.Signatures = append(out.Signatures, shown)
	}
	return out, err
}

var problems = map[signature.Problem]lang.Key{
	signature.Broken: lang.SignatureBroken, signature.Changed: lang.SignatureChanged, signature.Expired: lang.SignatureExpired,
	signature.Weak: lang.SignatureWeak, signature.Unknown: lang.SignatureUnknown,
}

// signed tells what is known of a document's signatures, or why it is no official reply:
// one that does not hold, or, where roots are configured, is of nobody that they vouch
// for. Of what is no reply a broken signature is shown, and the file is kept: it may be
// just that which somebody reports.
func signed(f attachment.File, purpose ticket.Purpose, roots *x509.CertPool) (*signature.Report, error) {
	reply := purpose == ticket.FileReply
	if f.Kind != attachment.PDF {
		if reply {
			return nil, invalid("body", lang.SignatureNoPDF)
		}
		return nil, nil
	}
	report, err := signature.Check(f.Data, roots)
	switch {
	case err != nil && !reply:
		return nil, nil // it is not signed
	case errors.Is(err, signature.ErrUnsigned):
		return nil, invalid("body", lang.SignatureMissing)
	case err != nil:
		return nil, invalid("body", lang.SignatureNoPDF)
	case !reply:
		return &report, nil
	}
	for _, s := range report.Signatures {
		if s.Problem != signature.Sound {
			return nil, invalid("body", problems[s.Problem])
		}
	}
	if last := report.Signatures[len(report.Signatures)-1]; roots != nil && !last.Trusted {
		r := invalid("body", lang.SignatureUntrusted)
		r.items[0].args = []any{last.Signer}
		return nil, r
	}
	return &report, nil
}

var readTickets = []auth.Right{auth.ReadTickets, auth.ReadUnitTickets}
