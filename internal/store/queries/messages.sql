-- name: MessageQueue :one
-- No row: it is queued already.
INSERT INTO messages (channel, recipient, text_key, text_args, cause, ticket_id, call_id, incident_id, state, created_at, next_at)
VALUES (@channel, @recipient, @text_key, @text_args, @cause, sqlc.narg('ticket_id'), sqlc.narg('call_id'), sqlc.narg('incident_id'), 'queued', @at, @at)
ON CONFLICT (cause) DO NOTHING
RETURNING id;

-- name: MessageByID :one
SELECT * FROM messages WHERE id = @id;

-- name: MessageClaim :one
-- Begins an attempt: nobody else begins one before held_until. An attempt before
-- that was never reported on leaves a doubt. The text stays that of the first.
UPDATE messages SET attempts = attempts + 1, doubts = doubts + (held_until IS NOT NULL)::integer, held_until = @held_until::timestamptz,
    body = CASE WHEN body = '' THEN @body ELSE body END, parts = CASE WHEN body = '' THEN @parts ELSE parts END, gateway = @gateway
WHERE id = @id AND state = 'queued' AND next_at <= @now::timestamptz AND (held_until IS NULL OR held_until <= @now::timestamptz)
RETURNING *;

-- name: MessageSent :execrows
UPDATE messages SET state = 'sent', sent_at = @at::timestamptz, gateway_id = @gateway_id, next_at = NULL, held_until = NULL
WHERE id = @id AND state = 'queued';

-- name: MessageFailed :execrows
-- attempt: not if another has begun meanwhile.
UPDATE messages SET state = 'failed', failed_at = @at::timestamptz, error = @error, doubts = doubts + @doubt::integer, next_at = NULL, held_until = NULL
WHERE id = @id AND state = 'queued' AND attempts = @attempt;

-- name: MessageAgain :execrows
UPDATE messages SET next_at = @next_at::timestamptz, error = @error, doubts = doubts + @doubt::integer, held_until = NULL
WHERE id = @id AND state = 'queued' AND attempts = @attempt;

-- name: MessagesStranded :many
-- Due for long and nobody at work: their jobs are lost. They are given new ones.
UPDATE messages SET next_at = @now::timestamptz
WHERE id IN (SELECT m.id FROM messages m WHERE m.state = 'queued' AND m.next_at < @before::timestamptz
        AND (m.held_until IS NULL OR m.held_until <= @now::timestamptz) ORDER BY m.next_at LIMIT @page FOR UPDATE SKIP LOCKED)
RETURNING id;

-- name: MessageCounts :many
SELECT channel, state, count(*) AS n FROM messages WHERE state <> 'sent' GROUP BY channel, state;

-- name: MessageList :many
-- Newest first. A NULL argument is no filter.
SELECT sqlc.embed(m), coalesce(t.code, '')::text AS ticket
FROM messages m LEFT JOIN tickets t ON t.id = m.ticket_id
WHERE (sqlc.narg('state')::text IS NULL OR m.state = sqlc.narg('state'))
  AND (sqlc.narg('channel')::text IS NULL OR m.channel = sqlc.narg('channel'))
  AND (sqlc.narg('recipient')::text IS NULL OR m.recipient = sqlc.narg('recipient'))
  AND (sqlc.narg('ticket')::text IS NULL OR t.code = sqlc.narg('ticket'))
  AND (sqlc.narg('before_at')::timestamptz IS NULL OR (m.created_at, m.id) < (sqlc.narg('before_at'), sqlc.narg('before_id')::uuid))
ORDER BY m.created_at DESC, m.id DESC
LIMIT @page;

-- name: MessagesOfTicket :many
SELECT * FROM messages WHERE ticket_id = @ticket_id ORDER BY created_at, id;

-- name: VoiceMessageKeep :exec
INSERT INTO voice_messages (entry_id, call_id, left_at, from_ms, to_ms, ended_by, ticket_id)
VALUES (@entry_id, @call_id, @left_at, @from_ms, @to_ms, @ended_by, sqlc.narg('ticket_id'));

-- name: VoiceMessageOfTicket :one
-- The message and the recording that holds it.
SELECT v.from_ms, v.to_ms, r.id AS recording
FROM tickets t JOIN voice_messages v ON v.ticket_id = t.id JOIN recordings r ON r.call_id = v.call_id AND r.leg = 'call'
WHERE t.code = @code;
