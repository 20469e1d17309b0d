package api

import (
	"context"
	"net/http"
	"time"

	"hotline1022/internal/portal"
	"hotline1022/internal/ticket"
)

// OwnTicket is a ticket as its sender sees it, who has no account but a key.
type OwnTicket struct {
	Code         string        `json:"code"`
	Version      int64         `json:"version" doc:"Whoever does something says which one they saw"`
	State        string        `json:"state"`
	StateLabel   string        `json:"state_label"`
	Confidential bool          `json:"confidential"`
	ReceivedAt   time.Time     `json:"received_at"`
	UpdatedAt    time.Time     `json:"updated_at"`
	Content      string        `json:"content"`
	Into         string        `json:"into,omitempty" doc:"The ticket in which it goes on"`
	Refusal      *OwnRefusal   `json:"refusal,omitempty" doc:"Why it is not taken, and where to go instead (Điều 8.2)"`
	Question     *OwnQuestion  `json:"question,omitempty" doc:"To which the answer is waited for (Điều 8.3, 18.1)"`
	Promised     *time.Time    `json:"promised,omitempty" doc:"When it will be done (Điều 9.3)"`
	Result       string        `json:"result,omitempty" doc:"As the sender was told it"`
	UnitURL      string        `json:"unit_url,omitempty"`
	Objection    *OwnObjection `json:"objection,omitempty" doc:"The sender's last one (Điều 9.5)"`
	Rating       *ticket.Mark  `json:"rating,omitempty"`
	May          []string      `json:"may" doc:"What the sender may do now: sender_replied, rate, contest, take_by_office, report_conduct, mark_confidential"`
}

// OwnRefusal is why a report is not taken.
type OwnRefusal struct {
	Words string `json:"words"`
	Where string `json:"where"`
}

// OwnQuestion is what the sender is asked.
type OwnQuestion struct {
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// OwnObjection is what the sender does not agree with.
type OwnObjection struct {
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

type ownTicket struct{ Body OwnTicket }

// Keyed is whoever has a key.
type Keyed struct {
	Key string `header:"Ticket-Key" maxLength:"40" doc:"From the link in a message: what follows /x/"`
}

type ownRequest struct{ Keyed }

type markRequest struct {
	Keyed
	Body struct {
		Score   int    `json:"score" minimum:"1" maximum:"5"`
		Comment string `json:"comment" required:"false" maxLength:"2000"`
	}
}

type saidRequest struct {
	Keyed
	Body struct {
		Version int64  `json:"version" doc:"Of the ticket, as it was seen"`
		Text    string `json:"text" minLength:"1" maxLength:"4000"`
	}
}

// ownTicketOperations are the sender's door: what they know, and do, by the key of a message.
func (a *API) ownTicketOperations() {
	refusals := []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity, http.StatusTooManyRequests}
	handle(a, operation{
		method: http.MethodGet, path: "/public/own-ticket", id: "ownTicket", tag: "public", open: true, errors: refusals,
		summary: "The sender's own ticket, with what they were told and may do",
	}, func(ctx context.Context, in *ownRequest) (*ownTicket, error) { return a.ownTicket(ctx, in.Key) })
	handle(a, operation{
		method: http.MethodPost, path: "/public/own-ticket/rate", id: "rateOwnTicket", tag: "public", open: true, errors: refusals,
		summary: "Rate the answer; the last mark counts (Điều 11.2)",
	}, func(ctx context.Context, in *markRequest) (*ownTicket, error) {
		return a.doToOwn(ctx, in.Key, 0, ticket.Rate{Score: in.Body.Score, Comment: in.Body.Comment})
	})
	a.said("reply", "replyToOwnTicket", "Answer what is asked (Điều 8.3, 18.1)")
	a.said("contest", "contestOwnTicket", "Disagree with the result (Điều 9.5)")
	a.said("go-on", "goOnWithOwnTicket", "Still disagree, and send again: the Office leads (Điều 9.5)")
	a.said("report-conduct", "reportConductOfOwnTicket", "Say a word about an officer's conduct (Điều 18.3)")
	a.said("keep-confidential", "keepOwnTicketConfidential", "Ask that it be kept confidential (Điều 7.3)")
}

// said registers an act that is a text.
func (a *API) said(name, id, summary string) {
	act := portal.Sayings[name]
	handle(a, operation{
		method: http.MethodPost, path: "/public/own-ticket/" + name, id: id, summary: summary, tag: "public", open: true,
		errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, func(ctx context.Context, in *saidRequest) (*ownTicket, error) {
		return a.doToOwn(ctx, in.Key, in.Body.Version, act(in.Body.Text))
	})
}

func (a *API) doToOwn(ctx context.Context, key string, version int64, act ticket.Act) (*ownTicket, error) {
	if err := a.p.Citizens.Do(ctx, key, version, act); err != nil {
		return nil, err
	}
	return a.ownTicket(ctx, key)
}

func (a *API) ownTicket(ctx context.Context, key string) (*ownTicket, error) {
	own, err := a.p.Citizens.Own(ctx, key)
	if err != nil {
		return nil, err
	}
	return &ownTicket{ownOf(own)}, nil
}

func ownOf(o portal.Own) OwnTicket {
	out := OwnTicket{
		Code: o.Code.String(), Version: o.Version, State: string(o.State), StateLabel: o.State.Label(), Confidential: o.Confidential,
		ReceivedAt: o.ReceivedAt, UpdatedAt: o.UpdatedAt, Content: o.Content, Result: o.Result, UnitURL: o.UnitURL, Rating: o.Rating, May: make([]string, len(o.May)),
	}
	for i, kind := range o.May {
		out.May[i] = string(kind)
	}
	if o.Into != "" {
		out.Into = o.Into.String()
	}
	if r := o.Refusal; r != nil {
		out.Refusal = &OwnRefusal{r.Words, r.Where}
	}
	if q := o.Question; q != nil {
		out.Question = &OwnQuestion{q.Text, q.At}
	}
	if !o.Promised.IsZero() {
		out.Promised = &o.Promised
	}
	if b := o.Objection; b != nil {
		out.Objection = &OwnObjection{b.Text, b.At}
	}
	return out
}
