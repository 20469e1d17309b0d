-- name: DraftsLock :exec
-- One person's drafts are kept one after the other.
SELECT pg_advisory_xact_lock(hashtextextended('drafts:' || @owner::text, 0));

-- name: DraftPut :one
-- Keeps a draft on top of the version that its owner saw, or begins it. No row: another version stands there.
INSERT INTO drafts (owner, key, sealed, version, updated_at) VALUES (@owner, @key, @sealed, @version, @updated_at)
ON CONFLICT (owner, key) DO UPDATE SET sealed = excluded.sealed, version = excluded.version, updated_at = excluded.updated_at WHERE drafts.version = @was
RETURNING *;

-- name: DraftsBeside :one
-- How many drafts somebody has, this one aside.
SELECT count(*) FROM drafts WHERE owner = @owner AND key <> @key;

-- name: DraftOf :one
SELECT * FROM drafts WHERE owner = @owner AND key = @key;

-- name: DraftsOf :many
SELECT key, version, updated_at FROM drafts WHERE owner = @owner ORDER BY updated_at DESC, key;

-- name: DraftDrop :exec
DELETE FROM drafts WHERE owner = @owner AND key = @key;

-- name: ForgetDrafts :execrows
DELETE FROM drafts WHERE updated_at < @before;

-- name: DraftsForChange :many
SELECT owner, key, sealed FROM drafts ORDER BY owner, key FOR UPDATE;

-- name: DraftReseal :exec
UPDATE drafts SET sealed = @sealed WHERE owner = @owner AND key = @key;
