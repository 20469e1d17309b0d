package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/sla"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// Casework changes tickets; safe for use by several goroutines.
type Casework struct {
	// LongestGrant is for how long a unit may be let hear a recording; set before use, 0: [ticket.LongestGrant].
	LongestGrant time.Duration

	store *store.Store
}

// New makes it.
func New(st *store.Store) *Casework { return &Casework{store: st} }

// LatestGrant is how far an approval of now may reach that lets a unit hear a recording (Điều 10.1).
func (w *Casework) LatestGrant(now time.Time) time.Time {
	return ticket.LatestGrant(now, w.LongestGrant)
}

// Do has somebody do something to a ticket of which they saw a version. Errors:
// store.ErrNotFound, store.ErrNoVersion, *[store.TicketChanged], those of [ticket.Do], the database's.
func (w *Casework) Do(ctx context.Context, code ticket.Code, version int64, by ticket.By, act ticket.Act) error {
	return w.do(ctx, code, version, by, act, func(*change) error { return nil })
}

// do also keeps what belongs to an act that is not refused.
func (w *Casework) do(ctx context.Context, code ticket.Code, version int64, by ticket.By, act ticket.Act, also func(*change) error) error {
	text := string(code)
	var refused error
	err := w.store.TxAgain(ctx, func(tx pgx.Tx, q *db.Queries) error {
		c, err := w.open(ctx, tx, q, db.TicketLockParams{Code: &text})
		if err != nil {
			return err
		}
		if !act.Kind().Aside() {
			if err := c.seen(ctx, version); err != nil {
				return err
			}
		}
		if err := c.advance(ctx); err != nil {
			return err
		}
		// What was due has happened, and is kept, also when the act is refused. What failed is no refusal.
		if refused = c.act(ctx, by, act); refused != nil && (!refusal(refused) || !c.changed()) {
			return refused
		}
		if refused == nil {
			if err := also(c); err != nil {
				return err
			}
		}
		return c.keep(ctx)
	})
	if err != nil {
		return err
	}
	return refused
}

// Fire brings a ticket to the database's now. Nothing due: nothing changes.
func (w *Casework) Fire(ctx context.Context, id int64) error {
	return w.store.TxAgain(ctx, func(tx pgx.Tx, q *db.Queries) error {
		c, err := w.open(ctx, tx, q, db.TicketLockParams{ID: &id})
		if err != nil {
			return err
		}
		if err := c.advance(ctx); err != nil {
			return err
		}
		return c.keep(ctx)
	})
}

// change is one transaction's work on a ticket.
type change struct {
	store *store.Store
	tx    pgx.Tx
	q     *db.Queries
	now   time.Time
	row   db.Ticket
	gone  []string // units of its own that are no more
	law   sla.Law
	sheet sla.Sheet
	woke  bool // the clocks were moved: they have to be kept
	was   ticket.Case
	is    ticket.Case
	steps []step

	longestGrant time.Duration
}

// step is a result with what makes its messages' causes.
type step struct {
	ticket.Result
	cause string
	by    ticket.By
}

// open locks a ticket and reads all that its changes go by.
func (w *Casework) open(ctx context.Context, tx pgx.Tx, q *db.Queries, which db.TicketLockParams) (*change, error) {
	row, err := q.TicketLock(ctx, which)
	if err != nil {
		return nil, fmt.Errorf("casework: ticket: %w", err)
	}
	c := &change{store: w.store, tx: tx, q: q, row: row.Ticket, gone: row.Gone, longestGrant: w.LongestGrant}
	if c.now, err = q.Now(ctx); err != nil { // after the lock: a history never runs backwards
		return nil, fmt.Errorf("casework: now: %w", err)
	}
	if c.was, err = w.store.Case(ctx, q, row.Ticket, store.Ties{Parent: row.Parent, Emergency: row.EmergencyCalled}); err != nil {
		return nil, err
	}
	c.is = c.was
	if c.law, err = w.store.Law(ctx, q, row.Ticket.Policy); err != nil {
		return nil, err
	}
	c.sheet, err = w.store.LoadSheet(ctx, q, row.Ticket.ID)
	return c, err
}

// seen refuses whoever saw another version, unless what happened since contradicts nobody.
func (c *change) seen(ctx context.Context, version int64) error {
	switch {
	case version == c.was.Version:
		return nil
	case version < 1 || version > c.was.Version:
		return store.ErrNoVersion
	}
	since, err := c.q.ChangesSince(ctx, db.ChangesSinceParams{TicketID: c.row.ID, Version: version})
	if err != nil {
		return fmt.Errorf("casework: changes since: %w", err)
	}
	for _, e := range since {
		if e.Party != string(ticket.System) && !ticket.Kind(strings.TrimPrefix(e.Kind, "ticket.")).Aside() {
			return &store.TicketChanged{Version: c.was.Version, Since: since}
		}
	}
	if int64(len(since)) != c.was.Version-version { // of an old shape, or not of this ticket's past
		return &store.TicketChanged{Version: c.was.Version, Since: since}
	}
	return nil
}

// advance lets the clocks come to now, and the ticket with them; what a unit that is no more still had, goes
// on. A ticket from before clocks were kept gets them as if it had come now's way.
func (c *change) advance(ctx context.Context) error {
	if c.sheet.Received.IsZero() {
		for _, e := range c.past() {
			sheet, _, err := c.law.Apply(c.sheet, e)
			if err != nil {
				return fmt.Errorf("casework: clocks of before there were any: %w", err)
			}
			c.sheet, c.woke = sheet, true
		}
	}
	if !c.now.After(c.sheet.Last) {
		c.now = c.sheet.Last
	}
	gone, err := c.unitsGone(ctx)
	if err != nil {
		return err
	}
	for _, g := range gone {
		if err := c.stop(g); err != nil {
			return err
		}
	}
	if err := c.advanceTo(c.now); err != nil {
		return err
	}
	for _, g := range gone {
		if err := c.inherit(g); err != nil {
			return err
		}
	}
	return nil
}

func (c *change) advanceTo(at time.Time) error {
	sheet, fired, err := c.law.Advance(c.sheet, at)
	if err != nil {
		return fmt.Errorf("casework: clocks: %w", err)
	}
	c.sheet, c.woke = sheet, c.woke || len(fired) > 0
	for _, f := range fired {
		if f.Stage == sla.Warns && c.now.After(f.Due) {
			continue // noticed too late: nobody is warned of what is over already
		}
		r, err := ticket.Fired(c.is, f)
		if err != nil {
			return fmt.Errorf("casework: a firing: %w", err)
		}
		c.took(r, system)
	}
	return nil
}

// system is who does what time does.
var system = ticket.By{Name: store.ActorSystem, Party: ticket.System}

// past is what a ticket's clocks would have been told until now.
func (c *change) past() []sla.Event {
	events := []sla.Event{{What: sla.Received, At: c.row.CreatedAt}}
	if c.is.Urgent {
		events = append(events, sla.Event{What: sla.FoundUrgent, At: c.row.CreatedAt})
	}
	for _, a := range c.is.Assignments {
		if a.State.Active() {
			events = append(events, sla.Event{What: sla.Assigned, At: a.SentAt, Unit: a.Unit, Lead: a.Lead})
		}
	}
	return events
}

// refusal tells what an act is answered with ([ticket.Do]) from what went wrong.
func refusal(err error) bool {
	var faults ticket.Faults
	return errors.Is(err, ticket.ErrNotNow) || errors.Is(err, ticket.ErrNotYours) || errors.As(err, &faults)
}

// act has somebody do something; an error is a [refusal], the database's or the clocks', and leaves
// all as it was.
func (c *change) act(ctx context.Context, by ticket.By, act ticket.Act) error {
	var failed error
	if by.Unit != "" && by.Below == nil {
		tree, today, err := c.store.TreeToday(ctx, c.q)
		if err != nil {
			return err
		}
		by.Below = slices.DeleteFunc(tree.Within(by.Unit, today), func(u string) bool { return u == by.Unit })
	}
	r, err := ticket.Do(c.is, act, by, ticket.Around{
		Now:          c.now,
		LongestGrant: c.longestGrant,
		HasUnit: func(unit string) bool {
			ok, err := c.q.UnitExists(ctx, unit)
			failed = errors.Join(failed, err)
			return ok
		},
		FieldGroup: func(field string) (ticket.Group, bool) {
			group, err := c.q.FieldGroup(ctx, store.Text(field))
			if err != nil && !errors.Is(err, pgx.ErrNoRows) {
				failed = errors.Join(failed, err)
			}
			return ticket.Group(group), err == nil
		},
		Responsible: func(group ticket.Group, field, address string) string {
			unit, err := c.store.Responsible(ctx, c.q, group, field, address)
			failed = errors.Join(failed, err)
			return unit
		},
		HasOfficer: func(unit, user string) bool {
			ok, err := c.q.UnitHasOfficer(ctx, db.UnitHasOfficerParams{Unit: unit, Username: &user})
			failed = errors.Join(failed, err)
			return ok
		},
		Senders: func() []ticket.Sender {
			rows, err := c.q.SendersOf(ctx, c.row.ID)
			failed = errors.Join(failed, err)
			all := make([]ticket.Sender, len(rows))
			for i, r := range rows {
				all[i] = ticket.Sender{Name: r.SenderName, Address: r.SenderAddress, Phone: r.SenderPhone, Email: r.SenderEmail}
			}
			return all
		},
		HasRecording: func(id string) bool {
			ok, err := c.q.TicketHasRecording(ctx, db.TicketHasRecordingParams{TicketID: c.row.ID, Recording: id})
			failed = errors.Join(failed, err)
			return ok
		},
		Area: func(address string) string {
			area, err := c.store.AreaOf(ctx, address)
			failed = errors.Join(failed, err)
			return area
		},
		Concealed: func(recording, unit string) bool {
			concealed, err := c.q.RecordingConcealed(ctx, db.RecordingConcealedParams{Recording: recording, Unit: unit})
			failed = errors.Join(failed, err)
			return concealed
		},
		Emergencies: func() []int64 {
			ids, err := c.q.EmergencyIDsOfTicket(ctx, c.row.ID)
			failed = errors.Join(failed, err)
			return ids
		},
		State: func(code ticket.Code) (ticket.State, bool) {
			state, err := c.q.TicketStateOf(ctx, string(code))
			if err != nil && !errors.Is(err, pgx.ErrNoRows) {
				failed = errors.Join(failed, err)
			}
			return ticket.State(state), err == nil
		},
		LatestPromise: func() time.Time {
			latest, err := c.law.Latest(sla.LongestPromise, c.now)
			failed = errors.Join(failed, err)
			return latest
		},
		Shown: func() []ticket.File {
			files, err := c.store.PublishedFiles(ctx, c.q, c.row.ID)
			failed = errors.Join(failed, err)
			return files
		},
		File: func(id string) (ticket.File, bool) {
			f, err := c.store.TicketFile(ctx, c.q, c.row.ID, id)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				failed = errors.Join(failed, err)
			}
			return f, err == nil
		},
	})
	if failed != nil {
		return fmt.Errorf("casework: %w", failed)
	}
	if err != nil {
		return err
	}
	return c.happened(r, by)
}

// happened takes what came of an act, the clocks with it.
func (c *change) happened(r ticket.Result, by ticket.By) (err error) {
	sheet := c.sheet
	for _, e := range r.Events {
		if sheet, _, err = c.law.Apply(sheet, e); err != nil {
			return fmt.Errorf("casework: clocks: %w", err)
		}
	}
	c.sheet, c.woke = sheet, c.woke || len(r.Events) > 0
	c.took(r, by)
	return nil
}

func (c *change) took(r ticket.Result, by ticket.By) {
	if len(r.Changes) == 0 {
		return
	}
	c.is = r.Case
	c.steps = append(c.steps, step{Result: r, by: by, cause: fmt.Sprintf("ticket:%s:%d", c.row.Code, r.Case.Version)})
}

// changed says that there is something to be kept.
func (c *change) changed() bool { return len(c.steps) > 0 || c.woke }
