package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/notify"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// Where a message stands (messages.state).
const (
	MessageQueued      = "queued"
	MessageSent        = "sent"
	MessageDelivered   = string(notify.Delivered)
	MessageUndelivered = string(notify.Undelivered)
	MessageFailed      = "failed"
	MessageWithdrawn   = "withdrawn" // its recipient is not the ticket's sender after all
)

// What [Store.RetryMessage] answers.
var (
	ErrNotFailed = errors.New("store: the message has not failed")
	ErrWithdrawn = errors.New("store: the message is withdrawn")
	ErrRetried   = errors.New("store: the message is tried again already")
)

// NewMessage is something to be told to somebody outside.
type NewMessage struct {
	Channel notify.Channel
	To      string // a mobile number in its one form, or an e-mail address
	Key     lang.Key
	Args    []string
	// Cause keeps the same thing from being told twice.
	Cause    string
	At       time.Time
	Hours    notify.Hours // zero: notify.Day
	Ticket   *int64       // what it is about; any of these may be nil
	Call     *string
	Incident *int64
	// Keyed: its link opens the ticket to whoever gets it.
	Keyed bool
}

// SendMessage is the job that sends a message; package outbox works it.
type SendMessage struct {
	Message uuid.UUID `json:"message"`
}

// Kind implements river.JobArgs.
func (SendMessage) Kind() string { return "message.send" }

// MessageJobs is the job queue of messages, which every node works.
const MessageJobs = "messages"

// QueueMessage keeps a message and enqueues its sending within tx. A cause that
// has its message already changes nothing.
func (s *Store) QueueMessage(ctx context.Context, tx pgx.Tx, m NewMessage) error {
	args := m.Args
	if args == nil {
		args = []string{}
	}
	hours := m.Hours
	if hours == "" {
		hours = notify.Day
	}
	p := db.MessageQueueParams{
		Channel: string(m.Channel), Recipient: m.To, TextKey: string(m.Key), TextArgs: args, Cause: Text(m.Cause),
		TicketID: m.Ticket, CallID: m.Call, IncidentID: m.Incident, At: m.At, Hours: string(hours),
	}
	var sum [32]byte
	if m.Keyed {
		var secret string
		secret, sum = auth.NewKey()
		p.Secret = &secret
	}
	q := db.New(tx)
	id, err := q.MessageQueue(ctx, p)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("store: queue message: %w", err)
	}
	if m.Keyed {
		if err := keepKey(ctx, q, id, sum, m.At); err != nil {
			return err
		}
	}
	_, err = s.EnqueueMessages(ctx, tx, id)
	return err
}

// EnqueueMessages enqueues the sending of messages that are kept, and tells for how
// many it had to: a message has one job at a time.
func (s *Store) EnqueueMessages(ctx context.Context, tx pgx.Tx, ids ...uuid.UUID) (made int, err error) {
	if len(ids) == 0 {
		return 0, nil
	}
	jobs := make([]river.InsertManyParams, len(ids))
	for i, id := range ids {
		jobs[i] = river.InsertManyParams{Args: SendMessage{Message: id}, InsertOpts: &river.InsertOpts{
			Queue: MessageJobs, MaxAttempts: messageAttempts, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: underWay},
		}}
	}
	results, err := s.jobs.InsertManyTx(ctx, tx, jobs)
	if err != nil {
		return 0, fmt.Errorf("store: enqueue messages: %w", err)
	}
	for _, r := range results {
		if !r.UniqueSkippedAsDuplicate {
			made++
		}
	}
	return made, nil
}

// ReviveMessages lets the jobs of messages that nobody works at begin anew, although River
// has them for running: their process was killed. Who holds a message's lease is not
// disturbed by a second job (MessageClaim), so that one of a process which only hangs may run twice.
func (s *Store) ReviveMessages(ctx context.Context, tx pgx.Tx, ids ...uuid.UUID) (revived int64, err error) {
	tag, err := tx.Exec(ctx, `UPDATE river_job SET state = 'available', scheduled_at = now()
		WHERE queue = $1 AND state = 'running' AND (args ->> 'message')::uuid = ANY ($2)`, MessageJobs, ids)
	if err != nil {
		return 0, fmt.Errorf("store: revive messages: %w", err)
	}
	return tag.RowsAffected(), nil
}

// underWay is every state of a job that is not over.
var underWay = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

// Message gives one message; ErrNotFound.
func (s *Store) Message(ctx context.Context, id uuid.UUID) (db.Message, error) {
	m, err := s.MessageByID(ctx, id)
	if err != nil {
		return db.Message{}, fmt.Errorf("store: message %s: %w", id, notFound(err))
	}
	return m, nil
}

// RetryMessage queues a message in the place of one that failed or never arrived, with
// the act. ErrNotFound, ErrWithdrawn, ErrNotFailed, ErrRetried.
func (s *Store) RetryMessage(ctx context.Context, id uuid.UUID, at time.Time, act db.AuditAppendParams) (uuid.UUID, error) {
	var made uuid.UUID
	err := s.Tx(ctx, func(tx pgx.Tx, q *db.Queries) (err error) {
		before, err := q.MessageByID(ctx, id)
		switch {
		case err != nil:
			return err
		case before.WithdrawnAt != nil:
			return ErrWithdrawn
		case before.State != MessageFailed && before.State != MessageUndelivered:
			return ErrNotFailed
		}
		made, err = q.MessageRetry(ctx, db.MessageRetryParams{ID: id, Actor: act.Actor, At: at})
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrRetried
		}
		if err != nil {
			return fmt.Errorf("store: retry message: %w", err)
		}
		if err := keyAgain(ctx, q, before, made, at); err != nil {
			return err
		}
		if err := q.MessageSecretDrop(ctx, id); err != nil {
			return fmt.Errorf("store: a message's key: %w", err)
		}
		if err := q.AuditAppend(ctx, act); err != nil {
			return fmt.Errorf("store: audit: %w", err)
		}
		_, err = s.EnqueueMessages(ctx, tx, made)
		return err
	})
	return made, err
}

// ReportMessage writes down what the network says of a message that a gateway took. The
// first word counts. notify.ErrNotOurs.
func (s *Store) ReportMessage(ctx context.Context, gateway string, r notify.Report, at time.Time) ([]db.Message, error) {
	var ref *uuid.UUID
	if id, err := uuid.Parse(r.Ref); err == nil {
		ref = &id
	}
	id := Text(r.ID)
	if id == "" {
		id = Text(r.Ref)
	}
	if id == "" || r.State == notify.Pending {
		return nil, nil
	}
	reason := Text(r.Reason)
	if reason == "" {
		reason = string(r.State)
	}
	var rows []db.Message
	err := s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) (err error) {
		rows, err = q.MessageReported(ctx, db.MessageReportedParams{
			State: string(r.State), At: at, Error: reason, GatewayID: id, Gateway: gateway, Ref: ref,
		})
		for _, row := range rows {
			if err == nil && row.State == MessageUndelivered && row.WithdrawnAt == nil {
				err = messageLost(ctx, q, row, at)
			}
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("store: message's report: %w", err)
	}
	if len(rows) > 0 {
		return rows, nil
	}
	_, err = s.MessageOfReport(ctx, db.MessageOfReportParams{GatewayID: id, Gateway: gateway, Ref: ref})
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, notify.ErrNotOurs
	}
	return nil, err
}

// FailMessage gives a message up, unless another attempt has begun meanwhile: that is somebody's
// task at the hotline, where it is about a ticket.
func (s *Store) FailMessage(ctx context.Context, m db.Message, p db.MessageFailedParams) error {
	err := s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		n, err := q.MessageFailed(ctx, p)
		if err != nil || n == 0 {
			return err
		}
		return messageLost(ctx, q, m, p.At)
	})
	if err != nil {
		return fmt.Errorf("store: message fails: %w", err)
	}
	return nil
}

// messageLost has the hotline know that somebody was not told of a ticket.
func messageLost(ctx context.Context, q *db.Queries, m db.Message, at time.Time) error {
	if m.TicketID == nil {
		return nil
	}
	code, err := q.TicketCode(ctx, *m.TicketID)
	if err != nil {
		return err
	}
	return q.NoticeKeep(ctx, db.NoticeKeepParams{
		TicketID: *m.TicketID, Audience: string(ticket.ToHotline), TextKey: string(lang.NoticeMessageFailed), TextArgs: []string{ticket.Code(code).String()},
		Cause: "message:" + m.ID.String() + ":lost", At: at,
	})
}

// TrackMessages gives messages that gateways can be asked about now, and says when each is
// looked at next; no other node is given them before.
func (s *Store) TrackMessages(ctx context.Context, gateways []string, most int, now time.Time) ([]db.Message, error) {
	var rows []db.Message
	err := s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) (err error) {
		rows, err = q.MessagesToTrack(ctx, db.MessagesToTrackParams{Now: now, Gateways: gateways, Page: int32(most)})
		for _, row := range rows {
			if err != nil {
				break
			}
			p := db.MessageTrackParams{ID: row.ID}
			if next, ok := notify.NextLook(*row.SentAt, now); ok {
				p.TrackAt = &next
			}
			err = q.MessageTrack(ctx, p)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("store: messages to track: %w", err)
	}
	return rows, nil
}

// messageAttempts bounds what goes wrong on our own side of a sending; attempts at
// the gateway are counted in the row.
const messageAttempts = 1000
