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
