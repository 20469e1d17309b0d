-- name: ReadingLock :exec
-- What one person takes out is counted one after the other.
SELECT pg_advisory_xact_lock(hashtextextended('reading:' || @actor::text, 0));

-- name: ReadingWithoutWaiting :exec
-- A count that a crash loses is a look that is counted once less; who looks need not wait for the disk.
SET LOCAL synchronous_commit = off;

-- name: ReadingCount :one
-- How much somebody has looked at within the hour, this included.
INSERT INTO reading_counts AS c (actor, hour, kind, seen) VALUES (@actor, date_trunc('hour', @at::timestamptz), @kind, @seen)
ON CONFLICT (actor, kind, hour) DO UPDATE SET seen = c.seen + excluded.seen
RETURNING seen;

-- name: ReadingExceeded :many
-- The rules of an hour that so much exceeds, and that what was before did not.
SELECT * FROM reading_rules WHERE kind = @kind AND per = 'hour' AND (NOT night OR @night::boolean) AND most >= @before::integer AND most < @seen::integer
ORDER BY name;

-- name: ReadingOfDay :one
-- The bound of somebody's day, and what they have taken of it; no row: there is none.
SELECT r.most, (SELECT coalesce(sum(c.seen), 0) FROM reading_counts c WHERE c.actor = @actor AND c.kind = r.kind AND c.hour >= @since::timestamptz)::bigint AS seen
FROM reading_rules r WHERE r.kind = @kind AND r.per = 'day';

-- name: ReadingRules :many
SELECT * FROM reading_rules ORDER BY kind, per, night;

-- name: ReadingRule :one
SELECT * FROM reading_rules WHERE name = @name FOR UPDATE;

-- name: ReadingRuleSet :one
UPDATE reading_rules SET most = @most, changed_by = @changed_by, changed_at = @changed_at WHERE name = @name RETURNING *;
