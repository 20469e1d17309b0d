-- name: CallbackNumberLock :exec
-- Wishes of one number wait for one another, also while there is no row yet.
SELECT pg_advisory_xact_lock(hashtextextended('callback:' || @number::text, 0));

-- name: CallbackOpenOf :one
SELECT * FROM callbacks WHERE number = @number AND state IN ('waiting', 'dialling', 'needs_number') FOR UPDATE;

-- name: CallbackLock :one
SELECT * FROM callbacks WHERE id = @id FOR UPDATE;

-- name: CallbackInsert :one
INSERT INTO callbacks (number, queue, source, queued_at, call_id, state, next_try_at, created_at)
VALUES (@number, @queue, @source, @queued_at, @call_id, 'waiting', @next_try_at::timestamptz, @created_at)
RETURNING id;

-- name: CallbackPut :exec
-- Everything that changes in a claim's life, at once; the row is locked.
UPDATE callbacks SET source = @source, queued_at = @queued_at, state = @state, tries = @tries, next_try_at = sqlc.narg('next_try_at'),
    held_until = sqlc.narg('held_until'), reached = @reached, operator = @operator, node = @node, result = @result, note = @note, given_to = @given_to,
    ended_at = sqlc.narg('ended_at')
WHERE id = @id;

-- name: CallbackCallKeep :execrows
INSERT INTO callback_calls (call_id, callback_id) VALUES (@call_id, @callback_id) ON CONFLICT DO NOTHING;

-- name: CallbackCallKnown :one
SELECT EXISTS (SELECT 1 FROM callback_calls WHERE call_id = @call_id);

-- name: CallbackSpokenSince :one
-- Has the number spoken with an operator since? A machine's has not.
SELECT EXISTS (SELECT 1 FROM calls WHERE from_number = @number AND connected_at >= @since::timestamptz
    AND coalesce(end_reason, '') NOT IN ('voicemail', 'fax'));

-- name: CallbackEventAppend :exec
INSERT INTO callback_events (callback_id, at, actor, kind, data) VALUES (@callback_id, @at, @actor, @kind, @data);

-- name: CallbackEventsOf :many
SELECT at, actor, kind, data FROM callback_events WHERE callback_id = @callback_id ORDER BY id;

-- name: CallbacksDue :many
-- By the place that is kept, the first of every queue: one that nobody serves holds no
-- other up. A try whose report never came is due for its end.
SELECT * FROM callbacks WHERE id IN (
    SELECT d.id FROM (
        SELECT b.id, row_number() OVER (PARTITION BY b.queue ORDER BY b.queued_at, b.id) AS place FROM callbacks b
        WHERE (b.state = 'waiting' AND b.next_try_at <= @now::timestamptz) OR (b.state = 'dialling' AND b.held_until <= @now::timestamptz)
    ) d WHERE d.place <= @page::bigint)
ORDER BY queued_at, id;

-- name: CallbacksMadeBy :one
-- How many claims a caller's calls have made since; of all who withheld theirs when from_number is ''.
SELECT count(*) FROM callbacks b JOIN calls c ON c.id = b.call_id
WHERE c.from_number = @from_number AND c.started_at >= @since::timestamptz;

-- name: CallbackByID :one
SELECT sqlc.embed(c), coalesce(u.name, '')::text AS operator_name, coalesce(g.name, '')::text AS given_name,
    EXISTS (SELECT 1 FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id WHERE t.confidential
        AND tc.call_id = ANY (c.call_id || ARRAY(SELECT k.call_id FROM callback_calls k WHERE k.callback_id = c.id)))::boolean AS confidential
FROM callbacks c LEFT JOIN users u ON u.username = c.operator LEFT JOIN users g ON g.username = c.given_to
WHERE c.id = @id;

-- name: CallbackList :many
-- Those that are open, or those that are settled; read in an order (Sorted).
SELECT sqlc.embed(c), coalesce(u.name, '')::text AS operator_name, coalesce(g.name, '')::text AS given_name,
    EXISTS (SELECT 1 FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id WHERE t.confidential
        AND tc.call_id = ANY (c.call_id || ARRAY(SELECT k.call_id FROM callback_calls k WHERE k.callback_id = c.id)))::boolean AS confidential
FROM callbacks c LEFT JOIN users u ON u.username = c.operator LEFT JOIN users g ON g.username = c.given_to
WHERE CASE WHEN @ended::boolean THEN c.ended_at IS NOT NULL ELSE c.state IN ('waiting', 'dialling', 'needs_number') END;
