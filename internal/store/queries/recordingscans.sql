-- name: RecordingsByObject :many
-- In the order in which S3 lists, behind a key.
SELECT id, call_id, leg, bucket, object::text AS object, coalesce(version, '')::text AS version, coalesce(bytes, 0)::bigint AS bytes, coalesce(sha256, '')::text AS sha256,
    created_at, archived_at, retain_until
FROM recordings WHERE state = 'archived' AND object IS NOT NULL AND object COLLATE "C" > @after::text ORDER BY object COLLATE "C" LIMIT @page;

-- name: RecordingSamples :many
-- Of each month the recording that was archived first in it.
SELECT id, coalesce(bucket, '')::text AS bucket, coalesce(object, '')::text AS object, coalesce(version, '')::text AS version FROM recordings WHERE id IN (
    SELECT f.id FROM generate_series(date_trunc('month', (SELECT min(o.archived_at) FROM recordings o WHERE o.state = 'archived')), now(), interval '1 month') AS m(month)
    CROSS JOIN LATERAL (SELECT n.id FROM recordings n WHERE n.state = 'archived' AND n.archived_at >= m.month AND n.archived_at < m.month + interval '1 month' ORDER BY n.archived_at, n.id LIMIT 1) f)
ORDER BY archived_at, id;

-- name: RecordingStays :one
-- It is archived, and nobody is removing it from the archive (recordings/retention).
SELECT (r.state = 'archived' AND NOT EXISTS (SELECT FROM deletion_items i WHERE i.recording = r.id AND i.begun_at IS NOT NULL AND i.outcome = ''))::boolean AS stays
FROM recordings r WHERE r.id = @id;

-- name: RecordingScanned :exec
INSERT INTO recording_scans (node, begun_at, ended_at, rows, objects, files, total, findings)
VALUES (@node, @begun_at, @ended_at, @rows, @objects, @files, @total, @findings);

-- name: RecordingLastScan :one
-- A node's latest comparison.
SELECT * FROM recording_scans WHERE node = @node ORDER BY begun_at DESC LIMIT 1;

-- name: RecordingLastScans :many
-- Every node's latest comparison.
SELECT DISTINCT ON (node) * FROM recording_scans ORDER BY node, begun_at DESC;

-- name: RecordingFindings :many
-- What does not agree: in the bucket, as the newest comparison of all found it; in each node's spool, as that node's newest did.
SELECT (s.id * 1000 + n.nr)::bigint AS id, x.kind, coalesce(x.since, s.begun_at)::timestamptz AS since, s.begun_at AS found, s.node,
    x.call_id, x.leg, x.object, x.file, x.detail
FROM (SELECT DISTINCT ON (node) * FROM recording_scans ORDER BY node, begun_at DESC) s
    CROSS JOIN LATERAL jsonb_array_elements(s.findings) WITH ORDINALITY AS n (value, nr)
    CROSS JOIN LATERAL (SELECT (n.value ->> 'kind')::text AS kind, (n.value ->> 'since')::timestamptz AS since,
        coalesce(n.value ->> 'call', '')::text AS call_id, coalesce(n.value ->> 'leg', '')::text AS leg,
        coalesce(n.value ->> 'object', '')::text AS object, coalesce(n.value ->> 'file', '')::text AS file, coalesce(n.value ->> 'detail', '')::text AS detail) x
WHERE (x.kind IN ('no_file', 'file_no_row', 'unknown_file') OR s.begun_at = (SELECT max(begun_at) FROM recording_scans))
    AND (sqlc.narg('kind')::text IS NULL OR x.kind = sqlc.narg('kind')::text);

-- name: AttachmentsByObject :many
-- Those in the archive, in the order in which S3 lists, behind a key.
SELECT id, bucket::text AS bucket, object::text AS object, version::text AS version, bytes, archived_at::timestamptz AS archived_at
FROM attachments WHERE object IS NOT NULL AND object COLLATE "C" > @after::text ORDER BY object COLLATE "C" LIMIT @page;
