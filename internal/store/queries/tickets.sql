-- name: NextTicketNumber :one
-- Numbers are given without a gap: the row stays locked until the ticket is committed.
INSERT INTO ticket_numbers AS n (year, last) VALUES (@year, 1)
ON CONFLICT (year) DO UPDATE SET last = n.last + 1
RETURNING last;

-- name: TicketInsert :one
INSERT INTO tickets (code, year, number, state, policy, "group", field, unit, content, address, directive, urgent, confidential, channel,
    sender_type, sender_name, sender_address, sender_phone, sender_email, no_address, no_phone, no_email, complete, origin, cause, created_by, created_at, updated_at, kind, state_servant, lat, lon)
VALUES (@code, @year, @number, @state, @policy, sqlc.narg('group_id'), sqlc.narg('field'), sqlc.narg('unit'), @content, @address, @directive, @urgent, @confidential, @channel,
    @sender_type, @sender_name, @sender_address, @sender_phone, @sender_email, @no_address, @no_phone, @no_email, @complete, @origin, sqlc.narg('cause'), sqlc.narg('created_by'), @created_at, @created_at, sqlc.narg('kind'), @state_servant, sqlc.narg('lat'), sqlc.narg('lon'))
RETURNING id;

-- name: TicketByCause :one
SELECT id, code FROM tickets WHERE cause = @cause::text;

-- name: TicketCallLink :exec
INSERT INTO ticket_calls (ticket_id, call_id) VALUES (@ticket_id, @call_id) ON CONFLICT DO NOTHING;

-- name: TicketTouch :exec
UPDATE tickets SET updated_at = @at WHERE id = @id;

-- name: TicketCallLinkByCode :exec
INSERT INTO ticket_calls (ticket_id, call_id) SELECT id, @call_id FROM tickets WHERE code = @code ON CONFLICT DO NOTHING;

-- name: TicketEventAppend :exec
INSERT INTO ticket_events (ticket_id, at, actor, kind, data) VALUES (@ticket_id, @at, @actor, @kind, @data);

-- name: TicketEventsOf :many
-- In the order in which it happened: a slip may have been drafted in the call, before there was a ticket.
SELECT * FROM ticket_events WHERE ticket_id = @ticket_id ORDER BY at, id;

-- name: TicketHistory :many
-- The same, the last first, before some place in it.
SELECT * FROM ticket_events
WHERE ticket_id = @ticket_id AND (sqlc.narg('before_at')::timestamptz IS NULL OR (at, id) < (sqlc.narg('before_at'), sqlc.narg('before_id')::bigint))
ORDER BY at DESC, id DESC LIMIT @page;

-- name: IdempotencyKeep :execrows
INSERT INTO idempotency_keys (actor, key, request, ticket_id, created_at) VALUES (@actor, @key, @request, @ticket_id, @created_at)
ON CONFLICT (actor, key) DO NOTHING;

-- name: IdempotencyOf :one
SELECT i.request, t.code FROM idempotency_keys i JOIN tickets t ON t.id = i.ticket_id WHERE i.actor = @actor AND i.key = @key;

-- name: TicketByCode :one
SELECT sqlc.embed(t), coalesce(u.name, '')::text AS unit_name,
    ARRAY(SELECT tc.call_id FROM ticket_calls tc JOIN calls c ON c.id = tc.call_id WHERE tc.ticket_id = t.id ORDER BY c.started_at)::text[] AS calls,
    coalesce(v.call_id, '')::text AS message_call, coalesce(v.to_ms - v.from_ms, 0)::bigint AS message_ms,
    (SELECT a.overdue_at FROM ticket_assignments a WHERE t.state = 'overdue' AND a.ticket_id = t.id AND a.ended_at IS NULL AND a.overdue_at IS NOT NULL ORDER BY a.overdue_at LIMIT 1) AS overdue_at
FROM tickets t LEFT JOIN units u ON u.code = t.unit LEFT JOIN voice_messages v ON v.ticket_id = t.id
WHERE t.code = @code;

-- name: TicketsByID :many
-- As a list shows them, in the order of the numbers given.
SELECT sqlc.embed(t), coalesce(u.name, '')::text AS unit_name,
    ARRAY(SELECT tc.call_id FROM ticket_calls tc JOIN calls c ON c.id = tc.call_id WHERE tc.ticket_id = t.id ORDER BY c.started_at)::text[] AS calls,
    coalesce(v.call_id, '')::text AS message_call, coalesce(v.to_ms - v.from_ms, 0)::bigint AS message_ms,
    (SELECT a.overdue_at FROM ticket_assignments a WHERE t.state = 'overdue' AND a.ticket_id = t.id AND a.ended_at IS NULL AND a.overdue_at IS NOT NULL ORDER BY a.overdue_at LIMIT 1) AS overdue_at
FROM unnest(@ids::bigint[]) WITH ORDINALITY AS asked (id, place) JOIN tickets t ON t.id = asked.id
    LEFT JOIN units u ON u.code = t.unit LEFT JOIN voice_messages v ON v.ticket_id = t.id
ORDER BY asked.place;

-- name: TicketsNear :many
-- Those set on the map within a square, the newest first.
SELECT id FROM tickets WHERE lat BETWEEN @south::float8 AND @north::float8 AND lon BETWEEN @west::float8 AND @east::float8 AND created_at >= @since
ORDER BY created_at DESC, id DESC LIMIT @page;

-- name: BareWords :one
SELECT bare_words(@said::text)::text[] AS words;

-- name: TicketCode :one
SELECT code FROM tickets WHERE id = @id;

-- name: TicketOfUnits :one
-- One of the units has a part in it, or did it.
SELECT EXISTS (SELECT 1 FROM tickets t WHERE t.code = @code AND t.units && @units::text[]);

-- name: TicketCounts :many
-- Of those that came within some time: how many of which kind, group, channel and state, and of how many the sender serves the state.
SELECT coalesce(kind, '')::text AS kind, coalesce("group", 0)::integer AS group_id, channel, state, count(*) AS tickets,
    count(*) FILTER (WHERE state_servant) AS of_servants
FROM tickets WHERE created_at >= @since AND created_at < @until
GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;
