package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/redaction"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
)

// TextPart is a piece of a text that may be published; joined they are the text.
type TextPart struct {
	Text string         `json:"text"`
	Kind redaction.Kind `json:"kind" enum:",phone,paper,email,plate,name,address" doc:"What it seems to tell of somebody; empty: nothing"`
	Sure bool           `json:"sure" doc:"It hardly ever is something else: published with it, the act has to say that it is"`
}

// Publication is what would be published of a ticket, with what was found in it that tells of people.
type Publication struct {
	Version int64             `json:"version" doc:"Of the ticket, as it was looked at: publish by this one"`
	Content []TextPart        `json:"content"`
	Result  []TextPart        `json:"result"`
	Files   []PublicationFile `json:"files" doc:"Of which there is a form that may be published"`
}

// PublicationFile is one that may be published beside; its form for everybody is at /tickets/{code}/attachments/{id}?view=published.
type PublicationFile struct {
	ID     uuid.UUID `json:"id"`
	Name   string    `json:"name"`
	Type   string    `json:"type"`
	Public bool      `json:"public" doc:"Chosen already"`
}

type publicationRequest struct {
	Code string `path:"code" maxLength:"32"`
	Body struct {
		Content string `json:"content" required:"false" maxLength:"120000" doc:"As it is written now; empty: the ticket's own"`
		Result  string `json:"result" required:"false" maxLength:"120000" doc:"Likewise"`
	}
}

func (a *API) publicationOperations() {
	handle(a, operation{
		method: http.MethodPost, path: "/tickets/{code}/publication", id: "previewPublication", tag: "acts", rights: []auth.Right{auth.HandleTickets},
		summary: "What would be published, with what in it tells of people (11.1, 12.1); nothing is changed",
		errors:  []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
	}, a.publication)
}

func (a *API) publication(ctx context.Context, in *publicationRequest) (*struct{ Body Publication }, error) {
	code, err := codeIn(in.Code)
	if err != nil {
		return nil, err
	}
	s := sightOf(ctx, "")
	if err := a.mayRead(ctx, s.who, code); err != nil {
		return nil, err
	}
	row, err := a.p.Store.Ticket(ctx, code)
	if err != nil {
		return nil, err
	}
	if row.Ticket.Confidential {
		return nil, refuse(http.StatusConflict, lang.TicketIsConfidential)
	}
	_, c, err := a.casefile(ctx, row.Ticket)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(ticket.Can(c, partyBy(s.who)), "publish") {
		return nil, refuse(http.StatusForbidden, lang.NotAllowed) // who reads for whom it is not done reads the ticket itself
	}
	content, result := store.Text(in.Body.Content), store.Text(in.Body.Result)
	if content == "" {
		content = row.Ticket.Content
	}
	if result == "" && c.Result != nil {
		result = c.Result.Text
	}
	out := Publication{Version: row.Ticket.Version, Content: partsOf(content, c.Sender), Result: partsOf(result, c.Sender), Files: []PublicationFile{}}
	files, err := a.attachmentsOf(ctx, row.Ticket, mayKnow(s, c))
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if f.Openable && f.Removed == nil {
			out.Files = append(out.Files, PublicationFile{f.ID, f.Name, f.Type, f.Public})
		}
	}
	return &struct{ Body Publication }{out}, nil
}

func partsOf(text string, of ticket.Sender) []TextPart {
	known := redaction.Known{Name: of.Name, Address: of.Address, Phone: of.Phone, Email: of.Email}
	found := redaction.Parts(text, redaction.Find(text, known))
	all := make([]TextPart, len(found))
	for i, p := range found {
		all[i] = TextPart{p.Text, p.Kind, p.Kind.Certain()}
	}
	return all
}
