-- name: RecordingsByObject :many
-- In the order in which S3 lists, behind a key.
SELECT id, call_id, leg, bucket, object::text AS object, coalesce(version, '')::text AS version, coalesce(bytes, 0)::bigint AS bytes, coalesce(sha256, '')::text AS sha256
FROM recordings WHERE state = 'archived' AND object IS NOT NULL AND object COLLATE "C" > @after::text ORDER BY object COLLATE "C" LIMIT @page;

-- name: RecordingScanned :exec
INSERT INTO recording_scans (node, begun_at, ended_at, rows, objects, files, total, findings)
VALUES (@node, @begun_at, @ended_at, @rows, @objects, @files, @total, @findings);

-- name: RecordingLastScan :one
-- A node's latest comparison.
SELECT * FROM recording_scans WHERE node = @node ORDER BY begun_at DESC LIMIT 1;

-- name: RecordingLastScans :many
-- Every node's latest comparison.
SELECT DISTINCT ON (node) * FROM recording_scans ORDER BY node, begun_at DESC;
