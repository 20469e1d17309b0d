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

-- name: ServerClock :one
-- The time by the database server's own clock.
SELECT clock_timestamp()::timestamptz;

-- name: CallsUnwitnessed :many
-- Of some calls those of which the journal has no entry.
SELECT c.id::text FROM unnest(@ids::text[]) AS c(id) WHERE NOT EXISTS (SELECT 1 FROM call_events e WHERE e.call_id = c.id) ORDER BY 1;

-- name: ManifestMaking :one
-- Whether this transaction may make manifests: one does at a time, whichever node's.
SELECT pg_try_advisory_xact_lock(hashtext('hotline.manifest'));

-- name: ManifestLast :one
-- The last whole day's.
SELECT * FROM manifests WHERE length(day) = 10 ORDER BY day DESC LIMIT 1;

-- name: ManifestNewest :one
-- The last of all: a day comes after its hours.
SELECT * FROM manifests ORDER BY day || CASE WHEN length(day) = 10 THEN 'U' ELSE '' END DESC LIMIT 1;

-- name: ManifestsReach :one
-- The day or hour that is furthest, and the last whole day; nothing before there is one.
SELECT coalesce((SELECT max(day) FROM manifests), '')::text AS furthest,
    coalesce((SELECT max(day) FROM manifests WHERE length(day) = 10), '')::text AS whole;

-- name: ManifestCallsSince :one
-- The first that lists calls, or nothing before there is one.
SELECT coalesce(min(day), '')::text FROM manifests WHERE calls;

-- name: ManifestSums :many
-- Those of a day's hours.
SELECT day, sha256 FROM manifests WHERE day > @day::text AND day < (@day::text || 'U') ORDER BY day;

-- name: ManifestOf :one
SELECT * FROM manifests WHERE day = @day;

-- name: ManifestHourOf :one
-- The last hour since the last whole day whose manifest has an entry: what an hour's lists names no row, until the day's does.
SELECT day FROM manifests
WHERE length(day) > 10 AND left(day, 10) > coalesce((SELECT max(day) FROM manifests WHERE length(day) = 10), '')
  AND position(convert_to(@entry::text, 'UTF8') IN body) > 0 ORDER BY day DESC LIMIT 1;

-- name: ManifestDayOf :one
-- The last of the last five whole days whose manifest has an entry: of a call whose end is only inferred, the row names none of them yet.
SELECT day FROM manifests
WHERE length(day) = 10 AND day >= coalesce((SELECT to_char(max(day)::date - 4, 'YYYY-MM-DD') FROM manifests WHERE length(day) = 10), '')
  AND position(convert_to(@entry::text, 'UTF8') IN body) > 0 ORDER BY day DESC LIMIT 1;

-- name: ManifestDays :many
-- Days and hours, to the last hour of the last day.
SELECT day FROM manifests WHERE day >= @since::text AND day < (@until::text || 'U') ORDER BY day;

-- name: ManifestKeep :exec
INSERT INTO manifests (day, body, sha256, signature, public_key, made_at, calls) VALUES (@day, @body, @sha256, @signature, @public_key, @made_at, true);

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

-- name: RecordingsUnsealed :many
-- In no manifest of a day, nor of an hour.
SELECT * FROM recordings WHERE state = 'archived' AND manifest IS NULL AND salt IS NULL AND archived_at < @before::timestamptz ORDER BY archived_at, id;

-- name: RecordingsSealed :exec
UPDATE recordings r SET salt = n.salt FROM (SELECT unnest(@ids::uuid[]) AS id, unnest(@salts::bytea[]) AS salt) n WHERE r.id = n.id;

-- name: RecordingsListed :exec
UPDATE recordings SET manifest = @day::text WHERE id = ANY(@ids::uuid[]);

-- name: CallsUnlisted :many
-- Calls that were over before a moment and are in no manifest of a day for good; fresh: in none at all, or in none since their end was seen.
SELECT sqlc.embed(c), s.salt, coalesce(s.inferred, false)::boolean AS inferred FROM calls_unlisted u JOIN calls c ON c.id = u.call_id LEFT JOIN call_seals s ON s.call_id = c.id
WHERE c.started_at >= @since::timestamptz AND c.state = 'ended' AND c.ended_at < @before::timestamptz
  AND s.manifest IS NULL AND (NOT @fresh::boolean OR s.call_id IS NULL OR s.inferred AND c.end_reason IS DISTINCT FROM 'unobserved')
ORDER BY c.ended_at, c.id;

-- name: CallsSealed :exec
INSERT INTO call_seals (call_id, salt, inferred) SELECT unnest(@ids::text[]), unnest(@salts::bytea[]), unnest(@inferred::boolean[])
ON CONFLICT (call_id) DO UPDATE SET inferred = excluded.inferred;

-- name: CallsListed :exec
WITH listed AS (UPDATE call_seals SET manifest = @day::text WHERE call_id = ANY(@ids::text[]) RETURNING call_id)
DELETE FROM calls_unlisted u USING listed l WHERE u.call_id = l.call_id;

-- name: CallsByIDs :many
SELECT sqlc.embed(c), s.salt, s.manifest FROM calls c LEFT JOIN call_seals s ON s.call_id = c.id WHERE c.id = ANY(@ids::text[]);

-- name: CallSeal :one
SELECT salt, manifest, inferred FROM call_seals WHERE call_id = @id;

-- name: CallsUnsealed :many
-- Of calls that began after a moment, those that were over in a span of time and are in no manifest, or in none for good and will be in none, the first of
-- them; total: how many there are.
SELECT c.id, c.ended_at, count(*) OVER () AS total FROM calls c LEFT JOIN call_seals s ON s.call_id = c.id
WHERE c.started_at >= @begun::timestamptz AND c.state = 'ended' AND c.ended_at >= @since::timestamptz AND c.ended_at < @until::timestamptz
  AND (s.call_id IS NULL OR s.manifest IS NULL AND NOT EXISTS (SELECT 1 FROM calls_unlisted u WHERE u.call_id = c.id))
ORDER BY c.ended_at, c.id LIMIT @page;

-- name: CallsNaming :many
-- Of calls that began in a span of time those that are over, with the day whose manifest their rows name, behind one.
SELECT c.id, c.started_at, s.manifest::text AS manifest FROM calls c JOIN call_seals s ON s.call_id = c.id
WHERE c.started_at < @until::timestamptz AND c.state = 'ended' AND s.manifest IS NOT NULL AND (c.started_at, c.id) > (@after_at::timestamptz, @after_id::text)
ORDER BY c.started_at, c.id LIMIT @page;

-- name: RecordingsFirst :one
-- When the first recording came that is in no manifest; now where there is none.
SELECT coalesce(min(archived_at), now())::timestamptz FROM recordings WHERE state = 'archived' AND manifest IS NULL;

-- name: RecordingsBuckets :many
-- Where recordings lie: also in those of before another was configured.
SELECT DISTINCT bucket::text FROM recordings WHERE state = 'archived' AND bucket IS NOT NULL ORDER BY 1;

-- name: RecordingsInBucket :one
SELECT count(*) FROM recordings WHERE state = 'archived' AND bucket = @bucket::text;

-- name: RecordingsByIDs :many
SELECT * FROM recordings WHERE id = ANY(@ids::uuid[]);

-- name: RecordingsArchivedIn :many
SELECT * FROM recordings WHERE state = 'archived' AND archived_at >= @since::timestamptz AND archived_at < @until::timestamptz
  AND (archived_at, id) > (@after_at::timestamptz, @after_id::uuid)
ORDER BY archived_at, id LIMIT @page;

-- name: RecordingsUncertified :many
-- Rows that say of a recording that was made or deleted in a span of time that its time was over, where no plan has begun to delete it; or, of those that do
-- not say so of the last while, where no certificate does.
SELECT r.id, r.call_id, r.leg FROM recordings r
WHERE r.state = 'deleted' AND (r.deleted_at >= @since::timestamptz AND r.deleted_at < @until::timestamptz OR r.created_at >= @since AND r.created_at < @until)
  AND NOT EXISTS (SELECT 1 FROM deletion_items i WHERE i.recording = r.id AND i.begun_at IS NOT NULL
    AND (r.deleted_at > @soon::timestamptz AND r.deleted_at <= @now::timestamptz OR i.outcome = 'deleted' AND EXISTS (SELECT 1 FROM deletion_certificates c WHERE c.plan = i.plan)))
ORDER BY r.deleted_at, r.id LIMIT @page;

-- name: RecordingsLost :many
-- Recordings that never came, of calls in a span of time, the first of them; total: how many there are. Not those whose check found that nothing was promised:
-- of callers who hung up first, and calls out that nobody answered.
SELECT id, call_id, leg, detail, created_at, count(*) OVER () AS total FROM recordings WHERE state = 'missing' AND (checked_at IS NULL OR flaws <> '{}') AND created_at >= @since::timestamptz AND created_at < @until::timestamptz
ORDER BY created_at, id LIMIT @page;

-- name: EvidenceChecked :exec
INSERT INTO evidence_checks (at, faults, unread, report) VALUES (@at, @faults, @unread, @report);

-- name: EvidenceLastCheck :one
SELECT at, faults, unread FROM evidence_checks ORDER BY id DESC LIMIT 1;

-- name: ManifestLocksDiffer :many
-- Of some days the manifests, and those of their hours, that the archive does not keep as it keeps what they list, or the call's recordings where they list the call.
WITH listed AS (
    SELECT manifest AS day, greatest(retain_until, keep_until) AS until, held FROM recordings WHERE state = 'archived' AND manifest = ANY(@days::text[])
    UNION ALL
    SELECT s.manifest, greatest(r.retain_until, r.keep_until), r.held FROM recordings r JOIN call_seals s ON s.call_id = r.call_id
    WHERE r.state = 'archived' AND s.manifest = ANY(@days::text[]) AND s.manifest IS DISTINCT FROM r.manifest
), needs AS (
    SELECT day, max(until) AS until, bool_or(held) AS held FROM listed GROUP BY day
)
SELECT sqlc.embed(o), coalesce(n.until, l.until, 'epoch')::timestamptz AS until, coalesce(n.held, false)::boolean AS held, coalesce(l.held, false)::boolean AS was_held
FROM manifest_objects o LEFT JOIN needs n ON n.day = left(o.day, 10) LEFT JOIN manifest_locks l ON l.day = o.day
WHERE left(o.day, 10) = ANY(@days::text[]) AND (n.until > coalesce(l.until, '-infinity') OR coalesce(n.held, false) <> coalesce(l.held, false))
ORDER BY o.day;

-- name: ManifestLocked :exec
INSERT INTO manifest_locks (day, until, held) VALUES (@day, @until, @held)
ON CONFLICT (day) DO UPDATE SET until = greatest(manifest_locks.until, excluded.until), held = excluded.held;

-- name: ManifestLock :one
SELECT until FROM manifest_locks WHERE day = @day;
