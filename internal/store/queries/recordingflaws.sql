-- name: RecordingsToCheck :many
-- A node's recordings that are closed, of calls that are over, with the times by which they are checked:
-- heard_until is when the citizen left, which may be before the call's end. An end that nobody saw is only
-- inferred (unseen), and waits until the spool has told of it. lost: the recorder said that something is not on it.
SELECT sqlc.embed(r), c.started_at, c.answered_at, c.connected_at, c.ended_at, coalesce(c.end_reason = 'unobserved', false)::boolean AS unseen,
    coalesce((SELECT min(e.at) FROM call_events e WHERE e.call_id = r.call_id AND e.kind = 'call.citizen_left'), c.ended_at)::timestamptz AS heard_until,
    EXISTS (SELECT 1 FROM call_events e WHERE e.call_id = r.call_id AND e.kind = 'call.recording_lost' AND e.data ->> 'leg' = r.leg) AS lost
FROM recordings r JOIN calls c ON c.id = r.call_id
WHERE r.checked_at IS NULL AND r.state <> 'expected' AND c.node = @node AND c.ended_at IS NOT NULL
    AND (c.end_reason <> 'unobserved' OR c.ended_at < @settled::timestamptz)
ORDER BY r.created_at, r.id LIMIT @page;

-- name: RecordingChecked :execrows
UPDATE recordings SET flaws = @flaws::text[], missing_ms = sqlc.narg('missing_ms'), checked_at = @at::timestamptz WHERE id = @id AND checked_at IS NULL;

-- name: RecordingFlawCounts :many
-- How many of a node's recordings since then fall short, by in what; one may in several things.
SELECT f.flaw::text AS flaw, count(*) AS n FROM recordings r CROSS JOIN LATERAL unnest(r.flaws) AS f (flaw)
WHERE r.flaws <> '{}' AND r.created_at > @since AND r.call_id IN (SELECT id FROM calls WHERE node = @node)
GROUP BY f.flaw ORDER BY f.flaw;

-- name: RecordingsFlawed :many
-- Recordings that fall short in something.
SELECT r.id, r.call_id, r.leg, r.state, r.salvaged, r.flaws, r.spool_fault, r.detail, r.created_at, coalesce(r.duration_ms, 0)::bigint AS duration_ms,
    coalesce(r.bytes, 0)::bigint AS bytes, coalesce(r.left_ms, 0)::bigint AS left_ms, coalesce(r.right_ms, 0)::bigint AS right_ms, coalesce(r.missing_ms, 0)::bigint AS missing_ms,
    c.node, c.started_at, c.ended_at, CASE WHEN r.operator <> '' THEN r.operator ELSE c.operator END::text AS operator, coalesce(u.name, '')::text AS operator_name
FROM recordings r JOIN calls c ON c.id = r.call_id
    LEFT JOIN users u ON u.username = CASE WHEN r.operator <> '' THEN r.operator ELSE c.operator END
WHERE r.flaws <> '{}'
    AND (sqlc.narg('flaw')::text IS NULL OR r.flaws @> ARRAY[sqlc.narg('flaw')::text])
    AND (sqlc.narg('state')::text IS NULL OR r.state = sqlc.narg('state')::text)
    AND (sqlc.narg('since')::timestamptz IS NULL OR r.created_at >= sqlc.narg('since')::timestamptz)
    AND (sqlc.narg('until')::timestamptz IS NULL OR r.created_at < sqlc.narg('until')::timestamptz);
