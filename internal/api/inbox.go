package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"
	"unicode/utf8"

	"hotline1022/internal/auth"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/internal/worktime"
)

// What an item of an inbox waits for.
const (
	toAccept    = "accept"    // the unit has it, and nobody works on it yet
	toAnswer    = "answer"    // somebody works on it, or its head has to
	askedSender = "asked"     // the sender was asked (Điều 18.1)
	promised    = "promised"  // a finish was promised (Điều 9.3)
	toReport    = "task"      // another unit gave a task (Điều 17.4)
	contested   = "contested" // the sender disagrees with what the unit answered (Điều 9.5); the Office's turn
)

// InboxItem is something that waits for a unit. It says nothing of who sent the ticket.
type InboxItem struct {
	Section      string       `json:"section" enum:"accept,answer,asked,promised,task,contested"`
	Ticket       string       `json:"ticket" doc:"Code"`
	Version      int64        `json:"version"`
	State        string       `json:"state"`
	StateLabel   string       `json:"state_label"`
	Content      string       `json:"content" doc:"Its beginning"`
	Address      string       `json:"address"`
	Field        string       `json:"field"`
	Urgent       bool         `json:"urgent"`
	Emergency    bool         `json:"emergency"`
	Confidential bool         `json:"confidential"`
	Unit         string       `json:"unit" doc:"Whose it is"`
	Lead         bool         `json:"lead" doc:"The unit leads, and answers; else it contributes"`
	Officer      string       `json:"officer" doc:"User name of who works on it"`
	Mine         bool         `json:"mine"`
	Since        time.Time    `json:"since" doc:"When the unit got it"`
	Due          *time.Time   `json:"due"`
	Late         bool         `json:"late"`
	Warned       bool         `json:"warned" doc:"The time is nearly over"`
	Again        bool         `json:"again" doc:"The unit had it before: it gave it back, or the sender was not content"`
	Promised     *time.Time   `json:"promised,omitempty"`
	Task         *ticket.Task `json:"task,omitempty"`

	Can []ticket.Kind `json:"can" doc:"The acts that whoever asks may do to the ticket as it stands"`
}

// InboxUnit is a unit whose inbox one may see.
type InboxUnit struct {
	Code string `json:"code"`
	Name string `json:"name"`
	Held int64  `json:"held" doc:"How many tickets it has now"`
}

// Inbox is what waits for a unit.
type Inbox struct {
	Unit   string         `json:"unit"`
	Units  []InboxUnit    `json:"units" doc:"One's own, and of those below it what have something"`
	Counts map[string]int `json:"counts" doc:"By section; head: went to the unit's head, whose turn it is; today: late, or due before the day is over; late; mine"`
	More   bool           `json:"more" doc:"There is more than is counted"`
	Items  []InboxItem    `json:"items" doc:"What is due first comes first"`
	Next   *string        `json:"next"`
}

type inboxRequest struct {
	Unit    string `query:"unit" maxLength:"24" doc:"One's own, or one below it; left out: one's own"`
	Section string `query:"section" enum:"accept,answer,asked,promised,task,contested,head,today,late,mine" doc:"Only these"`
	Ticket  string `query:"ticket" maxLength:"32" doc:"Code: only what waits in that one"`
	Limit   int    `query:"limit" minimum:"1" maximum:"100" default:"30"`
	Cursor  string `query:"cursor" maxLength:"400"`
}

// mostInInbox is how much of a unit's work is looked at.
const mostInInbox = 1_000

// mostDisputed is how many tickets it is reminded of that are the Office's meanwhile.
const mostDisputed = 100

// excerpt is how many characters of a ticket's content an inbox shows.
const excerpt = 280

func (a *API) inboxOperations() {
	handle(a, operation{
		method: http.MethodGet, path: "/inbox", id: "inbox", tag: "tickets", rights: []auth.Right{auth.AnswerTickets},
		summary: "What waits for one's unit: to be accepted, answered, reported, and what waits for others, the first due first", errors: []int{http.StatusBadRequest, http.StatusNotFound, http.StatusUnprocessableEntity},
	}, a.inbox)
}

// waiting is an item before its ticket is read.
type waiting struct {
	InboxItem
	id     int64
	number int32
	toHead bool // the officer's time is over (Điều 9.4)
}

// place is where it stands in the order; what has no term comes last.
func (w waiting) place() cursor {
	at := time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	if w.Due != nil {
		at = *w.Due
	}
	return cursor{At: at.UTC(), ID: fmt.Sprintf("%012d-%s-%06d", w.id, w.Section, w.number)}
}

func (c cursor) compare(d cursor) int { return cmp.Or(c.At.Compare(d.At), cmp.Compare(c.ID, d.ID)) }

func (a *API) inbox(ctx context.Context, in *inboxRequest) (*struct{ Body Inbox }, error) {
	who := visitOf(ctx).who
	units, err := a.inboxUnits(ctx, who)
	if err != nil {
		return nil, err
	}
	out := Inbox{Unit: cmp.Or(store.Text(in.Unit), who.Unit), Units: units, Counts: map[string]int{}, Items: []InboxItem{}}
	if out.Unit != who.Unit {
		below, err := a.unitsOf(ctx, who)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(below, out.Unit) {
			return nil, store.ErrNotFound
		}
	}
	after, err := parseCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	all, err := a.waitingFor(ctx, out.Unit)
	if err != nil {
		return nil, err
	}
	if in.Ticket != "" {
		if all, err = a.ofTicket(ctx, all, in.Ticket); err != nil {
			return nil, err
		}
	}
	now, err := a.p.Store.Now(ctx)
	if err != nil {
		return nil, err
	}
	midnight := (worktime.DateOf(now.In(ticket.Zone)) + 1).At(0, ticket.Zone)
	var asked []waiting
	for _, w := range all {
		w.Mine = w.Officer != "" && w.Officer == who.Username
		belongs := w.belongsTo(midnight)
		for _, b := range belongs {
			out.Counts[b]++
		}
		if (in.Section == "" || slices.Contains(belongs, in.Section)) && (after == nil || w.place().compare(*after) > 0) {
			asked = append(asked, w)
		}
	}
	out.More = len(all) >= mostInInbox
	slices.SortFunc(asked, func(v, w waiting) int { return v.place().compare(w.place()) })
	asked, next := cut(asked, in.Limit, waiting.place)
	out.Next = orNull(next)
	out.Items, err = a.readWaiting(ctx, partyBy(who), asked)
	return &struct{ Body Inbox }{out}, err
}

// ofTicket leaves what waits in one ticket; one that the unit does not have is as one that is not there.
func (a *API) ofTicket(ctx context.Context, all []waiting, text string) ([]waiting, error) {
	code, err := ticket.ParseCode(text)
	if err != nil {
		return nil, nil
	}
	row, err := a.p.Store.Ticket(ctx, code)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return slices.DeleteFunc(all, func(w waiting) bool { return w.id != row.Ticket.ID }), err
}

// belongsTo names the sections under which it is counted.
func (w waiting) belongsTo(midnight time.Time) []string {
	in := []string{w.Section}
	if w.Section != contested && w.Due != nil && w.Due.Before(midnight) {
		in = append(in, "today")
	}
	if w.toHead {
		in = append(in, "head")
	}
	if w.Late {
		in = append(in, "late")
	}
	if w.Mine {
		in = append(in, "mine")
	}
	return in
}

// inboxUnits is one's own unit and those below that have something.
func (a *API) inboxUnits(ctx context.Context, who *Principal) ([]InboxUnit, error) {
	reach, err := a.unitsOf(ctx, who)
	if err != nil {
		return nil, err
	}
	rows, err := a.p.Store.PartsWaiting(ctx, reach)
	if err != nil {
		return nil, err
	}
	tree, _, err := a.p.Store.TreeToday(ctx, a.p.Store.Queries)
	if err != nil {
		return nil, err
	}
	held := map[string]int64{who.Unit: 0}
	for _, r := range rows {
		held[r.Unit] = r.Held
	}
	units := make([]InboxUnit, 0, len(held))
	for code, n := range held {
		units = append(units, InboxUnit{Code: code, Name: unitName(tree, code), Held: n})
	}
	slices.SortFunc(units, func(v, w InboxUnit) int {
		if (v.Code == who.Unit) != (w.Code == who.Unit) {
			return map[bool]int{true: -1, false: 1}[v.Code == who.Unit]
		}
		return cmp.Compare(v.Name, w.Name)
	})
	return units, nil
}

// waitingFor is all that waits for a unit, or that it waits for.
func (a *API) waitingFor(ctx context.Context, unit string) ([]waiting, error) {
	parts, err := a.p.Store.InboxParts(ctx, db.InboxPartsParams{Units: []string{unit}, Page: mostInInbox})
	if err != nil {
		return nil, err
	}
	all := make([]waiting, 0, len(parts))
	for _, p := range parts {
		all = append(all, waiting{id: p.TicketID, number: p.Number, toHead: isHeads(p), InboxItem: InboxItem{
			Section: sectionOf(p), Unit: p.Unit, Lead: p.Lead, Officer: p.Officer, Since: p.SentAt, Due: p.Due, Late: p.Late, Warned: p.Warned, Again: p.Again, Promised: p.Promised,
		}})
	}
	tasks, err := a.p.Store.InboxTasks(ctx, db.InboxTasksParams{Units: []string{unit}, Page: mostInInbox})
	if err != nil {
		return nil, err
	}
	for _, r := range tasks {
		var t ticket.Task
		if err := json.Unmarshal(r.Body, &t); err != nil {
			return nil, fmt.Errorf("api: a task that is kept: %w", err)
		}
		all = append(all, waiting{id: r.TicketID, number: r.Number, InboxItem: InboxItem{
			Section: toReport, Unit: r.Unit, Since: t.At, Due: orNull(t.Due), Late: !t.Due.IsZero() && t.Due.Before(r.Now), Task: &t,
		}})
	}
	disputed, err := a.p.Store.TicketList(ctx, store.TicketFilter{
		States: []string{string(ticket.StateContested), string(ticket.StateOfficeLed), string(ticket.StateAwaitingDirective)}, Parts: []string{unit}, Secret: true,
	}, store.ChangedFirst, nil, mostDisputed)
	if err != nil {
		return nil, err
	}
	for _, r := range disputed {
		all = append(all, waiting{id: r.Ticket.ID, InboxItem: InboxItem{Section: contested, Unit: unit, Since: r.Ticket.UpdatedAt}})
	}
	return all, nil
}

// isHeads says whether a part has gone to the unit's head, late by now or not.
func isHeads(p db.InboxPartsRow) bool {
	state := ticket.State(p.TicketState)
	return p.Lead && (state == ticket.StateEscalatedToHead || state == ticket.StateOverdue)
}

// sectionOf says what a unit's part waits for.
func sectionOf(p db.InboxPartsRow) string {
	switch state := ticket.State(p.TicketState); {
	case p.State == string(ticket.Sent) && (!p.Lead || state == ticket.StateAssigned): // past its term it is answered, not accepted
		return toAccept
	case p.Lead && state == ticket.StateAwaitingSenderForUnit:
		return askedSender
	case p.Lead && state == ticket.StateVerifying:
		return promised
	}
	return toAnswer
}

// readWaiting adds what their tickets say.
func (a *API) readWaiting(ctx context.Context, by ticket.By, some []waiting) ([]InboxItem, error) {
	ids := make([]int64, len(some))
	for i, w := range some {
		ids[i] = w.id
	}
	rows, err := a.p.Store.TicketsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	tickets := make([]db.Ticket, len(rows))
	for i, row := range rows {
		tickets[i] = row.Ticket
	}
	cases, err := a.p.Store.CasesOfRows(ctx, tickets)
	if err != nil {
		return nil, err
	}
	items := make([]InboxItem, 0, len(some))
	for i, row := range rows { // in the order asked for: no ticket is ever removed
		item, t := some[i].InboxItem, row.Ticket
		item.Ticket, item.Version, item.State, item.StateLabel = ticket.Code(t.Code).String(), t.Version, t.State, ticket.State(t.State).Label()
		item.Content, item.Address, item.Field = beginning(t.Content), t.Address, value(t.Field)
		item.Urgent, item.Emergency, item.Confidential = t.Urgent, t.Emergency, t.Confidential
		item.Can = append([]ticket.Kind{}, ticket.Can(cases[t.ID], by)...)
		items = append(items, item)
	}
	return items, nil
}

// beginning is the first of a text, whole characters.
func beginning(text string) string {
	if utf8.RuneCountInString(text) <= excerpt {
		return text
	}
	return string([]rune(text)[:excerpt]) + "…"
}
