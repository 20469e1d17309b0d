package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// life is what of a case stands in one column, each by its name.
type life struct {
	Asked     *ticket.Question  `json:"asked,omitempty"`
	UnitAsked *ticket.Question  `json:"unit_asked,omitempty"`
	Refusal   *ticket.Refusal   `json:"refusal,omitempty"`
	Lead      *ticket.Leading   `json:"lead,omitempty"`
	Result    *ticket.Answered  `json:"result,omitempty"`
	Public    *ticket.Public    `json:"public,omitempty"`
	Objection *ticket.Objection `json:"objection,omitempty"`
	Rating    *ticket.Mark      `json:"rating,omitempty"`
	Through   string            `json:"through,omitempty"`
	Unrelated []int64           `json:"unrelated,omitempty"`
}

// Ties are what a ticket's case takes from other rows than its own.
type Ties struct {
	Parent    string // code of the ticket that it was merged into
	Emergency bool   // a service was called in one of its calls, and nobody said that for another matter
}

// CaseOfRow gives a ticket as its acts would find it, for whoever reads it alone.
func (s *Store) CaseOfRow(ctx context.Context, t db.Ticket) (ticket.Case, error) {
	ties, err := s.tiesOf(ctx, t)
	if err != nil {
		return ticket.Case{}, err
	}
	return s.Case(ctx, s.Queries, t, ties)
}

func (s *Store) tiesOf(ctx context.Context, t db.Ticket) (ties Ties, err error) {
	if t.ParentID != nil {
		if ties.Parent, err = s.TicketCode(ctx, *t.ParentID); err != nil {
			return ties, fmt.Errorf("store: into which a ticket was merged: %w", err)
		}
	}
	if ties.Emergency, err = s.EmergencyInCalls(ctx, t.ID); err != nil {
		return ties, fmt.Errorf("store: emergencies in a ticket's calls: %w", err)
	}
	return ties, nil
}

// CasesOfRows gives many tickets as their acts go by them, by their IDs, but for what ties them to others: enough
// to say which acts are possible.
func (s *Store) CasesOfRows(ctx context.Context, rows []db.Ticket) (map[int64]ticket.Case, error) {
	ids := make([]int64, len(rows))
	for i, t := range rows {
		ids[i] = t.ID
	}
	parts, err := s.AssignmentsOfSome(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("store: tickets' assignments: %w", err)
	}
	items, err := s.ItemsOfSome(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("store: what belongs to tickets: %w", err)
	}
	partsOf, itemsOf := map[int64][]db.TicketAssignment{}, map[int64][]db.ItemsOfRow{}
	for _, p := range parts {
		partsOf[p.TicketID] = append(partsOf[p.TicketID], p)
	}
	for _, i := range items {
		itemsOf[i.TicketID] = append(itemsOf[i.TicketID], db.ItemsOfRow{Kind: i.Kind, Number: i.Number, Body: i.Body})
	}
	cases := make(map[int64]ticket.Case, len(rows))
	for _, t := range rows {
		if cases[t.ID], err = caseOf(t, Ties{}, partsOf[t.ID], itemsOf[t.ID]); err != nil {
			return nil, err
		}
	}
	return cases, nil
}

// Case gives a ticket as its acts go by it. Whoever wants to change it has locked the row.
func (s *Store) Case(ctx context.Context, q *db.Queries, t db.Ticket, ties Ties) (ticket.Case, error) {
	parts, err := q.AssignmentsOf(ctx, t.ID)
	if err != nil {
		return ticket.Case{}, fmt.Errorf("store: a ticket's assignments: %w", err)
	}
	items, err := q.ItemsOf(ctx, t.ID)
	if err != nil {
		return ticket.Case{}, fmt.Errorf("store: what belongs to a ticket: %w", err)
	}
	return caseOf(t, ties, parts, items)
}

func caseOf(t db.Ticket, ties Ties, parts []db.TicketAssignment, items []db.ItemsOfRow) (ticket.Case, error) {
	var l life
	if err := json.Unmarshal(t.Life, &l); err != nil {
		return ticket.Case{}, fmt.Errorf("store: a ticket's life that is kept: %w", err)
	}
	c := ticket.Case{
		Code: ticket.Code(t.Code), Version: t.Version, Policy: t.Policy, ReceivedAt: t.CreatedAt, State: ticket.State(t.State),
		Emergency: t.Emergency || ties.Emergency, Urgent: t.Urgent, Confidential: t.Confidential, EverOverdue: t.EverOverdue, OutsideTTHC: t.OutsideTthc,
		NeedsDocument: t.NeedsDocument, Unit: deref(t.Unit), Precheck: t.Precheck, Sender: SenderOf(t),
		Matter: ticket.Matter(deref(t.Kind)), Group: ticket.Group(deref(t.Group)), Field: deref(t.Field), Content: t.Content, Address: t.Address, Directive: t.Directive,
		Asked: l.Asked, UnitAsked: l.UnitAsked, Refusal: l.Refusal, Lead: l.Lead, Result: l.Result, Public: l.Public,
		ToldAt: deref(t.ToldAt), Objection: l.Objection, Rating: l.Rating, Through: l.Through, Unrelated: l.Unrelated, Parent: ticket.Code(ties.Parent),
	}
	if len(t.IdentityFor) > 0 {
		c.IdentityFor = t.IdentityFor
	}
	for _, a := range parts {
		c.Assignments = append(c.Assignments, ReadAssignment(a))
	}
	for _, i := range items {
		if err := readItem(&c, i); err != nil {
			return c, fmt.Errorf("store: %s %d of a ticket: %w", i.Kind, i.Number, err)
		}
	}
	return c, nil
}

// ErrNoVersion: the ticket has not had the version that somebody says they saw.
var ErrNoVersion = errors.New("store: the ticket has no such version")

// TicketChanged refuses what somebody did to a ticket that was another by then.
type TicketChanged struct {
	Version int64            // that it has now
	Since   []db.TicketEvent // what happened since the one they saw, oldest first
}

func (e *TicketChanged) Error() string {
	return fmt.Sprintf("store: %d changes since; the ticket is version %d now", len(e.Since), e.Version)
}

// SenderOf is who sent a ticket, as its row has it.
func SenderOf(t db.Ticket) ticket.Sender {
	return ticket.Sender{
		Type: ticket.SenderType(t.SenderType), Name: t.SenderName, Address: t.SenderAddress, Phone: t.SenderPhone, Email: t.SenderEmail,
		NoAddress: t.NoAddress, NoPhone: t.NoPhone, NoEmail: t.NoEmail, Servant: t.StateServant,
	}
}

// ReadAssignment reads a unit's part as it is kept.
func ReadAssignment(a db.TicketAssignment) ticket.Assignment {
	return ticket.Assignment{
		Number: int(a.Number), Unit: a.Unit, Lead: a.Lead, State: ticket.AssignmentState(a.State), SentAt: a.SentAt, AcceptedAt: deref(a.AcceptedAt),
		Officer: a.Officer, Promised: deref(a.Promised), EscalatedAt: deref(a.EscalatedAt), OverdueAt: deref(a.OverdueAt), Answer: a.Answer, EndedAt: deref(a.EndedAt),
	}
}

func readItem(c *ticket.Case, i db.ItemsOfRow) error {
	switch i.Kind {
	case "task":
		return read(&c.Tasks, i.Body)
	case "directive":
		return read(&c.Directives, i.Body)
	case "dossier":
		return read(&c.Dossiers, i.Body)
	case "document":
		return read(&c.Documents, i.Body)
	case "reminder":
		return read(&c.Reminders, i.Body)
	case "reward":
		return read(&c.Rewards, i.Body)
	case "warning":
		return read(&c.Warnings, i.Body)
	case "recording":
		return read(&c.Recordings, i.Body)
	}
	return errors.New("no such kind")
}

func read[T any](into *[]T, body []byte) error {
	var v T
	if err := json.Unmarshal(body, &v); err != nil {
		return err
	}
	*into = append(*into, v)
	return nil
}

// SaveCase keeps what a ticket has become at a time. was is the case that it came from.
func (s *Store) SaveCase(ctx context.Context, q *db.Queries, id int64, was, is ticket.Case, at time.Time) error {
	row, err := CaseRow(id, is, at)
	if err == nil {
		err = q.CaseSave(ctx, row)
	}
	if err != nil {
		return fmt.Errorf("store: keep ticket: %w", err)
	}
	var failed error
	note := func(_ int, err error) { failed = errors.Join(failed, err) }
	if len(is.Assignments) > 0 {
		q.AssignmentSave(ctx, AssignmentRows(id, is)).Exec(note)
	}
	before, err := ItemRows(id, was)
	if err != nil {
		return err
	}
	after, err := ItemRows(id, is)
	if err != nil {
		return err
	}
	var changed []db.ItemSaveParams
	for _, item := range after {
		same := func(old db.ItemSaveParams) bool {
			return old.Kind == item.Kind && old.Number == item.Number && bytes.Equal(old.Body, item.Body)
		}
		if !slices.ContainsFunc(before, same) {
			changed = append(changed, item)
		}
	}
	if len(changed) > 0 {
		q.ItemSave(ctx, changed).Exec(note)
	}
	if failed != nil {
		return fmt.Errorf("store: keep what belongs to a ticket: %w", failed)
	}
	return nil
}

// CaseRow is how what a ticket has become at a time stands in its row; AssignmentRows and
// ItemRows are what stands beside it.
func CaseRow(id int64, c ticket.Case, at time.Time) (db.CaseSaveParams, error) {
	raw, err := json.Marshal(life{
		Asked: c.Asked, UnitAsked: c.UnitAsked, Refusal: c.Refusal, Lead: c.Lead, Result: c.Result, Public: c.Public, Objection: c.Objection, Rating: c.Rating, Through: c.Through, Unrelated: c.Unrelated,
	})
	if err != nil {
		return db.CaseSaveParams{}, err
	}
	from := c.Sender
	p := db.CaseSaveParams{
		ID: id, Version: c.Version, State: string(c.State), Emergency: c.Emergency, Urgent: c.Urgent, Confidential: c.Confidential, EverOverdue: c.EverOverdue,
		OutsideTthc: c.OutsideTTHC, NeedsDocument: c.NeedsDocument, Unit: orNull(c.Unit), Precheck: c.Precheck, IdentityFor: c.IdentityFor,
		Parent: orNull(string(c.Parent)), ToldAt: orNull(c.ToldAt), Life: raw,
		SenderType: string(from.Type), SenderName: from.Name, SenderAddress: from.Address, SenderPhone: from.Phone, SenderEmail: from.Email,
		NoAddress: from.NoAddress, NoPhone: from.NoPhone, NoEmail: from.NoEmail, Complete: from.Complete(), Units: c.Readers(), Officers: officersOf(c), UpdatedAt: at, StateServant: from.Servant,
		Kind: orNull(string(c.Matter)), GroupID: orNull(int32(c.Group)), Field: orNull(c.Field), Content: c.Content, Address: c.Address, Directive: c.Directive,
	}
	if p.IdentityFor == nil {
		p.IdentityFor = []string{}
	}
	if c.Result != nil {
		p.ResultAt = &c.Result.At
	}
	if c.Public != nil {
		p.PublicContent, p.PublicResult, p.PublicArea = &c.Public.Content, &c.Public.Result, orNull(c.Public.Area)
	}
	if c.Rating != nil {
		score := int16(c.Rating.Score)
		p.Rating = &score
	}
	return p, nil
}

// AssignmentRows are the parts of units.
func AssignmentRows(id int64, c ticket.Case) []db.AssignmentSaveParams {
	rows := make([]db.AssignmentSaveParams, len(c.Assignments))
	for i, a := range c.Assignments {
		rows[i] = db.AssignmentSaveParams{
			TicketID: id, Number: int32(a.Number), Unit: a.Unit, Lead: a.Lead, State: string(a.State), SentAt: a.SentAt, AcceptedAt: orNull(a.AcceptedAt),
			Officer: a.Officer, Promised: orNull(a.Promised), EscalatedAt: orNull(a.EscalatedAt), OverdueAt: orNull(a.OverdueAt), Answer: a.Answer, EndedAt: orNull(a.EndedAt),
		}
	}
	return rows
}

// officersOf are those who have or had a unit's part in it.
func officersOf(c ticket.Case) []string {
	officers := []string{}
	for _, a := range c.Assignments {
		if a.Officer != "" {
			officers = append(officers, a.Officer)
		}
	}
	slices.Sort(officers)
	return slices.Compact(officers)
}

// ItemRows are what a case has in ticket_items.
func ItemRows(id int64, c ticket.Case) (all []db.ItemSaveParams, err error) {
	add := func(kind string, number int, unit string, settled bool, body any) {
		raw, e := json.Marshal(body)
		err = errors.Join(err, e)
		all = append(all, db.ItemSaveParams{TicketID: id, Kind: kind, Number: int32(number), Unit: orNull(unit), Settled: settled, Body: raw})
	}
	decided := func(d ticket.Decision) bool { return !d.At.IsZero() }
	for _, v := range c.Tasks {
		add("task", v.Number, v.Unit, !v.Open(), v)
	}
	for i, v := range c.Directives {
		add("directive", i+1, v.Lead, true, v)
	}
	for _, v := range c.Dossiers {
		add("dossier", v.Number, "", !v.SentAt.IsZero(), v)
	}
	for _, v := range c.Documents {
		add("document", v.Number, v.Unit, v.Due.IsZero() || !v.RepliedAt.IsZero(), v)
	}
	for _, v := range c.Reminders {
		add("reminder", v.Number, v.Unit, true, v)
	}
	for _, v := range c.Rewards {
		add("reward", v.Number, v.Unit, decided(v.Decision), v)
	}
	for _, v := range c.Warnings {
		add("warning", v.Number, "", decided(v.Decision), v)
	}
	for _, v := range c.Recordings {
		add("recording", v.Number, v.Unit, decided(v.Decision), v)
	}
	return all, err
}
