-- name: UserProfile :execrows
UPDATE users SET queues = coalesce(sqlc.narg('queues')::text[], queues), skills = coalesce(sqlc.narg('skills')::text[], skills),
    max_hour = coalesce(sqlc.narg('max_hour')::integer, max_hour)
WHERE username = @username;

-- name: OperatorsHandled :many
-- The calls that a node's operators had: from the moment they had them until their
-- after-call work was done (telephony's floor counts in the same way). What a shift
-- leader only supervises is none.
WITH statuses AS (
    SELECT e.at, e.seq, e.call_id, (e.data->>'operator')::text AS operator,
        (CASE e.data->>'reason' WHEN 'watching' THEN 'watching' ELSE e.data->>'status' END)::text AS status
    FROM call_events e
    WHERE e.node = @node AND e.kind = 'operator.status' AND e.at >= @since
), spans AS (
    SELECT at, seq, call_id, operator, status,
        lag(status) OVER following AS before,
        min(at) FILTER (WHERE status NOT IN ('busy', 'wrapup'))
            OVER (following ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS until
    FROM statuses
    WINDOW following AS (PARTITION BY operator ORDER BY at, seq)
)
SELECT s.operator, coalesce(s.call_id, '')::text AS call_id, coalesce(c.queue, '')::text AS queue,
    s.at AS from_at, coalesce(s.until, s.at)::timestamptz AS until_at, (s.until IS NOT NULL)::boolean AS over
FROM spans s LEFT JOIN calls c ON c.id = s.call_id
WHERE s.status = 'busy' AND s.before IS DISTINCT FROM 'busy'
ORDER BY s.at, s.seq;

-- name: OperatorsPlaced :many
-- The calls that a node's operators placed.
SELECT (data->>'operator')::text AS operator, at
FROM call_events
WHERE node = @node AND kind = 'call.placed' AND at >= @since
ORDER BY at, seq;

-- name: Shifts :many
-- Those that have a moment in common with [since, until).
SELECT username, starts_at, ends_at, planned_by, planned_at FROM shifts
WHERE starts_at < @until AND ends_at > @since
ORDER BY starts_at, username;

-- name: ShiftsLock :exec
LOCK TABLE shifts IN SHARE ROW EXCLUSIVE MODE;

-- name: ShiftsDrop :exec
DELETE FROM shifts WHERE starts_at >= @since AND starts_at < @until;

-- name: ShiftAdd :exec
INSERT INTO shifts (username, starts_at, ends_at, planned_by, planned_at)
VALUES (@username, @starts_at, @ends_at, @planned_by, @planned_at);

-- name: ShiftsOverlap :one
-- An operator who is planned twice at a time, if there is one.
SELECT a.username FROM shifts a JOIN shifts b USING (username)
WHERE a.starts_at < b.starts_at AND a.ends_at > b.starts_at AND a.ends_at > @since
ORDER BY a.username LIMIT 1;

-- name: ServiceLevel :many
-- How the callers fared who have entered a queue since a moment, by queue. Who spoke with an
-- operator and came back to the queue has been answered; a citizen who is called back does
-- not wait there.
WITH targets AS (
    SELECT unnest(@queues::text[]) AS queue, unnest(@within_ms::bigint[]) AS within_ms
), callers AS (
    SELECT c.queue, c.connected_at IS NOT NULL AS answered,
        (extract(epoch FROM c.connected_at - c.queued_at) * 1000)::bigint AS wait_ms,
        c.connected_at IS NULL AND c.left_queue_at IS NULL AND coalesce(c.end_reason, '') = 'abandoned_wait' AS abandoned,
        coalesce(t.within_ms, @otherwise_ms::bigint) AS within_ms
    FROM calls c LEFT JOIN targets t ON t.queue = c.queue
    WHERE c.queued_at >= @since::timestamptz AND (c.connected_at IS NULL OR c.connected_at >= c.queued_at)
)
SELECT queue, count(*) AS entered, count(*) FILTER (WHERE answered) AS answered,
    count(*) FILTER (WHERE wait_ms <= within_ms) AS within, count(*) FILTER (WHERE abandoned) AS abandoned,
    coalesce(sum(wait_ms), 0)::bigint AS waited_ms
FROM callers GROUP BY queue ORDER BY queue;
