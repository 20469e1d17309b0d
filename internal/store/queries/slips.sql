-- name: SlipDraft :one
-- Drafted again, it says what is known now.
INSERT INTO transfer_slips (ticket_id, call_id, unit, body, drafted_by, drafted_at)
VALUES (sqlc.narg('ticket_id'), sqlc.narg('call_id'), @unit, @body, @drafted_by, @drafted_at)
ON CONFLICT (ticket_id, unit) WHERE ticket_id IS NOT NULL AND number IS NULL
    DO UPDATE SET body = excluded.body, call_id = coalesce(excluded.call_id, transfer_slips.call_id), drafted_by = excluded.drafted_by, drafted_at = excluded.drafted_at
RETURNING id;

-- name: SlipDraftOfCall :one
-- The same of a call without a ticket.
INSERT INTO transfer_slips (call_id, unit, body, drafted_by, drafted_at)
VALUES (@call_id::text, @unit, @body, @drafted_by, @drafted_at)
ON CONFLICT (call_id, unit) WHERE ticket_id IS NULL
    DO UPDATE SET body = excluded.body, drafted_by = excluded.drafted_by, drafted_at = excluded.drafted_at
RETURNING id;

-- name: SlipDraftKeep :exec
-- The text of one drafting, which no later one changes.
INSERT INTO slip_drafts (slip_id, body, drafted_by, drafted_at) VALUES (@slip_id, @body, @drafted_by, @drafted_at);

-- name: SlipDrafts :many
-- Of some slips, oldest first.
SELECT sqlc.embed(d), p.name AS drafted_name FROM slip_drafts d JOIN users p ON p.username = d.drafted_by
WHERE d.slip_id = ANY (@slips::bigint[]) ORDER BY d.slip_id, d.id;

-- name: SlipJoin :exec
-- The ticket of its call is filed, and says what was not known.
UPDATE transfer_slips SET ticket_id = @ticket_id::bigint, body = @body WHERE id = @id;

-- name: Slips :many
-- Of a ticket, or of a call. One of the two is given.
SELECT sqlc.embed(s), u.name AS unit_name, coalesce(t.code, '')::text AS ticket, p.name AS drafted_name
FROM transfer_slips s JOIN units u ON u.code = s.unit JOIN users p ON p.username = s.drafted_by LEFT JOIN tickets t ON t.id = s.ticket_id
WHERE (sqlc.narg('ticket_id')::bigint IS NULL OR s.ticket_id = sqlc.narg('ticket_id'))
  AND (sqlc.narg('call_id')::text IS NULL OR s.call_id = sqlc.narg('call_id')
       OR s.ticket_id = ANY (ARRAY(SELECT tc.ticket_id FROM ticket_calls tc WHERE tc.call_id = sqlc.narg('call_id'))))
  -- what a ticket's draft says as well, since the call is that ticket's
  AND NOT (s.ticket_id IS NULL AND EXISTS (SELECT 1 FROM ticket_calls tc JOIN transfer_slips o ON o.ticket_id = tc.ticket_id
    WHERE tc.call_id = s.call_id AND o.unit = s.unit))
ORDER BY s.id;

-- name: SlipsWaiting :many
-- Of a call that is about to be a ticket's.
SELECT * FROM transfer_slips s WHERE s.call_id = @call_id::text AND s.ticket_id IS NULL ORDER BY s.id FOR UPDATE;

-- name: ConsultationsOf :many
-- Whom of the units operators called in some calls, entry by entry.
SELECT e.call_id::text AS call_id, e.at, e.kind, coalesce(e.data ->> 'number', '')::text AS number, coalesce(e.data ->> 'unit', '')::text AS unit,
    coalesce(e.data ->> 'operator', '')::text AS operator, coalesce(e.data ->> 'outcome', '')::text AS outcome,
    coalesce(u.name, '')::text AS unit_name, coalesce(o.name, '')::text AS officer_name
FROM call_events e LEFT JOIN units u ON u.code = e.data ->> 'unit' LEFT JOIN LATERAL (SELECT name FROM officers WHERE phone = e.data ->> 'number' ORDER BY until DESC NULLS FIRST, id LIMIT 1) o ON true
WHERE e.call_id = ANY (@calls::text[]) AND e.kind IN ('call.consulting', 'call.consulted', 'call.consult_ended', 'call.transferred')
  AND coalesce(e.data ->> 'urgent', '') <> 'true'
ORDER BY e.at, e.seq;
