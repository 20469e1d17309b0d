-- name: DialplanKeep :execrows
-- The same text is the same version, whoever brings it again.
INSERT INTO dialplan_versions (version, source, author, note, made_from, at) VALUES (@version, @source, @author, @note, @made_from, @at)
ON CONFLICT (version) DO NOTHING;

-- name: DialplanByVersion :one
-- With who last let callers meet it; empty when nobody ever did.
SELECT sqlc.embed(v), coalesce(a.actor, '')::text AS activated_by, coalesce(a.at, v.at)::timestamptz AS activated_at
FROM dialplan_versions v LEFT JOIN LATERAL (
    SELECT actor, at FROM dialplan_activations WHERE version = v.version ORDER BY id DESC LIMIT 1) a ON true
WHERE v.version = @version;

-- name: DialplanActive :one
SELECT a.id, a.actor, a.at, v.version, v.source FROM dialplan_activations a JOIN dialplan_versions v ON v.version = a.version
ORDER BY a.id DESC LIMIT 1;

-- name: DialplanActivate :exec
INSERT INTO dialplan_activations (version, before, actor, at) VALUES (@version, sqlc.narg('before'), @actor, @at);

-- name: DialplanVersions :many
-- With who last let callers meet each; without the texts, which are long. Read in an order (Sorted). said: words of the version,
-- the note, who wrote it or who put it in use, with accents or without; '': any.
SELECT v.version, v.author, v.note, v.made_from, v.at, coalesce(a.actor, '')::text AS activated_by, coalesce(a.at, v.at)::timestamptz AS activated_at
FROM dialplan_versions v LEFT JOIN LATERAL (
    SELECT actor, at FROM dialplan_activations WHERE version = v.version ORDER BY id DESC LIMIT 1) a ON true
    LEFT JOIN users w ON w.username = v.author LEFT JOIN users p ON p.username = a.actor
WHERE words_key(concat_ws(' ', v.version, coalesce(w.name, v.author), v.note, coalesce(p.name, a.actor))) LIKE '%' || words_key(@said::text) || '%';
