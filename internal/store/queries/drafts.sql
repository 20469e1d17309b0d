-- name: DraftsLock :exec
-- One person's drafts are kept one after the other.
SELECT pg_advisory_xact_lock(hashtextextended('drafts:' || @owner::text, 0));

-- name: DraftPut :one
-- Keeps a draft on top of the version that its owner saw, or begins it, also where one was dropped. No row: another version stands there.
INSERT INTO drafts (owner, key, sealed, version, updated_at) VALUES (@owner, @key, @sealed, @version, @updated_at)
ON CONFLICT (owner, key) DO UPDATE SET sealed = excluded.sealed, version = GREATEST(drafts.version + 1, excluded.version), updated_at = excluded.updated_at, dropped = false
WHERE drafts.version = @was OR drafts.dropped
RETURNING *;

-- name: DraftsBeside :one
-- How many drafts somebody has, this one aside.
SELECT count(*) FROM drafts WHERE owner = @owner AND key <> @key AND NOT dropped;

-- name: DraftOf :one
SELECT * FROM drafts WHERE owner = @owner AND key = @key;

-- name: DraftsOf :many
SELECT key, version, updated_at FROM drafts WHERE owner = @owner AND NOT dropped ORDER BY updated_at DESC, key;

-- name: DraftDrop :exec
-- Its words go; that it was dropped is kept for its owner's other machines.
UPDATE drafts SET sealed = '', version = version + 1, updated_at = @now, dropped = true WHERE owner = @owner AND key = @key AND NOT dropped;

-- name: ForgetDrafts :execrows
DELETE FROM drafts WHERE updated_at < @before;

-- name: DraftsForChange :many
SELECT owner, key, sealed FROM drafts WHERE NOT dropped ORDER BY owner, key FOR UPDATE;

-- name: DraftReseal :exec
UPDATE drafts SET sealed = @sealed WHERE owner = @owner AND key = @key;
