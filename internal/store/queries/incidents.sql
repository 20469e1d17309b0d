-- name: IncidentInsert :one
INSERT INTO incidents (area, text, expected_end, opened_by, opened_at)
VALUES (@area, @text, sqlc.narg('expected_end'), @opened_by, @opened_at)
RETURNING *;

-- name: IncidentLock :one
-- Editing, closing and joining wait for one another.
SELECT * FROM incidents WHERE id = @id FOR UPDATE;

-- name: IncidentEdit :exec
UPDATE incidents SET area = @area, text = @text, expected_end = sqlc.narg('expected_end'), revision = revision + 1
WHERE id = @id AND closed_at IS NULL;

-- name: IncidentClose :exec
UPDATE incidents SET closed_by = @closed_by::text, closed_at = @closed_at::timestamptz WHERE id = @id AND closed_at IS NULL;

-- name: IncidentRevise :exec
-- Another voice for the same words.
UPDATE incidents SET revision = revision + 1 WHERE id = @id AND closed_at IS NULL;

-- name: IncidentVoicePut :exec
INSERT INTO incident_voices (incident_id, revision, sound) VALUES (@incident_id, @revision, @sound);

-- name: IncidentVoice :one
SELECT sound FROM incident_voices WHERE incident_id = @incident_id AND revision = @revision;

-- name: IncidentEventAppend :exec
INSERT INTO incident_events (incident_id, at, actor, kind, data) VALUES (@incident_id, @at, @actor, @kind, @data);

-- name: IncidentEventsOf :many
SELECT at, actor, kind, data FROM incident_events WHERE incident_id = @incident_id ORDER BY id;

-- name: IncidentByID :one
SELECT sqlc.embed(i), (SELECT count(*) FROM incident_joins j WHERE j.incident_id = i.id AND gets_sms(j.number)) AS joined,
    (SELECT count(*) FROM incident_joins j WHERE j.incident_id = i.id) AS reported,
    EXISTS (SELECT 1 FROM incident_voices v WHERE v.incident_id = i.id AND v.revision = i.revision) AS recorded
FROM incidents i WHERE i.id = @id;

-- name: IncidentOpen :one
SELECT sqlc.embed(i), (SELECT count(*) FROM incident_joins j WHERE j.incident_id = i.id AND gets_sms(j.number)) AS joined,
    (SELECT count(*) FROM incident_joins j WHERE j.incident_id = i.id) AS reported,
    EXISTS (SELECT 1 FROM incident_voices v WHERE v.incident_id = i.id AND v.revision = i.revision) AS recorded
FROM incidents i WHERE i.closed_at IS NULL;

-- name: IncidentList :many
-- Read in an order (Sorted). A NULL argument is no filter.
SELECT sqlc.embed(i), (SELECT count(*) FROM incident_joins j WHERE j.incident_id = i.id AND gets_sms(j.number)) AS joined,
    (SELECT count(*) FROM incident_joins j WHERE j.incident_id = i.id) AS reported,
    EXISTS (SELECT 1 FROM incident_voices v WHERE v.incident_id = i.id AND v.revision = i.revision) AS recorded
FROM incidents i
WHERE (sqlc.narg('open')::boolean IS NULL OR (i.closed_at IS NULL) = sqlc.narg('open'));

-- name: IncidentJoinOf :one
-- The one wish of a number, or of a call whose number is withheld.
SELECT * FROM incident_joins
WHERE incident_id = @incident_id AND (call_id = @call_id OR (number = @number AND number <> ''));

-- name: IncidentJoin :exec
INSERT INTO incident_joins (incident_id, call_id, number, ticket_id, at) VALUES (@incident_id, @call_id, @number, @ticket_id, @at);

-- name: IncidentTellOver :many
-- Queues the SMS that it is over for everybody whom one reaches (as the messages' own
-- check has it), in one go: a storm has ten thousand of them.
INSERT INTO messages (channel, recipient, text_key, text_args, cause, ticket_id, call_id, incident_id, state, created_at, began_at, next_at)
SELECT 'sms', j.number, @text_key::text, @text_args::text[], 'incident:' || j.incident_id || ':over:' || j.number, j.ticket_id, j.call_id,
    j.incident_id, 'queued', @at::timestamptz, @at::timestamptz, @at::timestamptz
FROM incident_joins j
WHERE j.incident_id = @incident_id AND gets_sms(j.number)
ON CONFLICT (cause) DO NOTHING
RETURNING id;
