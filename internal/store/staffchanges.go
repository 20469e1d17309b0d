package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/notify"
	"hotline1022/internal/store/db"
)

// A change note (phiếu thay đổi, Điều 17.9) is reported, and the Office is told in the same
// transaction; then applied or refused, once. Applied, the leaver's post ends and the
// successor's begins on the note's day: who is called, and to whom notices go, follows by
// itself. The leaver's open tickets are handed over when that day has come.

// ErrSettled: a change note was applied or refused before.
var ErrSettled = errors.New("store: the change note is settled")

// states of a change note.
const (
	ChangeReported = "reported"
	ChangeApplied  = "applied"
	ChangeRefused  = "refused"
)

// successor is how a note keeps who comes.
type successor struct {
	Name     string `json:"name"`
	Title    string `json:"title"`
	Phone    string `json:"phone"`
	Mobile   string `json:"mobile"`
	Email    string `json:"email"`
	Username string `json:"username"`
}

// NoteOf is a change note as its row has it.
func NoteOf(r db.StaffChange) (directory.StaffChange, error) {
	n := directory.StaffChange{
		Unit: r.Unit, Post: directory.Post(r.Post), Rank: int(r.Rank), From: dateOf(r.FromDay), Document: r.Document,
	}
	if r.Leaver != nil {
		n.Leaver = *r.Leaver
	}
	if r.Successor == nil {
		return n, nil
	}
	var s successor
	if err := json.Unmarshal(r.Successor, &s); err != nil {
		return n, fmt.Errorf("store: change note %d: %w", r.ID, err)
	}
	n.Successor = &directory.Officer{
		Unit: n.Unit, Post: n.Post, Rank: n.Rank, Name: s.Name, Title: s.Title, Phone: s.Phone, Mobile: s.Mobile, Email: s.Email,
		Username: s.Username, Span: directory.Span{Since: n.From},
	}
	return n, nil
}

// ReportStaffChange keeps a note and tells the Office; apply: who reports it is the Office, and
// it holds at once. *FaultsError.
func (s *Store) ReportStaffChange(ctx context.Context, n directory.StaffChange, apply bool, by By) (id int64, err error) {
	err = s.changeDirectory(ctx, func(tx pgx.Tx, q *db.Queries, t *directory.Tree) (act db.AuditAppendParams, err error) {
		n, leaver, err := s.fitChange(ctx, q, n, t)
		if err != nil {
			return act, err
		}
		if id, err = addNote(ctx, q, n, by); err != nil {
			return act, err
		}
		if apply {
			if err := q.StaffChangeSettle(ctx, db.StaffChangeSettleParams{ID: id, State: ChangeApplied, SettledBy: by.Actor, SettledAt: by.At}); err != nil {
				return act, fmt.Errorf("store: settle change note: %w", err)
			}
			return s.applyChange(ctx, q, id, n, t, by)
		}
		if err := s.tellOffice(ctx, tx, q, t, id, n, leaver, by); err != nil {
			return act, err
		}
		return changed(by, "staff.report", noteObject(id), nil, noteFacts(n, leaver))
	})
	return id, err
}

// SettleStaffChange applies a note, or refuses it for a reason. ErrNotFound, ErrSettled, *FaultsError: what it
// was written of has changed since.
func (s *Store) SettleStaffChange(ctx context.Context, id int64, apply bool, reason string, by By) error {
	return s.changeDirectory(ctx, func(_ pgx.Tx, q *db.Queries, t *directory.Tree) (act db.AuditAppendParams, err error) {
		row, err := q.StaffChangeLock(ctx, id)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return act, ErrNotFound
		case err != nil:
			return act, fmt.Errorf("store: change note: %w", err)
		case row.State != ChangeReported:
			return act, ErrSettled
		}
		n, err := NoteOf(row)
		if err != nil {
			return act, err
		}
		p := db.StaffChangeSettleParams{ID: id, State: ChangeRefused, SettledBy: by.Actor, SettledAt: by.At, Reason: reason}
		if apply {
			p.State = ChangeApplied
		}
		if err := q.StaffChangeSettle(ctx, p); err != nil {
			return act, fmt.Errorf("store: settle change note: %w", err)
		}
		if apply {
			return s.applyChange(ctx, q, id, n, t, by)
		}
		return changed(by, "staff.refuse", noteObject(id), nil, facts{"unit": n.Unit, "reason": reason})
	})
}

// applyChange ends the leaver's post and begins the successor's.
func (s *Store) applyChange(ctx context.Context, q *db.Queries, id int64, n directory.StaffChange, t *directory.Tree, by By) (act db.AuditAppendParams, err error) {
	n, leaver, err := s.fitChange(ctx, q, n, t)
	if err != nil {
		return act, err
	}
	var before facts
	if leaver != nil {
		before = officerFacts(*leaver)
		gone := *leaver
		gone.Until = n.From
		if err := putOfficer(ctx, q, gone); err != nil {
			return act, err
		}
	}
	var after facts
	if n.Successor != nil {
		o, err := s.fitOfficer(ctx, q, *n.Successor, t)
		if err != nil {
			return act, err
		}
		if _, err := addOfficer(ctx, q, o); err != nil {
			return act, err
		}
		after = officerFacts(o)
	}
	return changed(by, "staff.apply", noteObject(id), before, after)
}

// fitChange checks a note against who holds the post.
func (s *Store) fitChange(ctx context.Context, q *db.Queries, n directory.StaffChange, t *directory.Tree) (directory.StaffChange, *directory.Officer, error) {
	var leaver *directory.Officer
	if n.Leaver != 0 {
		row, err := q.OfficerLock(ctx, n.Leaver)
		switch {
		case err == nil:
			o := OfficerOf(row)
			leaver = &o
		case !errors.Is(err, pgx.ErrNoRows):
			return n, nil, fmt.Errorf("store: who leaves: %w", err)
		}
	}
	n, faults := directory.CheckChange(n, leaver, t)
	if n.Successor != nil && n.Successor.Username != "" {
		if _, err := q.UserByName(ctx, Text(n.Successor.Username)); errors.Is(err, pgx.ErrNoRows) {
			faults = append(faults, directory.Fault{Location: "successor.username", Key: lang.OfficerAccount})
		} else if err != nil {
			return n, nil, fmt.Errorf("store: account: %w", err)
		}
	}
	return n, leaver, faulty(faults)
}

func addNote(ctx context.Context, q *db.Queries, n directory.StaffChange, by By) (int64, error) {
	p := db.StaffChangeAddParams{
		Unit: n.Unit, Post: string(n.Post), Rank: int32(n.Rank), Leaver: orNull(n.Leaver), FromDay: onDate(n.From), Document: n.Document,
		ReportedBy: by.Actor, ReportedAt: by.At,
	}
	if o := n.Successor; o != nil {
		raw, err := json.Marshal(successor{o.Name, o.Title, o.Phone, o.Mobile, o.Email, o.Username})
		if err != nil {
			return 0, fmt.Errorf("store: who comes: %w", err)
		}
		p.Successor = withoutNUL(raw)
	}
	id, err := q.StaffChangeAdd(ctx, p)
	if err != nil {
		return 0, fmt.Errorf("store: change note: %w", err)
	}
	return id, nil
}

func noteObject(id int64) string { return "staff_change:" + strconv.FormatInt(id, 10) }

func noteFacts(n directory.StaffChange, leaver *directory.Officer) facts {
	f := facts{"unit": n.Unit, "post": n.Post, "rank": n.Rank, "from": n.From.String(), "document": n.Document}
	if leaver != nil {
		f["leaver"] = leaver.Name
	}
	if n.Successor != nil {
		f["successor"] = n.Successor.Name
	}
	return f
}

// tellOffice writes to the Office's focal officers, by SMS and by e-mail.
func (s *Store) tellOffice(ctx context.Context, tx pgx.Tx, q *db.Queries, t *directory.Tree, id int64, n directory.StaffChange, leaver *directory.Officer, by By) error {
	d, err := q.CityDay(ctx)
	if err != nil {
		return fmt.Errorf("store: day: %w", err)
	}
	unit, _ := t.Unit(n.Unit)
	leaves, comes := "–", "–"
	if leaver != nil {
		leaves = leaver.Name
	}
	if n.Successor != nil {
		comes = n.Successor.Name
	}
	from := n.From.At(0, time.UTC).Format("02/01/2006")
	for _, office := range t.At(dateOf(d)) {
		if office.Kind != directory.KindOffice {
			continue
		}
		rows, err := q.OfficersOf(ctx, db.OfficersOfParams{Unit: office.Code, Post: string(directory.PostFocal)})
		if err != nil {
			return fmt.Errorf("store: the Office's officers: %w", err)
		}
		for _, r := range rows {
			o := OfficerOf(r)
			cause := noteObject(id) + ":" + strconv.FormatInt(o.ID, 10)
			if to := o.SMS(); to != "" {
				m := NewMessage{Channel: notify.SMS, To: to, Key: lang.SMSStaffChange, Args: []string{unit.Name, from}, Cause: cause + ":sms", At: by.At}
				if err := s.QueueMessage(ctx, tx, m); err != nil {
					return err
				}
			}
			if o.Email != "" {
				m := NewMessage{
					Channel: notify.Email, To: o.Email, Key: lang.MailStaffChange, Cause: cause + ":email", At: by.At,
					Args: []string{strconv.FormatInt(id, 10), unit.Name, from, leaves, comes},
				}
				if err := s.QueueMessage(ctx, tx, m); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// HandOver gives the open tickets that one person of a unit has to another, within tx, and
// tells how many. It is the tickets' own act; see [Store.HandOverDue].
type HandOver func(ctx context.Context, tx pgx.Tx, unit, from, to, by string) (tickets int, err error)

// HandOverDue hands over the open tickets of everybody who has left by now, each leaver's in a transaction of
// its own, once. A note that fails stays due and keeps no other waiting. Whoever works the clocks calls it
// again and again.
func (s *Store) HandOverDue(ctx context.Context, give HandOver) error {
	var failed error
	for after := int64(0); ; {
		note, err := s.handOverNext(ctx, after, give)
		if err != nil {
			failed = errors.Join(failed, err)
		}
		if note == 0 {
			return failed
		}
		after = note
	}
}

// handOverNext carries out the first note behind another, and tells which; 0: there is none, or the
// database does not say.
func (s *Store) handOverNext(ctx context.Context, after int64, give HandOver) (note int64, err error) {
	err = s.TxAgain(ctx, func(tx pgx.Tx, q *db.Queries) error {
		row, err := q.StaffHandOverDue(ctx, after)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("store: hand-overs: %w", err)
		}
		note = row.ID
		tickets, err := give(ctx, tx, row.Unit, row.Leaver, row.Successor, row.SettledBy)
		if err != nil {
			return fmt.Errorf("store: hand over by note %d: %w", row.ID, err)
		}
		return q.StaffHandedOver(ctx, db.StaffHandedOverParams{ID: row.ID, Tickets: int32(tickets)})
	})
	return note, err
}
