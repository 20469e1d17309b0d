-- name: RecordingByID :one
SELECT * FROM recordings WHERE id = $1;

-- name: RecordingsOfCall :many
SELECT * FROM recordings WHERE call_id = $1 ORDER BY leg <> 'call', created_at, leg;

-- name: RecordingsShown :many
-- Of some calls, with the names of whom they are with: the citizen's own first, the others as they began.
SELECT sqlc.embed(r), coalesce(u.name, '')::text AS unit_name, coalesce(o.name, '')::text AS officer_name,
    EXISTS (SELECT 1 FROM transcripts x WHERE x.recording = r.id AND x.state = 'done') AS written
FROM recordings r LEFT JOIN units u ON u.code = r.unit LEFT JOIN LATERAL (SELECT name FROM officers WHERE phone = r.number AND r.number <> '' ORDER BY until DESC NULLS FIRST, id LIMIT 1) o ON true
WHERE r.call_id = ANY (@calls::text[]) ORDER BY r.call_id, r.leg <> 'call', r.created_at, r.leg;

-- name: RecordingExpected :exec
-- A recording's row, made when the call arrives or when a file is found without one.
INSERT INTO recordings (call_id, leg, state, created_at)
VALUES (@call_id, @leg, 'expected', @created_at)
ON CONFLICT (call_id, leg) DO NOTHING;

-- name: RecordingLeg :exec
-- The row of a leg beside the citizen's own. Its files may have been found before.
INSERT INTO recordings (call_id, leg, state, operator, number, unit, created_at)
VALUES (@call_id, @leg, 'expected', @operator, @number, @unit, @created_at)
ON CONFLICT (call_id, leg) DO UPDATE SET operator = excluded.operator, number = excluded.number, unit = excluded.unit;

-- name: RecordingSpooled :one
-- The stereo file is complete on the local disk; from 'missing' too: the sides came after all. An archived row is left alone.
UPDATE recordings SET state = 'spooled', spooled_at = @spooled_at, salvaged = @salvaged, sha256 = @sha256::text, bytes = @bytes::bigint,
    duration_ms = @duration_ms::bigint, channels = @channels::integer, detail = @detail, left_ms = @left_ms::bigint, right_ms = @right_ms::bigint,
    left_heard_ms = @left_heard_ms::bigint, right_heard_ms = @right_heard_ms::bigint, flaws = @flaws::text[], missing_ms = NULL, checked_at = NULL
WHERE call_id = @call_id AND leg = @leg AND state IN ('expected', 'missing')
RETURNING *;

-- name: RecordingArchived :one
-- Repeating it changes nothing, the time neither: a manifest may have it already.
UPDATE recordings SET state = 'archived', sha256 = @sha256::text, bytes = @bytes::bigint, duration_ms = @duration_ms::bigint,
    channels = @channels::integer, bucket = @bucket::text, object = @object::text, version = @version::text,
    archived_at = coalesce(archived_at, @archived_at::timestamptz), retain_until = sqlc.narg('retain_until')
WHERE id = @id AND state IN ('spooled', 'archived')
RETURNING *;

-- name: RecordingMissing :execrows
UPDATE recordings SET state = 'missing', detail = @detail WHERE id = @id AND state = 'expected';

-- name: RecordingsRefused :execrows
-- The spool takes nothing: said at once of what a node is recording, or was since then.
UPDATE recordings SET spool_fault = @fault WHERE state = 'expected' AND spool_fault = ''
  AND call_id IN (SELECT id FROM calls WHERE node = @node AND (ended_at IS NULL OR ended_at >= @since::timestamptz));

-- name: RecordingsUntaken :many
-- Of a node's calls that are over, what the spool may never have taken: oldest first.
SELECT r.* FROM recordings r JOIN calls c ON c.id = r.call_id
WHERE r.state = 'expected' AND r.spool_fault <> '' AND c.node = @node AND c.ended_at < @before::timestamptz
ORDER BY r.created_at, r.id LIMIT @page;

-- name: RecordingReleased :execrows
UPDATE recordings SET released_at = @released_at::timestamptz WHERE id = @id AND state = 'archived' AND released_at IS NULL;

-- name: RecordingsInState :many
-- For a node's scan of its own spool: oldest first.
SELECT * FROM recordings WHERE recordings.state = @state AND created_at < @before AND call_id IN (SELECT id FROM calls WHERE node = @node)
ORDER BY created_at, id LIMIT @page;

-- name: RecordingCounts :many
-- What a node still has to do, and since when: asked with every pass, so that what is over, and grows with the years (missing, deleted), is not in it.
SELECT recordings.state, count(*) AS n, min(coalesce(spooled_at, created_at))::timestamptz AS oldest FROM recordings
WHERE recordings.state IN ('expected', 'spooled') AND call_id IN (SELECT id FROM calls WHERE node = @node) GROUP BY recordings.state;

-- name: CallsUnsettled :many
-- Calls of a node whose recording is closed, but whose end nobody saw: the spool may tell.
SELECT c.id, c.end_reason FROM calls c
WHERE c.node = @node AND c.started_at > @since AND (c.ended_at IS NULL OR c.end_reason = 'unobserved')
  AND EXISTS (SELECT 1 FROM recordings r WHERE r.call_id = c.id AND r.leg = 'call' AND r.state <> 'expected'
        AND r.released_at IS NULL AND coalesce(r.spooled_at, r.created_at) < @before::timestamptz)
ORDER BY c.started_at LIMIT @page;

-- name: RecordingsToRelease :many
SELECT * FROM recordings WHERE recordings.state = 'archived' AND released_at IS NULL AND archived_at < @before::timestamptz
  AND call_id IN (SELECT id FROM calls WHERE node = @node)
ORDER BY archived_at LIMIT @page;

-- name: RecordingsArchivedPage :many
-- Every archived recording, by id, for the comparison with the archive.
SELECT * FROM recordings WHERE state = 'archived' AND id > @after ORDER BY id LIMIT @page;

-- name: RecordingConfidential :one
-- It is of a call of a confidential ticket: a voice is who somebody is (Điều 12.2).
SELECT EXISTS (SELECT 1 FROM recordings r JOIN ticket_calls tc ON tc.call_id = r.call_id JOIN tickets t ON t.id = tc.ticket_id
    WHERE r.id = @id AND t.confidential);
