-- name: UserProfile :execrows
UPDATE users SET queues = coalesce(sqlc.narg('queues')::text[], queues), skills = coalesce(sqlc.narg('skills')::text[], skills),
    max_hour = coalesce(sqlc.narg('max_hour')::integer, max_hour)
WHERE username = @username;

-- name: SessionsOpen :many
SELECT token, data FROM sessions WHERE expiry > @now;

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
