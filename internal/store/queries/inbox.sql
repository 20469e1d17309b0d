-- name: InboxParts :many
-- What units still have to do, each part with when it is due; a part whose last clock has run out is due since then.
SELECT a.ticket_id, a.number, a.unit, a.lead, a.state, a.sent_at, a.accepted_at, a.officer, a.promised, t.state AS ticket_state,
    coalesce(c.due, a.overdue_at, a.escalated_at) AS due, coalesce(c.due <= hotline_now(), coalesce(a.overdue_at, a.escalated_at) IS NOT NULL)::boolean AS late, (c.warned IS NOT NULL)::boolean AS warned,
    EXISTS (SELECT FROM ticket_assignments b WHERE b.ticket_id = a.ticket_id AND b.unit = a.unit AND b.number < a.number)::boolean AS again
FROM ticket_assignments a JOIN tickets t ON t.id = a.ticket_id
    LEFT JOIN LATERAL (SELECT k.due, k.warned FROM ticket_clocks k WHERE k.ticket_id = a.ticket_id AND k.unit = a.unit AND k.ended IS NULL AND k.kind <> 'quiet' AND k.due IS NOT NULL
        ORDER BY k.due LIMIT 1) c ON true
WHERE a.unit = ANY (@units::text[]) AND a.ended_at IS NULL
ORDER BY coalesce(c.due, a.overdue_at, a.escalated_at) NULLS LAST, a.ticket_id, a.number LIMIT @page;

-- name: InboxTasks :many
-- What other units gave them to do (Điều 17.4).
SELECT i.ticket_id, i.number, i.unit::text AS unit, i.body, t.state AS ticket_state, hotline_now()::timestamptz AS now
FROM ticket_items i JOIN tickets t ON t.id = i.ticket_id
WHERE i.kind = 'task' AND NOT i.settled AND i.unit = ANY (@units::text[])
ORDER BY i.ticket_id, i.number LIMIT @page;

-- name: PartsWaiting :many
-- How many tickets each of some units has.
SELECT unit, count(*) AS held FROM ticket_assignments WHERE unit = ANY (@units::text[]) AND ended_at IS NULL GROUP BY unit;

-- name: FiguresHeld :many
-- What units have now, and how much of it is late.
SELECT a.unit, u.name, count(*) AS held, count(*) FILTER (WHERE a.state = 'sent') AS unaccepted,
    count(*) FILTER (WHERE c.due <= hotline_now() OR c.due IS NULL AND coalesce(a.overdue_at, a.escalated_at) IS NOT NULL) AS late,
    count(*) FILTER (WHERE a.escalated_at IS NOT NULL) AS escalated
FROM ticket_assignments a JOIN units u ON u.code = a.unit
    LEFT JOIN LATERAL (SELECT min(k.due) AS due FROM ticket_clocks k WHERE k.ticket_id = a.ticket_id AND k.unit = a.unit AND k.ended IS NULL AND k.kind <> 'quiet') c ON true
WHERE a.ended_at IS NULL AND (@everyones::boolean OR a.unit = ANY (@units::text[]))
GROUP BY a.unit, u.name;

-- name: FiguresDone :many
-- What each unit answered within some time, and of each part when it was sent and answered: a year has hundreds of thousands, read from the
-- index alone, and brought as arrays, for as rows they take twice as long.
SELECT a.unit, count(*) FILTER (WHERE a.escalated_at IS NULL AND a.overdue_at IS NULL) AS in_time,
    array_agg(a.sent_at)::timestamptz[] AS sent_at, array_agg(a.ended_at)::timestamptz[] AS ended_at
FROM ticket_assignments a
WHERE a.state = 'done' AND a.ended_at >= @since::timestamptz AND a.ended_at < @until::timestamptz AND (@everyones::boolean OR a.unit = ANY (@units::text[]))
GROUP BY a.unit;

-- name: FiguresRated :many
-- The marks that senders gave what the leading units answered within some time.
SELECT a.unit, count(*) AS ratings, sum(t.rating)::bigint AS marks
FROM ticket_assignments a JOIN tickets t ON t.id = a.ticket_id
WHERE t.rating IS NOT NULL AND a.lead AND a.state = 'done' AND a.ended_at >= @since::timestamptz AND a.ended_at < @until::timestamptz AND (@everyones::boolean OR a.unit = ANY (@units::text[]))
GROUP BY a.unit;
