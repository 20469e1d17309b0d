-- name: Units :many
SELECT * FROM units WHERE active AND code > @after ORDER BY code LIMIT @page;

-- name: UnitPut :exec
INSERT INTO units (code, name, kind, parent, phone) VALUES (@code, @name, @kind, sqlc.narg('parent'), @phone)
ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind, parent = excluded.parent, phone = excluded.phone;

-- name: OfficerPut :exec
INSERT INTO officers (phone, unit, name, rank) VALUES (@phone, @unit, @name, @rank)
ON CONFLICT (phone) DO UPDATE SET unit = excluded.unit, name = excluded.name, rank = excluded.rank;

-- name: Officers :many
SELECT * FROM officers WHERE active ORDER BY unit, rank, phone;

-- name: OnCall :many
-- The telephones of a unit's officers, first who is called first.
SELECT phone FROM officers WHERE active AND unit = @unit ORDER BY rank, phone;

-- name: Fields :many
SELECT * FROM fields WHERE active ORDER BY "group", rank;

-- name: FieldPut :exec
INSERT INTO fields (code, "group", name, rank) VALUES (@code, @group_id, @name, @rank)
ON CONFLICT (code) DO UPDATE SET "group" = excluded."group", name = excluded.name, rank = excluded.rank;

-- name: UnitExists :one
SELECT EXISTS (SELECT 1 FROM units WHERE code = @code AND active);
