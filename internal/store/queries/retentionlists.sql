-- name: DeletionPlansShown :many
-- Plans with what is in them: a rule's recordings, from the first to the last call's day; of those that wait, how many a legal hold saves.
SELECT p.id, p.announced_at, p.due_at, p.stopped_at, p.stopped_by, p.stop_reason, p.done_at,
    (CASE WHEN p.done_at IS NOT NULL THEN 'done' WHEN p.stopped_at IS NOT NULL THEN 'stopped'
        WHEN EXISTS (SELECT FROM deletion_items i WHERE i.plan = p.id AND (i.begun_at IS NOT NULL OR i.outcome <> '')) THEN 'under_way' ELSE 'announced' END)::text AS state,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('rule', g.rule, 'recordings', g.n, 'first', g.first, 'last', g.last, 'deleted', g.deleted, 'spared', g.spared, 'held', g.held) ORDER BY g.rule), '[]')
        FROM (
            SELECT i.rule, count(*) AS n, min(r.created_at) AS first, max(r.created_at) AS last, count(*) FILTER (WHERE i.outcome = 'deleted') AS deleted,
                count(*) FILTER (WHERE i.outcome NOT IN ('', 'deleted')) AS spared,
                count(*) FILTER (WHERE i.outcome = '' AND EXISTS (SELECT FROM held_calls h WHERE h.call_id = r.call_id)) AS held
            FROM deletion_items i JOIN recordings r ON r.id = i.recording WHERE i.plan = p.id GROUP BY i.rule
        ) g)::jsonb AS rules,
    coalesce(encode(c.sha256, 'hex'), '')::text AS certificate, coalesce(m.day, '')::text AS manifest
FROM deletion_plans p LEFT JOIN deletion_certificates c ON c.plan = p.id LEFT JOIN certificate_manifests m ON m.plan = p.id
WHERE (sqlc.narg('id')::uuid IS NULL OR p.id = sqlc.narg('id')::uuid)
  AND (sqlc.narg('since')::timestamptz IS NULL OR p.due_at >= sqlc.narg('since')::timestamptz)
  AND (sqlc.narg('until')::timestamptz IS NULL OR p.due_at < sqlc.narg('until')::timestamptz)
  AND (sqlc.narg('state')::text IS NULL OR (CASE sqlc.narg('state')::text WHEN 'done' THEN p.done_at IS NOT NULL WHEN 'stopped' THEN p.stopped_at IS NOT NULL
    ELSE p.done_at IS NULL AND p.stopped_at IS NULL END));

-- name: DeletionItemsShown :many
-- Announced recordings, what became of each, and whether a legal hold saves it now.
SELECT i.plan, i.recording, r.call_id, r.leg, r.created_at AS recorded_at, coalesce(r.duration_ms, 0)::bigint AS duration_ms, i.rule, i.keep_until, i.outcome, i.at,
    EXISTS (SELECT FROM held_calls h WHERE h.call_id = r.call_id)::boolean AS on_hold,
    ARRAY(SELECT t.code FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id WHERE tc.call_id = r.call_id ORDER BY t.code)::text[] AS tickets
FROM deletion_items i JOIN recordings r ON r.id = i.recording
WHERE (sqlc.narg('plan')::uuid IS NULL OR i.plan = sqlc.narg('plan')::uuid)
  AND (sqlc.narg('call')::text IS NULL OR r.call_id = sqlc.narg('call')::text)
  AND (sqlc.narg('rule')::text IS NULL OR i.rule = sqlc.narg('rule')::text)
  AND (sqlc.narg('outcome')::text IS NULL OR i.outcome = sqlc.narg('outcome')::text)
  AND (NOT @held::boolean OR EXISTS (SELECT FROM held_calls h WHERE h.call_id = r.call_id));

-- name: LegalHoldsShown :many
-- Legal holds; of a call also those of its tickets.
SELECT h.id, coalesce(h.call_id, '')::text AS call_id, coalesce(t.code, '')::text AS ticket, h.reason, h.document, h.placed_at, h.placed_by, h.lifted_at, h.lifted_by, h.lift_reason,
    (SELECT count(*) FROM recordings r WHERE r.call_id = h.call_id OR r.call_id = ANY (ARRAY(SELECT tc.call_id FROM ticket_calls tc WHERE tc.ticket_id = h.ticket_id))) AS recordings
FROM legal_holds h LEFT JOIN tickets t ON t.id = h.ticket_id
WHERE (sqlc.narg('id')::uuid IS NULL OR h.id = sqlc.narg('id')::uuid)
  AND (sqlc.narg('call')::text IS NULL OR h.call_id = sqlc.narg('call')::text OR h.ticket_id IN (SELECT tc.ticket_id FROM ticket_calls tc WHERE tc.call_id = sqlc.narg('call')::text))
  AND (sqlc.narg('ticket')::text IS NULL OR t.code = sqlc.narg('ticket')::text)
  AND (sqlc.narg('since')::timestamptz IS NULL OR h.placed_at >= sqlc.narg('since')::timestamptz)
  AND (sqlc.narg('until')::timestamptz IS NULL OR h.placed_at < sqlc.narg('until')::timestamptz)
  AND (sqlc.narg('stands')::boolean IS NULL OR (h.lifted_at IS NULL) = sqlc.narg('stands')::boolean);
