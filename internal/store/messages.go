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

	"hotline1022/internal/lang"
	"hotline1022/internal/notify"
	"hotline1022/internal/store/db"
)

// Where a message stands (messages.state).
const (
	MessageQueued = "queued"
	MessageSent   = "sent"
	MessageFailed = "failed"
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
	Ticket   *int64 // what it is about; any of these may be nil
	Call     *string
	Incident *int64
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
	id, err := db.New(tx).MessageQueue(ctx, db.MessageQueueParams{
		Channel: string(m.Channel), Recipient: m.To, TextKey: string(m.Key), TextArgs: args, Cause: Text(m.Cause),
		TicketID: m.Ticket, CallID: m.Call, IncidentID: m.Incident, At: m.At,
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("store: queue message: %w", err)
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

// messageAttempts bounds what goes wrong on our own side of a sending; attempts at
// the gateway are counted in the row.
const messageAttempts = 1000
