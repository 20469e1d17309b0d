-- name: EmergencyAsked :exec
INSERT INTO emergencies (call_id, service, operator, asked_at, number) VALUES (@call_id, @service, @operator, @asked_at, @number);

-- name: EmergencyCalled :execrows
-- Another of the service's numbers is called, or the same again: if one had answered, it was not
-- whom the operator wanted, a voicemail most likely. No row: nobody had asked for it yet.
UPDATE emergencies SET number = @number, outcome = '', answered_at = NULL
WHERE id = (SELECT max(e.id) FROM emergencies e WHERE e.call_id = @call_id AND e.service = @service);

-- name: EmergencyAnswered :exec
UPDATE emergencies SET number = @number, answered_at = @at::timestamptz, outcome = ''
WHERE id = (SELECT max(e.id) FROM emergencies e WHERE e.call_id = @call_id AND e.service = @service) AND answered_at IS NULL;

-- name: EmergencyUnanswered :exec
-- service '': of all that were asked for in the call, which is over.
UPDATE emergencies SET outcome = @outcome
WHERE emergencies.call_id = @call_id AND emergencies.answered_at IS NULL AND emergencies.outcome = ''
  AND (@service::text = '' OR emergencies.id = (SELECT max(e.id) FROM emergencies e WHERE e.call_id = @call_id AND e.service = @service));

-- name: Emergencies :many
-- Newest first. open: only what nobody has acknowledged. Of a call that is over, what each of its tickets was said to have
-- nothing to do with is open no more: the leader was told so, with the reason.
SELECT sqlc.embed(e), sqlc.embed(c), coalesce(o.name, '')::text AS operator_name, coalesce(a.name, '')::text AS acknowledged_name,
    ARRAY(SELECT t.code FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id WHERE tc.call_id = e.call_id ORDER BY t.id)::text[] AS tickets,
    coalesce((SELECT bool_or(t.confidential) FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id WHERE tc.call_id = e.call_id), false)::boolean AS confidential
FROM emergencies e JOIN calls c ON c.id = e.call_id LEFT JOIN users o ON o.username = e.operator LEFT JOIN users a ON a.username = e.acknowledged_by
WHERE (NOT @open::boolean OR e.acknowledged_at IS NULL AND (c.ended_at IS NULL
    OR NOT coalesce((SELECT bool_and(NOT t.emergency AND coalesce(t.life -> 'unrelated', '[]') @> to_jsonb(e.id))
        FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id WHERE tc.call_id = e.call_id), false)))
  AND (sqlc.narg('before')::bigint IS NULL OR e.id < sqlc.narg('before'))
ORDER BY e.id DESC LIMIT @page;

-- name: EmergenciesOfCalls :many
SELECT sqlc.embed(e), coalesce(o.name, '')::text AS operator_name, coalesce(a.name, '')::text AS acknowledged_name
FROM emergencies e LEFT JOIN users o ON o.username = e.operator LEFT JOIN users a ON a.username = e.acknowledged_by
WHERE e.call_id = ANY (@calls::text[]) ORDER BY e.id;

-- name: EmergenciesOfTickets :many
-- What the Office hears of a call's emergencies: for each ticket that the call has.
SELECT e.id, e.service, t.id AS ticket_id, t.code
FROM emergencies e JOIN ticket_calls tc ON tc.call_id = e.call_id JOIN tickets t ON t.id = tc.ticket_id
WHERE e.call_id = @call_id ORDER BY e.id, t.id;

-- name: EmergencyOfTickets :exec
-- An emergency of a call is one of all its tickets, but of those of which somebody said that it is about another matter.
UPDATE tickets SET emergency = true
WHERE NOT emergency AND id IN (SELECT tc.ticket_id FROM ticket_calls tc WHERE tc.call_id = @call_id)
  AND EXISTS (SELECT FROM emergencies e WHERE e.call_id = @call_id AND NOT coalesce(tickets.life -> 'unrelated', '[]') @> to_jsonb(e.id));

-- name: EmergencyIDsOfTicket :many
SELECT e.id FROM emergencies e JOIN ticket_calls tc ON tc.call_id = e.call_id WHERE tc.ticket_id = @ticket_id ORDER BY e.id;

-- name: EmergencyAcknowledge :one
-- The first counts. No row: there is none, or somebody was faster.
UPDATE emergencies SET acknowledged_by = @by::text, acknowledged_at = @at::timestamptz WHERE id = @id AND acknowledged_at IS NULL
RETURNING *;

-- name: EmergencyByID :one
SELECT * FROM emergencies WHERE id = @id;
