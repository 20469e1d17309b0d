-- name: SavedSearchesLock :exec
-- One person's searches are added one after the other.
SELECT pg_advisory_xact_lock(hashtextextended('saved_searches:' || @owner::text, 0));

-- name: SavedSearchesOf :many
SELECT * FROM saved_searches WHERE owner = @owner ORDER BY lower(name), id;

-- name: SavedSearchesCount :one
SELECT count(*) FROM saved_searches WHERE owner = @owner;

-- name: SavedSearchAdd :one
INSERT INTO saved_searches (owner, name, filters, changed_at) VALUES (@owner, @name, @filters, @changed_at) RETURNING *;

-- name: SavedSearchSet :one
UPDATE saved_searches SET name = @name, filters = @filters, changed_at = @changed_at WHERE id = @id AND owner = @owner RETURNING *;

-- name: SavedSearchDrop :execrows
DELETE FROM saved_searches WHERE id = @id AND owner = @owner;
