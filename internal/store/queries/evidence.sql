-- name: AuditSealing :one
-- Whether this transaction may seal: one does at a time, whichever node's.
SELECT pg_try_advisory_xact_lock(hashtext('hotline.audit.seal'));

-- name: AuditUnsealed :many
-- What waits for its link, and can be seen: an entry that is committed late is sealed late.
SELECT sqlc.embed(a) FROM audit_unsealed u JOIN audit_log a ON a.id = u.entry ORDER BY u.entry LIMIT @page;

-- name: AuditHead :one
SELECT seq, hash FROM audit_seals ORDER BY seq DESC LIMIT 1;

-- name: AuditSeal :exec
INSERT INTO audit_seals (seq, entry, hash)
SELECT unnest(@seqs::bigint[]), unnest(@entries::bigint[]), unnest(@hashes::bytea[]);

-- name: AuditWaitsNoMore :exec
DELETE FROM audit_unsealed WHERE entry = ANY(@entries::bigint[]);

-- name: AuditWaiting :one
-- How many entries wait for their link, and since when the first does.
SELECT count(*) AS n, coalesce(min(since), now())::timestamptz AS oldest, now()::timestamptz AS now FROM audit_unsealed;

-- name: AuditLinks :many
-- The chain in its order, with what it seals: the log's columns are null where a row is gone.
SELECT s.seq, s.entry, s.hash, a.id, a.at, a.actor, a.action, a.object, a.detail, a.entry AS journal
FROM audit_seals s LEFT JOIN audit_log a ON a.id = s.entry WHERE s.seq > @after ORDER BY s.seq LIMIT @page;

-- name: AuditLink :one
SELECT hash FROM audit_seals WHERE seq = @seq;

-- name: AuditStrangers :many
-- Entries that are neither sealed nor wait for it: nobody adds one so.
SELECT a.id, a.at, a.actor, a.action, a.object FROM audit_log a
WHERE a.id > @after AND a.id <= @upto AND NOT EXISTS (SELECT 1 FROM audit_seals s WHERE s.entry = a.id)
  AND NOT EXISTS (SELECT 1 FROM audit_unsealed u WHERE u.entry = a.id)
ORDER BY a.id;

-- name: AuditLast :one
SELECT coalesce(max(id), 0)::bigint FROM audit_log;

-- name: AuditVanished :many
-- Entries that waited for their link and are gone: nobody takes one away.
SELECT u.entry FROM audit_unsealed u WHERE NOT EXISTS (SELECT 1 FROM audit_log a WHERE a.id = u.entry) ORDER BY u.entry LIMIT @page;

-- name: ManifestMaking :one
-- Whether this transaction may make manifests: one does at a time, whichever node's.
SELECT pg_try_advisory_xact_lock(hashtext('hotline.manifest'));

-- name: ManifestLast :one
SELECT * FROM manifests ORDER BY day DESC LIMIT 1;

-- name: ManifestOf :one
SELECT * FROM manifests WHERE day = @day;

-- name: ManifestDays :many
SELECT day FROM manifests WHERE day >= @since::text AND day <= @until::text ORDER BY day;

-- name: ManifestKeep :exec
INSERT INTO manifests (day, body, sha256, signature, public_key, made_at) VALUES (@day, @body, @sha256, @signature, @public_key, @made_at);

-- name: ManifestsUnplaced :many
SELECT m.* FROM manifests m WHERE NOT EXISTS (SELECT 1 FROM manifest_objects o WHERE o.day = m.day) ORDER BY m.day LIMIT @page;

-- name: ManifestPlaced :exec
INSERT INTO manifest_objects (day, bucket, object, version, signature_object, signature_version, placed_at)
VALUES (@day, @bucket, @object, @version, @signature_object, @signature_version, @placed_at) ON CONFLICT (day) DO NOTHING;

-- name: ManifestPlace :one
SELECT * FROM manifest_objects WHERE day = @day;

-- name: RecordingsUnlisted :many
-- In no manifest, of those archived before a day's end.
SELECT * FROM recordings WHERE state = 'archived' AND manifest IS NULL AND archived_at < @before::timestamptz ORDER BY archived_at, id;

-- name: RecordingsListed :exec
UPDATE recordings SET manifest = @day::text WHERE id = ANY(@ids::uuid[]);

-- name: RecordingsFirst :one
-- When the first recording came that is in no manifest; now where there is none.
SELECT coalesce(min(archived_at), now())::timestamptz FROM recordings WHERE state = 'archived' AND manifest IS NULL;

-- name: RecordingsByIDs :many
SELECT * FROM recordings WHERE id = ANY(@ids::uuid[]);

-- name: RecordingsArchivedIn :many
SELECT * FROM recordings WHERE state = 'archived' AND archived_at >= @since::timestamptz AND archived_at < @until::timestamptz
  AND (archived_at, id) > (@after_at::timestamptz, @after_id::uuid)
ORDER BY archived_at, id LIMIT @page;

-- name: RecordingsLost :many
-- Recordings that never came, of calls in a span of time.
SELECT id, call_id, leg, detail, created_at FROM recordings WHERE state = 'missing' AND created_at >= @since::timestamptz AND created_at < @until::timestamptz
ORDER BY created_at, id LIMIT @page;

-- name: EvidenceChecked :exec
INSERT INTO evidence_checks (at, faults, unread, report) VALUES (@at, @faults, @unread, @report);

-- name: EvidenceLastCheck :one
SELECT at, faults, unread FROM evidence_checks ORDER BY id DESC LIMIT 1;
