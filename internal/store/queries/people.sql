-- name: UserByName :one
SELECT * FROM users WHERE username = $1;

-- name: UserLock :one
SELECT * FROM users WHERE username = $1 FOR UPDATE;

-- name: Users :many
SELECT * FROM users ORDER BY username;

-- name: UserPut :exec
-- Adds an account or brings an existing one to these values; its lock is lifted.
WITH lifted AS (DELETE FROM sign_in_failures f WHERE f.username = @username)
INSERT INTO users (username, name, role, password_hash, unit, demonstration)
VALUES (@username, @name, @role, @password_hash, sqlc.narg('unit'), @demonstration)
ON CONFLICT (username) DO UPDATE SET name = excluded.name, role = excluded.role, password_hash = excluded.password_hash,
    unit = excluded.unit, demonstration = excluded.demonstration;

-- name: UserAdd :execrows
INSERT INTO users (username, name, role, password_hash, unit, demonstration)
VALUES (@username, @name, @role, @password_hash, sqlc.narg('unit'), @demonstration)
ON CONFLICT (username) DO NOTHING;

-- name: UserPassword :execrows
WITH lifted AS (DELETE FROM sign_in_failures f WHERE f.username = @username)
UPDATE users u SET password_hash = @password_hash, demonstration = false WHERE u.username = @username;

-- name: UnitOver :one
SELECT EXISTS (SELECT 1 FROM units WHERE code = @unit AND until <= city_day());

-- name: UserEdit :execrows
-- What is left out stays as it was; an empty unit or identity is none.
UPDATE users SET name = coalesce(sqlc.narg('name'), name), role = coalesce(sqlc.narg('role'), role),
    unit = CASE WHEN sqlc.narg('unit')::text IS NULL THEN unit ELSE nullif(sqlc.narg('unit')::text, '') END,
    identity = CASE WHEN sqlc.narg('identity')::text IS NULL THEN identity ELSE nullif(sqlc.narg('identity')::text, '') END,
    disabled = coalesce(sqlc.narg('disabled'), disabled)
WHERE username = @username;

-- name: TokenCreate :one
INSERT INTO tokens (name, role, prefix, sha256, created_by, created_at, expires_at)
VALUES (@name, @role, @prefix, @sha256, @created_by, @created_at, @expires_at)
RETURNING *;

-- name: TokenByHash :one
SELECT * FROM tokens WHERE sha256 = @sha256 AND revoked_at IS NULL AND expires_at > @now;

-- name: Tokens :many
SELECT * FROM tokens ORDER BY created_at DESC, id;

-- name: TokenRevoke :execrows
UPDATE tokens SET revoked_at = @at::timestamptz WHERE id = @id AND revoked_at IS NULL;

-- name: AuditAppend :exec
INSERT INTO audit_log (at, actor, action, object, detail) VALUES (@at, @actor, @action, @object, @detail);

-- name: AuditFromJournal :exec
INSERT INTO audit_log (at, actor, action, object, detail, entry) VALUES (@at, @actor, @action, @object, @detail, @entry);

-- name: AuditEntries :many
-- Read in an order (Sorted).
SELECT * FROM audit_log
WHERE (sqlc.narg('actor')::text IS NULL OR actor = sqlc.narg('actor'))
  AND (sqlc.narg('action')::text IS NULL OR action = sqlc.narg('action'))
  AND (sqlc.narg('object')::text IS NULL OR object = sqlc.narg('object'))
  AND (sqlc.narg('since')::timestamptz IS NULL OR at >= sqlc.narg('since'))
  AND (sqlc.narg('until')::timestamptz IS NULL OR at < sqlc.narg('until'));

-- Which call a recording, or an emergency, is of.
-- name: AuditCalls :many
SELECT ('recording:' || r.id)::text AS object, r.call_id FROM recordings r WHERE r.id = ANY(@recordings::uuid[])
UNION ALL
SELECT ('emergency:' || e.id)::text, e.call_id FROM emergencies e WHERE e.id = ANY(@emergencies::bigint[]);
