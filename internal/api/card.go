package api

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/directory"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
)

// Cards finds what is known of a caller; it is agentdesk's Cards.
type Cards struct{ Store *store.Store }

// Card takes a number as the trunk gave it. A withheld number, or what is none,
// gives an empty card.
func (c Cards) Card(ctx context.Context, number string) (protocol.Card, error) {
	card := protocol.Card{Calls: []protocol.CardCall{}, Tickets: []protocol.CardTicket{}, Complete: true}
	normalised, err := directory.Number(number)
	if err != nil || normalised == "" {
		return card, nil //nolint:nilerr // nothing is known of what is no number
	}
	row, err := c.Store.CallerCard(ctx, normalised)
	if err != nil {
		return protocol.Card{}, fmt.Errorf("api: caller's card: %w", err)
	}
	card.Number, card.Name, card.Address, card.Email = normalised, row.Name, row.Address, row.Email
	var calls []struct {
		ID        string    `json:"id"`
		StartedAt time.Time `json:"started_at"`
		EndedAt   time.Time `json:"ended_at"`
		Operator  string    `json:"operator"`
		EndReason string    `json:"end_reason"`
		Tickets   []string  `json:"tickets"`
	}
	if err := json.Unmarshal(row.Calls, &calls); err != nil {
		return protocol.Card{}, fmt.Errorf("api: caller's calls: %w", err)
	}
	for _, k := range calls {
		card.Calls = append(card.Calls, protocol.CardCall{
			ID: k.ID, StartedAt: k.StartedAt, DurationMs: span(k.StartedAt, k.EndedAt), Operator: k.Operator, EndReason: k.EndReason, Tickets: codes(k.Tickets),
		})
	}
	if err := json.Unmarshal(row.Tickets, &card.Tickets); err != nil {
		return protocol.Card{}, fmt.Errorf("api: caller's tickets: %w", err)
	}
	for i := range card.Tickets {
		card.Tickets[i].Code = ticket.Code(card.Tickets[i].Code).String()
	}
	return card, nil
}

// detailOf reads an audit row's detail, which is an object by construction.
func detailOf(raw json.RawMessage) map[string]any {
	var detail map[string]any
	if err := json.Unmarshal(raw, &detail); err != nil || detail == nil {
		return map[string]any{}
	}
	return detail
}
