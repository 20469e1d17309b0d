-- name: EnsureCall :exec
-- A call that an event or a ticket speaks of before its arrival is known.
INSERT INTO calls (id, node, from_raw, from_number, from_name, to_number, state, started_at)
VALUES (@id, @node, @from_raw, @from_number, @from_name, @to_number, 'arriving', @started_at)
ON CONFLICT (id) DO NOTHING;

-- name: CallArrived :exec
INSERT INTO calls (id, node, from_raw, from_number, from_name, withheld, asserted, to_number, state, started_at)
VALUES (@id, @node, @from_raw, @from_number, @from_name, @withheld, @asserted, @to_number, 'arriving', @started_at)
ON CONFLICT (id) DO UPDATE SET
    from_raw = excluded.from_raw, from_number = excluded.from_number, from_name = excluded.from_name,
    withheld = excluded.withheld, asserted = excluded.asserted,
    to_number = excluded.to_number, started_at = least(calls.started_at, excluded.started_at);

-- name: CallAnswered :exec
UPDATE calls SET answered_at = coalesce(answered_at, @at::timestamptz),
    state = CASE WHEN state = 'arriving' THEN 'menu' ELSE state END
WHERE id = @id;

-- name: CallQueued :exec
UPDATE calls SET queued_at = coalesce(queued_at, @at::timestamptz), queue = @queue, left_queue_at = NULL,
    state = CASE WHEN state = 'ended' THEN state ELSE 'queued' END
WHERE id = @id;

-- name: CallState :exec
-- Moves a living call on. An operator, once known, is kept, beside those who had it before; a
-- conversation has a beginning, and an end of its own where the menu takes the caller back.
UPDATE calls SET state = @state,
    operator = coalesce(nullif(@operator::text, ''), operator),
    had_by = CASE WHEN @operator = '' OR had_by @> ARRAY[@operator] THEN had_by ELSE had_by || @operator END,
    connected_at = CASE WHEN @state IN ('talking', 'held') THEN coalesce(connected_at, @at::timestamptz) ELSE connected_at END,
    forwarded_at = CASE WHEN @state = 'forwarded' THEN coalesce(forwarded_at, @at::timestamptz) ELSE forwarded_at END,
    spoken_until = CASE WHEN @state IN ('talking', 'held', 'forwarded') THEN NULL
        WHEN @state = 'menu' AND least(connected_at, forwarded_at) IS NOT NULL THEN coalesce(spoken_until, @at::timestamptz) ELSE spoken_until END
WHERE id = @id AND state <> 'ended';

-- name: CallLeftQueue :exec
-- The caller waits no more, and hears the menu or the fallback.
UPDATE calls SET left_queue_at = CASE WHEN queued_at IS NULL THEN NULL ELSE coalesce(left_queue_at, @at::timestamptz) END,
    state = CASE WHEN state = 'ended' THEN state ELSE 'menu' END
WHERE id = @id;

-- name: CallOfferEnded :exec
-- The offer came to nothing; the caller waits on.
UPDATE calls SET state = 'queued' WHERE id = @id AND state = 'offered';

-- name: CallEnded :exec
-- What was seen to happen takes the place of an end that was only inferred.
UPDATE calls SET state = 'ended', ended_at = @at::timestamptz, end_class = @end_class::text, end_reason = @end_reason::text,
    cause = @cause, tech_cause = @tech_cause
WHERE id = @id AND (state <> 'ended' OR end_reason = 'unobserved');

-- name: CallSpokenWith :exec
-- Has the call found by whom it was spoken with, as recordings and journal tell, and by its tickets.
SELECT call_found(@id::text);

-- name: CallPlaced :exec
UPDATE calls SET placed = true WHERE id = @id;

-- name: CallFlag :execrows
-- Marks a call, or takes the mark away (by: nobody).
UPDATE calls SET flagged_at = CASE WHEN @by::text = '' THEN NULL ELSE @at::timestamptz END, flagged_by = @by, flag_note = @note WHERE id = @id;

-- name: CallRated :exec
-- The last mark counts.
UPDATE calls SET rating = @rating::smallint, rated_at = @at::timestamptz WHERE id = @id;

-- name: MarksOfCall :many
-- The mark that a caller pressed, for each ticket that was spoken of.
SELECT t.code, c.rating::integer AS score, c.rated_at::timestamptz AS at FROM calls c
    JOIN ticket_calls tc ON tc.call_id = c.id JOIN tickets t ON t.id = tc.ticket_id
WHERE c.id = @id AND c.rating BETWEEN 1 AND 5 AND c.rated_at IS NOT NULL ORDER BY t.id;

-- name: EventsSetAside :one
-- Of the last month, those that the record could not take.
SELECT count(*) FROM call_events WHERE problem <> '' AND at > hotline_now() - interval '30 days';

-- name: AppendCallEvent :execrows
-- No row: the event was applied before.
INSERT INTO call_events (id, at, node, kind, call_id, data, problem)
VALUES (@id, @at, @node, @kind, sqlc.narg('call_id'), sqlc.narg('data'), @problem)
ON CONFLICT (id) DO NOTHING;

-- name: LastWatch :one
-- What a call's supervision came to before an event.
SELECT kind, coalesce(data, '{}')::jsonb AS data FROM call_events
WHERE call_id = @call_id AND id <> @id AND kind IN ('call.watched', 'call.watch_ended', 'call.taken_over', 'call.adopted', 'call.fallback')
ORDER BY seq DESC LIMIT 1;

-- name: CitizenLeft :one
-- How the citizen's line ended in a call that its operator then went on with.
SELECT coalesce(data, '{}')::jsonb AS data FROM call_events
WHERE call_id = @call_id AND kind = 'call.citizen_left'
ORDER BY seq DESC LIMIT 1;

-- name: CallEventsOf :many
-- Without the asserted number of a caller who withholds it; see CallAsserted.
SELECT at, kind, (CASE WHEN kind IN ('call.arrived', 'call.adopted') THEN data - 'asserted' ELSE data END)::jsonb AS data FROM call_events WHERE call_id = @call_id ORDER BY at, seq;

-- name: CallByID :one
SELECT sqlc.embed(c), coalesce(u.name, '')::text AS operator_name,
    ARRAY(SELECT t.code FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id WHERE tc.call_id = c.id ORDER BY t.id)::text[] AS tickets,
    coalesce((SELECT bool_or(t.confidential) FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id WHERE tc.call_id = c.id), false)::boolean AS confidential
FROM calls c LEFT JOIN users u ON u.username = c.operator
WHERE c.id = @id;

-- name: CallsNamed :many
SELECT id, from_number, started_at, rating FROM calls WHERE id = ANY (@ids::text[]) ORDER BY started_at, id;

-- name: CallsConfidential :many
-- Those of some calls that are of a confidential ticket.
SELECT DISTINCT tc.call_id FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id WHERE tc.call_id = ANY (@calls::text[]) AND t.confidential;

-- name: CallAsserted :one
-- The number that the network asserts of a caller who withholds it.
SELECT asserted FROM calls WHERE id = @id AND asserted <> '';

-- name: CallsOf :many
-- The first calls of an officer, a unit and a field, and an operator beside, in no order: by one index of them all (store.CallsOf). What no call has PostgreSQL
-- takes for half as frequent as the rarest that it knows, and would go through all calls in the list's order for it: so all are planned for, and the first taken.
WITH of AS MATERIALIZED (
    SELECT c.id FROM calls c
    WHERE (sqlc.narg('officer')::text IS NULL OR c.numbers @> ARRAY[sqlc.narg('officer')::text])
      AND (sqlc.narg('unit')::text IS NULL OR c.units @> ARRAY[sqlc.narg('unit')::text])
      AND (sqlc.narg('field')::text IS NULL OR c.fields @> ARRAY[sqlc.narg('field')::text])
      AND (sqlc.narg('operator')::text IS NULL OR c.had_by @> ARRAY[sqlc.narg('operator')::text])
) SELECT id FROM of LIMIT @most;

-- name: Calls :many
-- Read in an order (Sorted). A NULL argument is no filter; ids: what CallsOf found, where that was all; from_like and to_like are LIKE patterns; operator: whoever has or had it.
-- discreet: a number does not find the calls of a confidential ticket (Điều 12.2). Whether a call is of one is asked of each that is
-- shown, by an aggregate: of EXISTS PostgreSQL would gather all confidential calls first.
SELECT sqlc.embed(c), coalesce(u.name, '')::text AS operator_name,
    ARRAY(SELECT t.code FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id WHERE tc.call_id = c.id ORDER BY t.id)::text[] AS tickets,
    coalesce((SELECT bool_or(t.confidential) FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id WHERE tc.call_id = c.id), false)::boolean AS confidential
FROM calls c LEFT JOIN users u ON u.username = c.operator
WHERE (sqlc.narg('ids')::text[] IS NULL OR c.id = ANY (sqlc.narg('ids')::text[]))
  AND (sqlc.narg('from_like')::text IS NULL OR c.from_number LIKE sqlc.narg('from_like'))
  AND (NOT @discreet::boolean OR sqlc.narg('from_like')::text IS NULL OR NOT coalesce((
        SELECT bool_or(t.confidential) FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id WHERE tc.call_id = c.id), false))
  AND (sqlc.narg('to_like')::text IS NULL OR c.to_number LIKE sqlc.narg('to_like'))
  AND (sqlc.narg('since')::timestamptz IS NULL OR c.started_at >= sqlc.narg('since'))
  AND (sqlc.narg('until')::timestamptz IS NULL OR c.started_at < sqlc.narg('until'))
  AND (sqlc.narg('operator')::text IS NULL OR c.had_by @> ARRAY[sqlc.narg('operator')::text])
  AND (sqlc.narg('state')::text IS NULL OR c.state = sqlc.narg('state'))
  AND (sqlc.narg('ticket')::text IS NULL OR c.id = ANY (ARRAY(
        SELECT tc.call_id FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id WHERE t.code = sqlc.narg('ticket'))))
  AND (sqlc.narg('officer')::text IS NULL OR c.numbers @> ARRAY[sqlc.narg('officer')::text])
  AND (sqlc.narg('unit')::text IS NULL OR c.units @> ARRAY[sqlc.narg('unit')::text])
  AND (sqlc.narg('field')::text IS NULL OR c.fields @> ARRAY[sqlc.narg('field')::text])
  AND (sqlc.narg('talk_min')::float8 IS NULL OR coalesce(coalesce(c.spoken_until, c.ended_at) - least(c.connected_at, c.forwarded_at), interval '0') >= make_interval(secs => sqlc.narg('talk_min')))
  AND (sqlc.narg('talk_max')::float8 IS NULL OR coalesce(coalesce(c.spoken_until, c.ended_at) - least(c.connected_at, c.forwarded_at), interval '0') <= make_interval(secs => sqlc.narg('talk_max')))
  AND (sqlc.narg('end_reason')::text IS NULL OR c.end_reason = sqlc.narg('end_reason'))
  AND (sqlc.narg('rating')::smallint IS NULL OR c.rating = sqlc.narg('rating'))
  AND (NOT @flagged::boolean OR c.flagged_at IS NOT NULL);

-- name: CallerCard :one
-- What is known of a number, in one round trip: earlier calls, tickets (those that are open first), and the
-- newest sender's data. Each part stops after a few rows of an index, however
-- often the number has called.
WITH recent AS (
    SELECT c.* FROM calls c WHERE c.from_number = @number AND c.state = 'ended' ORDER BY c.started_at DESC LIMIT 20
), mine AS (
    (SELECT t.id FROM tickets t WHERE t.sender_phone = @number AND t.sender_phone <> '' ORDER BY t.created_at DESC LIMIT 10)
    UNION
    (SELECT t.id FROM tickets t WHERE t.sender_phone = @number AND t.sender_phone <> '' AND t.state NOT IN ('declined', 'closed', 'merged')
        ORDER BY t.created_at DESC LIMIT 10)
    UNION
    SELECT tc.ticket_id FROM recent r JOIN ticket_calls tc ON tc.call_id = r.id
), latest AS (
    SELECT sender_name, sender_address, sender_email FROM tickets t
    WHERE t.sender_phone = @number AND t.sender_name <> '' ORDER BY t.created_at DESC LIMIT 1
)
SELECT
    coalesce((SELECT sender_name FROM latest), '')::text AS name,
    coalesce((SELECT sender_address FROM latest), '')::text AS address,
    coalesce((SELECT sender_email FROM latest), '')::text AS email,
    coalesce((SELECT jsonb_agg(j) FROM (
        SELECT r.id, r.started_at, r.ended_at, r.operator, coalesce(r.end_reason, '') AS end_reason,
            ARRAY(SELECT t.code FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id WHERE tc.call_id = r.id ORDER BY t.id) AS tickets
        FROM recent r ORDER BY r.started_at DESC LIMIT 10) j), '[]')::jsonb AS calls,
    coalesce((SELECT jsonb_agg(j) FROM (
        SELECT t.code, coalesce(t."group", 0) AS "group", coalesce(t.field, '') AS field, left(t.content, 200) AS content, t.state, t.created_at,
            t.state NOT IN ('declined', 'closed', 'merged') AS open, coalesce(u.name, '') AS unit_name, t.due_at AS due,
            (t.state = 'overdue' OR coalesce(t.due_at < hotline_now(), false)) AS late
        FROM tickets t LEFT JOIN units u ON u.code = t.unit WHERE t.id IN (SELECT id FROM mine)
        ORDER BY open DESC, t.created_at DESC, t.id DESC LIMIT 10) j), '[]')::jsonb AS tickets;

-- name: CallsArrived :one
-- How many calls a node has had from citizens since a moment.
SELECT count(*) FROM calls WHERE node = @node AND started_at >= @since AND NOT placed;

-- name: ForgetIdempotencyKeys :execrows
DELETE FROM idempotency_keys WHERE created_at < @before;
