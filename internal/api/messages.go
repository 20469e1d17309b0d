package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/auth"
	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// Message is what somebody outside is told.
type Message struct {
	ID       uuid.UUID  `json:"id"`
	Channel  string     `json:"channel" enum:"sms,email"`
	To       string     `json:"to" doc:"Its middle is left out for those who neither answer callers nor audit; all of it, of a confidential ticket, for those who do not answer callers (Điều 12.2)"`
	Text     string     `json:"text" doc:"What the gateway was given; empty before the first attempt"`
	Key      string     `json:"key" doc:"Of the text, for programs"`
	Parts    int32      `json:"parts" doc:"SMS that it was carried in"`
	State    string     `json:"state" enum:"queued,sent,delivered,undelivered,failed,withdrawn" doc:"Sent: a gateway took it; delivered, undelivered: what the network said then; withdrawn: whom it was for is not the ticket's sender after all"`
	Quiet    bool       `json:"quiet" doc:"It waits for the morning (next_at)"`
	Subject  string     `json:"subject" doc:"Of an e-mail"`
	Template int32      `json:"template" doc:"Version of the template that it was written by; 0: the program's own"`
	Attempts int32      `json:"attempts"`
	Doubts   int32      `json:"doubts" doc:"Attempts of which nobody knows whether the gateway took the message: it may have come so many times more"`
	Error    string     `json:"error" doc:"Of the last attempt that did not succeed, or why it was not delivered"`
	Gateway  string     `json:"gateway"`
	Receipt  string     `json:"receipt" doc:"The gateway's own ID"`
	Ticket   string     `json:"ticket" doc:"Code"`
	CallID   string     `json:"call_id"`
	QueuedAt time.Time  `json:"queued_at"`
	NextAt   *time.Time `json:"next_at" doc:"Of the next attempt, while it is queued"`
	SentAt   *time.Time `json:"sent_at"`
	FailedAt *time.Time `json:"failed_at"`
	// When the network said that it arrived, or did not.
	ReportedAt  *time.Time `json:"reported_at" doc:"When it was delivered, or given up by the network"`
	WithdrawnAt *time.Time `json:"withdrawn_at" doc:"When it was found that whom it is for is not the ticket's sender: it is not sent again"`
	Retry       *uuid.UUID `json:"retry" nullable:"true" doc:"The message that tries it again"`
	RetryOf     *uuid.UUID `json:"retry_of" nullable:"true" doc:"The message that it tries again"`
	RetriedBy   string     `json:"retried_by" doc:"Who asked for that"`
}

// MessageRetry is the message that tries another again.
type MessageRetry struct {
	ID uuid.UUID `json:"id"`
}

type messagesRequest struct {
	State   string `query:"state" enum:"queued,sent,delivered,undelivered,failed,withdrawn"`
	Channel string `query:"channel" enum:"sms,email"`
	To      string `query:"to" maxLength:"254" doc:"A number in any form, or an e-mail address"`
	Ticket  string `query:"ticket" maxLength:"32" doc:"A ticket's code"`
	Sort    string `query:"sort" enum:"time,-time,channel,-channel,state,-state,attempts,-attempts,ticket,-ticket" default:"-time" doc:"A minus: the greatest first"`
	Limit   int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor  string `query:"cursor" maxLength:"400"`
	Why
}

func (a *API) messageOperations() {
	handleList(a, operation{
		method: http.MethodGet, path: "/messages", id: "messages", summary: "What people outside were told", tag: "messages",
		rights: []auth.Right{auth.ReadMessages}, errors: []int{http.StatusBadRequest, http.StatusUnprocessableEntity},
	}, a.messages, messageColumns)
	handle(a, operation{
		method: http.MethodPost, path: "/messages/{id}/retry", id: "retryMessage", tag: "messages", status: http.StatusCreated,
		summary: "Send a message again that failed or was not delivered: once, as a message of its own",
		rights:  []auth.Right{auth.RetryMessages}, errors: []int{http.StatusNotFound, http.StatusConflict},
	}, a.retryMessage)
}

func (a *API) retryMessage(ctx context.Context, in *struct {
	ID uuid.UUID `path:"id"`
},
) (*struct{ Body MessageRetry }, error) {
	act, err := a.act(visitOf(ctx).who.Actor, "message.retry", "message:"+in.ID.String(), nil)
	if err != nil {
		return nil, err
	}
	made, err := a.p.Store.RetryMessage(ctx, in.ID, a.cfg.Now(), act)
	switch {
	case errors.Is(err, store.ErrNotFailed):
		return nil, refuse(http.StatusConflict, lang.MessageNotFailed)
	case errors.Is(err, store.ErrWithdrawn):
		return nil, refuse(http.StatusConflict, lang.MessageWithdrawn)
	case errors.Is(err, store.ErrRetried):
		return nil, refuse(http.StatusConflict, lang.MessageRetried)
	case err != nil:
		return nil, err
	}
	return &struct{ Body MessageRetry }{MessageRetry{made}}, nil
}

// messageSorts has no address: where one that is concealed stands would tell it.
var messageSorts = sorts{
	by: map[string]store.Key{
		"time": whenKey("q.created_at"), "attempts": {SQL: "q.attempts", Type: "integer"}, "ticket": numberKey("coalesce(q.ticket_id, 0)"),
	},
	names: map[string]store.Names{
		"channel": ranked("messages", "channel", codedKey("v", "channel", "sms", "email")),
		"state":   ranked("messages", "state", codedKey("v", "message", "queued", "sent", "delivered", "undelivered", "failed", "withdrawn")),
	},
	id: []store.Key{whenKey("q.created_at"), {SQL: "q.id", Type: "uuid"}},
}

func (a *API) messages(ctx context.Context, in *messagesRequest) (*listed[Message], error) {
	p := db.MessageListParams{State: orNull(in.State), Channel: orNull(in.Channel), Recipient: orNull(in.To)}
	s := sightOf(ctx, in.Reason)
	p.Discreet = !s.secrets()
	if in.To != "" {
		if err := s.search(); err != nil {
			return nil, err
		}
	}
	if number, err := directory.Number(in.To); err == nil && number != "" {
		p.Recipient = &number
	}
	var err error
	if p.Ticket, err = ofTicket(in.Ticket); err != nil {
		return nil, err
	}
	page, err := a.sorted(messageSorts, in.Sort, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	rows, err := page.MessageList(ctx, p)
	if err != nil {
		return nil, err
	}
	rows, next := cutSorted(rows, page)
	items, shown := make([]Message, len(rows)), 0
	for i, r := range rows {
		items[i] = messageOf(r)
		as := s.listed(r.Confidential)
		if as == inFull && !s.who.may(auth.ReadRecipients) {
			as = masked
		}
		if items[i].To, items[i].CallID = as.number(items[i].To), as.call(items[i].CallID); as == inFull {
			shown++
		}
	}
	return list(items, next), a.noteListed(ctx, s, "messages", shown)
}

func messageOf(row db.MessageListRow) Message {
	m := row.Message
	out := Message{
		ID: m.ID, Channel: m.Channel, To: m.Recipient, Text: m.Body, Key: m.TextKey, Parts: m.Parts, State: m.State,
		Attempts: m.Attempts, Doubts: m.Doubts, Error: m.Error, Gateway: m.Gateway, Receipt: m.GatewayID,
		Quiet: m.Quiet, Subject: m.Subject, Template: m.TemplateVersion, ReportedAt: m.ReportedAt,
		Retry: row.Retry, RetryOf: m.RetryOf, RetriedBy: value(m.RetriedBy),
		CallID: value(m.CallID), QueuedAt: m.CreatedAt, NextAt: m.NextAt, SentAt: m.SentAt, FailedAt: m.FailedAt, WithdrawnAt: m.WithdrawnAt,
	}
	if row.Ticket != "" {
		out.Ticket = ticket.Code(row.Ticket).String()
	}
	return out
}
