package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/lang"
	"hotline1022/internal/notify"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

// ActorSystem is who acts in the history of a ticket where no person did.
const ActorSystem = "system"

// SystemTicket is a ticket that no operator wrote.
type SystemTicket struct {
	Origin ticket.Origin
	Draft  ticket.Draft // ours, so nobody checks it; Sender.Phone is in its one form
	Call   call.ID      // it came in; its row is there
	At     time.Time
	// Cause is the journal entry: the same one never makes two tickets.
	Cause string
	// Notice is the SMS to the sender: its arguments are the ticket's code, then
	// NoticeArgs.
	Notice     lang.Key
	NoticeArgs []string
	Incident   *int64
}

// MadeTicket is a ticket that stands. Repeated: the cause had made it before.
type MadeTicket struct {
	ID       int64
	Code     ticket.Code
	Repeated bool
}

// CreateSystemTicket numbers and keeps a ticket without an operator, its link to the
// call, its history, and the SMS that tells the sender its code, within tx. Where
// no SMS can reach the sender, the history says so.
func (s *Store) CreateSystemTicket(ctx context.Context, tx pgx.Tx, n SystemTicket) (MadeTicket, error) {
	q := db.New(tx)
	before, err := q.TicketByCause(ctx, Text(n.Cause))
	if err == nil {
		return MadeTicket{ID: before.ID, Code: ticket.Code(before.Code), Repeated: true}, nil
	}
	if !errors.Is(err, pgx.ErrNoRows) {
		return MadeTicket{}, fmt.Errorf("store: ticket of a cause: %w", err)
	}
	if n.At, err = s.received(ctx, q, n.At); err != nil {
		return MadeTicket{}, err
	}
	made, err := s.keepTicket(ctx, tx, q, newRow{
		draft: n.Draft, origin: n.Origin, cause: orNull(Text(n.Cause)), actor: ActorSystem, call: Text(string(n.Call)), at: n.At,
	})
	if err != nil {
		return MadeTicket{}, err
	}
	return made, s.TellSender(ctx, tx, q, SenderNotice{
		Ticket: made.ID, Code: made.Code, Via: n.Draft.Channel, Phone: n.Draft.Sender.Phone, Key: n.Notice, Args: n.NoticeArgs,
		Cause: "ticket:" + string(made.Code) + ":received", At: n.At, Hours: notify.Awaited, Call: orNull(Text(string(n.Call))), Incident: n.Incident,
	})
}

// received is when something counts as received that a machine has stamped: where that machine's clock
// is ahead, or behind all rules, that is now.
func (s *Store) received(ctx context.Context, q *db.Queries, stamp time.Time) (time.Time, error) {
	now, err := q.Now(ctx)
	if err != nil {
		return stamp, fmt.Errorf("store: now: %w", err)
	}
	if stamp.After(now) {
		return now, nil
	}
	_, err = s.PolicyFor(ctx, q, stamp)
	if errors.Is(err, ErrNotFound) {
		return now, nil
	}
	return stamp, err
}

// projectMessage makes a ticket of a message; of one too short for a word only
// the row that says that somebody tried.
func (s *Store) projectMessage(ctx context.Context, tx pgx.Tx, q *db.Queries, e call.Entry) error {
	d, _ := e.Data.(call.MessageLeft)
	row, err := q.CallByID(ctx, Text(string(e.Call)))
	if err != nil {
		return fmt.Errorf("store: call of a message: %w", err)
	}
	from := max(0, d.Begin.Sub(row.Call.StartedAt))
	length := max(0, d.End.Sub(d.Begin))
	kept := db.VoiceMessageKeepParams{
		EntryID: Text(e.ID), CallID: Text(string(e.Call)), LeftAt: e.At, EndedBy: Text(d.EndedBy),
		FromMs: from.Milliseconds(), ToMs: (from + length).Milliseconds(),
	}
	if length >= ticket.ShortestMessage {
		made, err := s.CreateSystemTicket(ctx, tx, SystemTicket{
			Origin: ticket.OriginMessage, Draft: ticket.OfMessage(row.Call.FromNumber, e.At, length, d.Unheard),
			Call: e.Call, At: e.At, Cause: e.ID, Notice: lang.SMSMessageTicket,
		})
		if err != nil {
			return err
		}
		kept.TicketID = &made.ID
	}
	if err := q.VoiceMessageKeep(ctx, kept); err != nil {
		return fmt.Errorf("store: voice message: %w", err)
	}
	return nil
}

// MessagePart says where the message of a ticket lies; ErrNotFound for one that
// came otherwise.
func (s *Store) MessagePart(ctx context.Context, code ticket.Code) (db.VoiceMessageOfTicketRow, error) {
	row, err := s.VoiceMessageOfTicket(ctx, string(code))
	if err != nil {
		return db.VoiceMessageOfTicketRow{}, fmt.Errorf("store: message of ticket %s: %w", code, notFound(err))
	}
	return row, nil
}
