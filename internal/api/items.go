package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"hotline1022/internal/store"

	"hotline1022/internal/lang"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// OpenItem is something of a ticket that somebody is still expected to decide, answer or do.
type OpenItem struct {
	Ticket     string     `json:"ticket" doc:"Code"`
	State      string     `json:"state" doc:"Of the ticket"`
	StateLabel string     `json:"state_label"`
	Kind       string     `json:"kind" enum:"task,document,dossier,reward,warning,recording"`
	Number     int        `json:"number" doc:"In the ticket; the act that settles it names it"`
	Waits      string     `json:"waits" enum:"unit,office,leader,hotline" doc:"Whose it is: the unit does a task (17.4); the Office enters an explanation (9.6) and decides on commendations (17.7, 20) and warnings (20.2); the leader of the shift on recordings (10.1); the hotline sends dossiers (9.6)"`
	Unit       string     `json:"unit" doc:"That it concerns"`
	UnitName   string     `json:"unit_name"`
	Since      time.Time  `json:"since"`
	Due        *time.Time `json:"due,omitempty"`

	Task      *ticket.Task      `json:"task,omitempty"`
	Document  *ticket.Document  `json:"document,omitempty"`
	Dossier   *ticket.Dossier   `json:"dossier,omitempty"`
	Reward    *ticket.Reward    `json:"reward,omitempty"`
	Warning   *ticket.Warning   `json:"warning,omitempty"`
	Recording *ticket.Recording `json:"recording,omitempty"`
}

type openItemsRequest struct {
	Kind   string `query:"kind" required:"true" enum:"task,document,dossier,reward,warning,recording"`
	Unit   string `query:"unit" maxLength:"24" doc:"Only those of the unit"`
	Sort   string `query:"sort" enum:"ticket,-ticket,unit,-unit,since,-since,due,-due" default:"ticket" doc:"A minus: the greatest first"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"400"`
}

const itemWarning = "warning"

func (a *API) itemOperations() {
	handleList(a, operation{
		method: http.MethodGet, path: "/open-items", id: "openItems", tag: "tickets", rights: readTickets, errors: []int{http.StatusBadRequest, http.StatusUnprocessableEntity},
		summary: "What waits for somebody's decision, answer or work beside the state of tickets; for a unit's people what concerns the unit, or was given by it",
	}, a.openItems, itemColumns)
}

// itemSorts: since and due are read from what is kept of an item, as OpenItem.read does.
var itemSorts = sorts{
	by: map[string]store.Key{
		"ticket": numberKey("q.ticket_id"), "unit": textKey("q.unit_spelt"), "since": whenKey("coalesce(q.body->>'date', q.body->>'wanted_at', q.body->>'at', '-infinity')::timestamptz"),
		"due": whenKey("coalesce(q.body->>'due', 'infinity')::timestamptz"),
	},
	id: []store.Key{numberKey("q.ticket_id"), {SQL: "q.number", Type: "integer"}},
}

func (a *API) openItems(ctx context.Context, in *openItemsRequest) (*listed[OpenItem], error) {
	who := visitOf(ctx).who
	if in.Kind == itemWarning && !who.mayReadReserved() {
		return nil, refuse(http.StatusForbidden, lang.NotAllowed)
	}
	p := db.ItemsOpenParams{Kind: in.Kind, OfUnit: orNull(store.Text(in.Unit))}
	page, err := a.sorted(itemSorts, in.Sort, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	if p.Units, err = a.unitsOf(ctx, who); err != nil {
		return nil, err
	}
	p.Everyones = p.Units == nil
	rows, err := page.ItemsOpen(ctx, p)
	if err != nil {
		return nil, err
	}
	rows, next := cutSorted(rows, page)
	items := make([]OpenItem, len(rows))
	for i, r := range rows {
		items[i] = OpenItem{
			Ticket: ticket.Code(r.Code).String(), State: r.State, StateLabel: ticket.State(r.State).Label(), Kind: in.Kind, Number: int(r.Number), Unit: r.Unit, UnitName: r.UnitName,
		}
		if err := items[i].read(r.Body); err != nil {
			return nil, fmt.Errorf("api: %s %d of ticket %s: %w", in.Kind, r.Number, r.Code, err)
		}
	}
	return list(items, next), nil
}

// read fills in what is kept of it, whose it is and since when.
func (o *OpenItem) read(body []byte) (err error) {
	into := map[string]any{"task": &o.Task, "document": &o.Document, "dossier": &o.Dossier, "reward": &o.Reward, itemWarning: &o.Warning, "recording": &o.Recording}
	if err := json.Unmarshal(body, into[o.Kind]); err != nil {
		return err
	}
	switch {
	case o.Task != nil:
		o.Waits, o.Since, o.Due = "unit", o.Task.At, orNull(o.Task.Due)
	case o.Document != nil:
		o.Waits, o.Due = "office", orNull(o.Document.Due)
		o.Since, err = time.ParseInLocation(time.DateOnly, o.Document.Date, ticket.Zone)
	case o.Dossier != nil:
		o.Waits, o.Since = "hotline", o.Dossier.WantedAt
	case o.Reward != nil:
		o.Waits, o.Since = "office", o.Reward.At
	case o.Warning != nil:
		o.Waits, o.Since = "office", o.Warning.At
	case o.Recording != nil:
		o.Waits, o.Since = "leader", o.Recording.At
	}
	return err
}
