-- name: MessageQueue :one
-- No row: it is queued already.
INSERT INTO messages (channel, recipient, text_key, text_args, cause, ticket_id, call_id, incident_id, state, created_at, began_at, next_at, hours, keyed, secret)
VALUES (@channel, @recipient, @text_key, @text_args, @cause, sqlc.narg('ticket_id'), sqlc.narg('call_id'), sqlc.narg('incident_id'), 'queued', @at, @at, @at, @hours, sqlc.narg('secret')::text IS NOT NULL, sqlc.narg('secret'))
ON CONFLICT (cause) DO NOTHING
RETURNING id;

-- name: MessageKeyKeep :exec
INSERT INTO message_keys (sum, message_id, made_at) VALUES (@sum, @message_id, @made_at);

-- name: MessageSecret :exec
UPDATE messages SET secret = @secret::text WHERE id = @id AND state = 'queued';

-- name: TicketByKey :one
-- The ticket that a key opens. Not once its sender is to be told elsewhere: the number was another's, say.
SELECT t.code FROM message_keys k JOIN messages m ON m.id = k.message_id JOIN tickets t ON t.id = m.ticket_id
WHERE k.sum = @sum AND k.made_at > @since::timestamptz AND m.recipient IN (t.sender_phone, t.sender_email);

-- name: MessageByID :one
SELECT * FROM messages WHERE id = @id;

-- name: MessageDefer :execrows
-- Until the morning. An attempt that was never reported on stays as doubtful as it is.
UPDATE messages SET next_at = @until::timestamptz, quiet = true, began_at = @began_at
WHERE id = @id AND state = 'queued' AND next_at <= @now::timestamptz AND (held_until IS NULL OR held_until <= @now::timestamptz);

-- name: MessageClaim :one
-- Begins an attempt: nobody else begins one before held_until. An attempt before
-- that was never reported on leaves a doubt. The text stays that of the first.
UPDATE messages SET attempts = attempts + 1, doubts = doubts + (held_until IS NOT NULL)::integer, held_until = @held_until::timestamptz, quiet = false,
    subject = CASE WHEN body = '' THEN @subject ELSE subject END, template_version = CASE WHEN body = '' THEN @template_version ELSE template_version END,
    body = CASE WHEN body = '' THEN @body ELSE body END, parts = CASE WHEN body = '' THEN @parts ELSE parts END, gateway = @gateway
WHERE id = @id AND state = 'queued' AND next_at <= @now::timestamptz AND (held_until IS NULL OR held_until <= @now::timestamptz)
RETURNING *;

-- name: MessagePassOn :one
-- The gateway certainly has not taken it: another gets it, within the same lease, as an attempt of its own.
UPDATE messages SET attempts = attempts + 1, held_until = @held_until::timestamptz, error = @error, gateway = @gateway
WHERE id = @id AND state = 'queued' AND attempts = @attempt
RETURNING *;

-- name: MessageCleared :one
-- The gateway says that it never took it: nothing is in doubt any more.
UPDATE messages SET doubts = 0, ref = NULL WHERE id = @id AND state = 'queued' AND attempts = @attempt
RETURNING *;

-- name: MessageSent :execrows
UPDATE messages SET state = 'sent', sent_at = @at::timestamptz, gateway_id = @gateway_id, track_at = sqlc.narg('track_at'), next_at = NULL, held_until = NULL, secret = NULL
WHERE id = @id AND (state = 'queued' OR (state = 'withdrawn' AND attempts > 0));

-- name: MessageFailed :execrows
-- attempt: not if another has begun meanwhile.
UPDATE messages SET state = 'failed', failed_at = @at::timestamptz, error = @error, doubts = doubts + @doubt::integer, next_at = NULL, held_until = NULL
WHERE id = @id AND state = 'queued' AND attempts = @attempt;

-- name: MessageAgain :execrows
UPDATE messages SET next_at = @next_at::timestamptz, error = @error, doubts = doubts + @doubt::integer, held_until = NULL
WHERE id = @id AND state = 'queued' AND attempts = @attempt;

-- name: MessageRetry :one
-- A message of its own in the place of one that failed, or never arrived. One that may have been taken is
-- known to its gateway by its reference, and keeps its text with it. No row: it has one already, or has not failed.
INSERT INTO messages (channel, recipient, text_key, text_args, cause, ticket_id, call_id, incident_id, state, created_at, began_at, next_at, hours,
    keyed, secret, retry_of, retried_by, ref, subject, body, parts, template_version, gateway)
SELECT channel, recipient, text_key, text_args, 'retry:' || id, ticket_id, call_id, incident_id, 'queued',
    @at::timestamptz, @at::timestamptz, @at::timestamptz, CASE hours WHEN 'any' THEN 'any' ELSE 'day' END, keyed, secret, id, @actor::text,
    CASE WHEN doubtful THEN coalesce(ref, id) END, CASE WHEN doubtful THEN subject ELSE '' END, CASE WHEN doubtful THEN body ELSE '' END,
    CASE WHEN doubtful THEN parts ELSE 0 END, CASE WHEN doubtful THEN template_version ELSE 0 END, CASE WHEN doubtful THEN gateway ELSE '' END
FROM (SELECT *, state = 'failed' AND body <> '' AND gateway <> '' AND (doubts > 0 OR ref IS NOT NULL) AS doubtful FROM messages
    WHERE messages.id = @id AND state IN ('failed', 'undelivered') AND withdrawn_at IS NULL) m
ON CONFLICT (cause) DO NOTHING
RETURNING id;

-- name: MessageSecretDrop :exec
-- The one in its place has the key, or another.
UPDATE messages SET secret = NULL WHERE id = @id AND secret IS NOT NULL;

-- name: MessageSecretsForget :execrows
-- Of what failed and nobody has tried again: whoever does gives it another.
UPDATE messages SET secret = NULL WHERE state = 'failed' AND secret IS NOT NULL AND failed_at < @before::timestamptz;

-- name: MessageTold :one
-- Somebody has been told this of a ticket, there, or is about to be.
SELECT EXISTS (SELECT 1 FROM messages WHERE ticket_id = @ticket_id::bigint AND recipient = @recipient AND text_key = @text_key
    AND text_args = @text_args::text[] AND state IN ('queued', 'sent', 'delivered'));

-- name: MessagesWithdraw :exec
-- What is told of a ticket where its sender is not reached after all: nothing of it is sent any more, nor again by hand.
-- One that a gateway is being given at this moment may end as sent.
UPDATE messages SET withdrawn_at = @at::timestamptz, state = CASE state WHEN 'queued' THEN 'withdrawn' ELSE state END,
    next_at = NULL, held_until = NULL, quiet = false, secret = NULL
WHERE ticket_id = @ticket_id::bigint AND recipient = ANY (@recipients::text[]) AND text_key = ANY (@text_keys::text[])
  AND state IN ('queued', 'failed', 'undelivered') AND withdrawn_at IS NULL;

-- name: MessagesToTrack :many
-- Sent, and their gateways can be asked whether they arrived.
SELECT * FROM messages WHERE track_at <= @now::timestamptz AND gateway = ANY (@gateways::text[])
ORDER BY track_at LIMIT @page FOR UPDATE SKIP LOCKED;

-- name: MessageTrack :exec
UPDATE messages SET track_at = sqlc.narg('track_at') WHERE id = @id AND state = 'sent';

-- name: MessageReported :many
-- What the network says, the first time. It is proof that the gateway took what was in doubt.
UPDATE messages SET state = @state, reported_at = @at::timestamptz, error = CASE WHEN @state = 'undelivered' THEN @error ELSE error END,
    sent_at = coalesce(sent_at, @at::timestamptz), gateway_id = CASE WHEN gateway_id = '' THEN @gateway_id ELSE gateway_id END,
    next_at = NULL, held_until = NULL, failed_at = NULL, track_at = NULL, quiet = false, secret = NULL
WHERE gateway = @gateway AND (gateway_id = @gateway_id OR id = sqlc.narg('ref')::uuid OR ref = sqlc.narg('ref')::uuid)
  AND (state = 'sent' OR (state = 'queued' AND (held_until IS NOT NULL OR doubts > 0)) OR (state = 'failed' AND doubts > 0 AND body <> '')
    OR (state = 'withdrawn' AND attempts > 0))
RETURNING *;

-- name: MessageOfReport :one
SELECT id FROM messages WHERE gateway = @gateway AND (gateway_id = @gateway_id OR id = sqlc.narg('ref')::uuid OR ref = sqlc.narg('ref')::uuid) LIMIT 1;

-- name: MessagesStranded :many
-- Due for long and nobody at work: their jobs are lost. They are given new ones.
UPDATE messages SET next_at = @now::timestamptz
WHERE id IN (SELECT m.id FROM messages m WHERE m.state = 'queued' AND m.next_at < @before::timestamptz
        AND (m.held_until IS NULL OR m.held_until <= @now::timestamptz) ORDER BY m.next_at LIMIT @page FOR UPDATE SKIP LOCKED)
RETURNING id;

-- name: MessageCounts :many
SELECT channel, state, count(*) AS n FROM messages WHERE state IN ('queued', 'failed', 'undelivered') GROUP BY channel, state;

-- name: MessageList :many
-- Read in an order (Sorted). A NULL argument is no filter. discreet: an address does not find what was told of a confidential ticket (Điều 12.2).
SELECT sqlc.embed(m), coalesce(t.code, '')::text AS ticket, coalesce(t.confidential, false)::boolean AS confidential, r.id AS retry
FROM messages m LEFT JOIN tickets t ON t.id = m.ticket_id LEFT JOIN messages r ON r.retry_of = m.id
WHERE (sqlc.narg('state')::text IS NULL OR m.state = sqlc.narg('state'))
  AND (sqlc.narg('channel')::text IS NULL OR m.channel = sqlc.narg('channel'))
  AND (sqlc.narg('recipient')::text IS NULL OR m.recipient = sqlc.narg('recipient'))
  AND (NOT @discreet::boolean OR sqlc.narg('recipient')::text IS NULL OR t.confidential IS NOT TRUE)
  AND (sqlc.narg('ticket')::text IS NULL OR t.code = sqlc.narg('ticket'));

-- name: MessagesOfTicket :many
SELECT sqlc.embed(m), r.id AS retry FROM messages m LEFT JOIN messages r ON r.retry_of = m.id
WHERE m.ticket_id = @ticket_id ORDER BY m.created_at, m.id;

-- name: TemplateAdd :execrows
-- Only as the one after the newest. No row: somebody else was faster.
INSERT INTO message_templates (key, version, text, accents, author, created_at)
SELECT sqlc.arg('key'), sqlc.arg('version')::integer, sqlc.arg('text'), sqlc.narg('accents'), sqlc.arg('author'), sqlc.arg('at')::timestamptz
FROM (SELECT coalesce(max(t.version), 0) AS newest FROM message_templates t WHERE t.key = sqlc.arg('key')) n
WHERE n.newest + 1 = sqlc.arg('version')::integer
ON CONFLICT DO NOTHING;

-- name: TemplateNewest :one
SELECT * FROM message_templates WHERE key = @key ORDER BY version DESC LIMIT 1;

-- name: TemplatesNewest :many
SELECT DISTINCT ON (key) * FROM message_templates ORDER BY key, version DESC;

-- name: TemplateVersions :many
SELECT * FROM message_templates WHERE key = @key ORDER BY version DESC;

-- name: VoiceMessageKeep :exec
INSERT INTO voice_messages (entry_id, call_id, left_at, from_ms, to_ms, ended_by, ticket_id)
VALUES (@entry_id, @call_id, @left_at, @from_ms, @to_ms, @ended_by, sqlc.narg('ticket_id'));

-- name: VoiceMessageOfTicket :one
-- The message and the recording that holds it.
SELECT v.from_ms, v.to_ms, r.id AS recording
FROM tickets t JOIN voice_messages v ON v.ticket_id = t.id JOIN recordings r ON r.call_id = v.call_id AND r.leg = 'call'
WHERE t.code = @code;
