-- name: RetentionUndecided :many
-- Archived recordings of which is not decided yet how long they are kept, the oldest first, behind one.
SELECT id, archived_at::timestamptz AS archived_at FROM recordings WHERE state = 'archived' AND keep_until IS NULL AND archived_at < @before::timestamptz
  AND (archived_at, id) > (@after_at::timestamptz, @after_id::uuid)
ORDER BY archived_at, id LIMIT @page;

-- name: RetentionFacts :many
-- What rules go by. Of tickets the last change of any that are over counts, and whether one is open.
SELECT sqlc.embed(r), c.started_at, c.placed, (c.connected_at IS NOT NULL)::boolean AS connected,
    EXISTS (SELECT FROM emergencies e WHERE e.call_id = c.id)::boolean AS emergency,
    coalesce(t.groups, '{}')::integer[] AS groups, coalesce(t.open, false)::boolean AS open, coalesce(t.last, c.started_at)::timestamptz AS last,
    EXISTS (SELECT FROM held_calls h WHERE h.call_id = r.call_id)::boolean AS on_hold
FROM recordings r JOIN calls c ON c.id = r.call_id LEFT JOIN LATERAL (
    SELECT array_agg(DISTINCT ti."group") FILTER (WHERE ti."group" IS NOT NULL) AS groups, max(ti.updated_at) AS last, bool_or(ti.state <> ALL (@final::text[])) AS open
    FROM ticket_calls tc JOIN tickets ti ON ti.id = tc.ticket_id WHERE tc.call_id = r.call_id
) t ON true
WHERE r.id = ANY (@ids::uuid[]) ORDER BY r.archived_at, r.id;

-- name: RetentionDecided :exec
-- It is only ever kept longer.
UPDATE recordings SET keep_until = @keep_until::timestamptz, keep_rule = @keep_rule, retain_until = coalesce(sqlc.narg('retain_until')::timestamptz, retain_until)
WHERE id = @id AND state = 'archived' AND (keep_until IS NULL OR keep_until < @keep_until::timestamptz);

-- name: RetentionExpired :many
-- Recordings whose time is over then, that lie in the archive alone, are not held, and in no plan that is under way. Those that the archive has
-- refused to remove come behind all others, and the one that it was asked for longest ago first: however many they are, they take no other's place.
WITH due AS NOT MATERIALIZED (
    SELECT r.id, r.keep_until FROM recordings r
    WHERE r.state = 'archived' AND r.keep_until IS NOT NULL AND r.keep_until <= @by::timestamptz AND r.released_at IS NOT NULL
      AND NOT EXISTS (SELECT FROM held_calls h WHERE h.call_id = r.call_id)
      AND NOT EXISTS (SELECT FROM deletion_items i JOIN deletion_plans p ON p.id = i.plan WHERE i.recording = r.id AND p.done_at IS NULL AND p.stopped_at IS NULL)
      AND NOT EXISTS (SELECT FROM deletion_items i JOIN deletion_plans p ON p.id = i.plan WHERE i.recording = r.id AND p.stopped_at > @stopped_since::timestamptz)
)
SELECT s.id FROM (
    (SELECT d.id, 1 AS turn, d.keep_until AS since FROM due d
     WHERE NOT EXISTS (SELECT FROM deletion_items l WHERE l.recording = d.id AND l.outcome = 'locked') ORDER BY d.keep_until, d.id LIMIT @page)
    UNION ALL
    (SELECT d.id, 2, l.at FROM (SELECT recording, max(at) AS at FROM deletion_items WHERE outcome = 'locked' GROUP BY recording) l
     JOIN due d ON d.id = l.recording ORDER BY l.at, d.id LIMIT @page)
) s ORDER BY s.turn, s.since, s.id LIMIT @page;

-- name: RetentionLocked :one
-- How many recordings whose time is over, and that nothing holds, the archive has refused to remove and has still.
SELECT count(DISTINCT i.recording) FROM deletion_items i JOIN recordings r ON r.id = i.recording
WHERE i.outcome = 'locked' AND r.state = 'archived' AND r.keep_until <= @now::timestamptz AND NOT EXISTS (SELECT FROM held_calls h WHERE h.call_id = r.call_id);

-- name: RetentionHoldsDiffer :many
-- Recordings that the archive should hold and does not, or the other way round: from the few holds, not through all recordings.
SELECT r.id, r.bucket, r.object, r.version, r.held FROM recordings r
WHERE r.state = 'archived' AND r.id > @after AND r.id IN (
    SELECT n.id FROM held_calls h JOIN recordings n ON n.call_id = h.call_id WHERE NOT n.held
    UNION ALL SELECT o.id FROM recordings o WHERE o.held AND o.call_id NOT IN (SELECT h.call_id FROM held_calls h))
ORDER BY r.id LIMIT @page;

-- name: RetentionHeld :exec
UPDATE recordings SET held = @held WHERE id = @id;

-- name: RetentionWorking :one
-- Whether this transaction may go on with deletions: one does at a time, whichever node's.
SELECT pg_try_advisory_xact_lock(hashtext('hotline.retention'));

-- name: DeletionAnnounce :one
INSERT INTO deletion_plans (announced_at, due_at) VALUES (@announced_at, @due_at) RETURNING id;

-- name: DeletionAnnouncedLast :one
-- When the last plan was announced; long ago where none was.
SELECT coalesce(max(announced_at), 'epoch')::timestamptz FROM deletion_plans;

-- name: DeletionItemsAdd :exec
INSERT INTO deletion_items (plan, recording, rule, keep_until)
SELECT @plan, unnest(@recordings::uuid[]), unnest(@rules::text[]), unnest(@untils::timestamptz[]);

-- name: DeletionsDue :many
SELECT * FROM deletion_plans WHERE done_at IS NULL AND stopped_at IS NULL AND due_at <= @now ORDER BY due_at, id;

-- name: DeletionPlanLock :one
SELECT * FROM deletion_plans WHERE id = @id FOR UPDATE;

-- name: DeletionPlan :one
SELECT * FROM deletion_plans WHERE id = @id;

-- name: DeletionOpenItems :many
SELECT recording FROM deletion_items WHERE plan = @plan AND outcome = '' AND recording > @after ORDER BY recording LIMIT @page;

-- name: DeletionRecording :one
-- The recording of an item, which nobody else changes meanwhile.
SELECT * FROM recordings WHERE id = @id FOR UPDATE;

-- name: DeletionItemOf :one
SELECT * FROM deletion_items WHERE plan = @plan AND recording = @recording FOR UPDATE;

-- name: DeletionBegun :exec
UPDATE deletion_items SET begun_at = @at::timestamptz WHERE plan = @plan AND recording = @recording AND begun_at IS NULL;

-- name: DeletionOutcome :exec
UPDATE deletion_items SET outcome = @outcome, at = @at::timestamptz WHERE plan = @plan AND recording = @recording AND outcome = '';

-- name: RecordingDeleted :execrows
UPDATE recordings SET state = 'deleted', deleted_at = @at::timestamptz, held = false WHERE id = @id AND state = 'archived';

-- name: DeletionItems :many
-- A plan's, in the order of their time, with what each recording is.
SELECT sqlc.embed(i), sqlc.embed(r) FROM deletion_items i JOIN recordings r ON r.id = i.recording WHERE i.plan = @plan ORDER BY r.created_at, r.id;

-- name: DeletionDone :exec
UPDATE deletion_plans SET done_at = @at::timestamptz WHERE id = @id AND done_at IS NULL;

-- name: DeletionStop :execrows
UPDATE deletion_plans SET stopped_at = @at::timestamptz, stopped_by = @by, stop_reason = @reason WHERE id = @id AND done_at IS NULL AND stopped_at IS NULL
  AND NOT EXISTS (SELECT FROM deletion_items WHERE plan = @id AND begun_at IS NOT NULL);

-- name: CertificateKeep :exec
INSERT INTO deletion_certificates (plan, body, sha256, signature, public_key, made_at) VALUES (@plan, @body, @sha256, @signature, @public_key, @made_at);

-- name: CertificateOf :one
SELECT * FROM deletion_certificates WHERE plan = @plan;

-- name: CertificatesUnlisted :many
-- In no manifest, of those made before a day's end.
SELECT c.plan, c.sha256 FROM deletion_certificates c WHERE c.made_at < @before::timestamptz AND NOT EXISTS (SELECT FROM certificate_manifests m WHERE m.plan = c.plan)
ORDER BY c.made_at, c.plan;

-- name: CertificateListed :exec
INSERT INTO certificate_manifests (plan, day) VALUES (@plan, @day);

-- name: CertificatesUnplaced :many
SELECT c.* FROM deletion_certificates c WHERE NOT EXISTS (SELECT FROM certificate_objects o WHERE o.plan = c.plan) ORDER BY c.made_at LIMIT @page;

-- name: CertificatePlaced :exec
INSERT INTO certificate_objects (plan, bucket, object, version, signature_object, signature_version, placed_at)
VALUES (@plan, @bucket, @object, @version, @signature_object, @signature_version, @placed_at) ON CONFLICT (plan) DO NOTHING;

-- name: CertificatePlace :one
SELECT * FROM certificate_objects WHERE plan = @plan;

-- name: CertificateOfRecording :one
-- By which certificate a recording went.
SELECT c.* FROM deletion_items i JOIN deletion_certificates c ON c.plan = i.plan WHERE i.recording = @recording AND i.outcome = 'deleted';

-- name: HoldPlaceCall :one
INSERT INTO legal_holds (call_id, reason, document, placed_at, placed_by) VALUES (@call_id::text, @reason, @document, @at, @by) RETURNING *;

-- name: HoldPlaceTicket :one
INSERT INTO legal_holds (ticket_id, reason, document, placed_at, placed_by) VALUES (@ticket_id::bigint, @reason, @document, @at, @by) RETURNING *;

-- name: HoldLock :many
-- The recordings that a hold is for, and whether the archive is being asked to remove one: whoever deletes it has its row locked.
SELECT r.id, r.state, EXISTS (SELECT FROM deletion_items i WHERE i.recording = r.id AND i.begun_at IS NOT NULL AND i.outcome = '')::boolean AS going
FROM recordings r WHERE r.call_id = ANY (@calls::text[]) ORDER BY r.id FOR UPDATE OF r;

-- name: HoldStands :one
SELECT EXISTS (SELECT FROM legal_holds WHERE lifted_at IS NULL AND (call_id = @call_id::text OR ticket_id = @ticket_id::bigint));

-- name: TicketIDOf :one
SELECT id FROM tickets WHERE code = @code;

-- name: CallsOfTicketID :many
SELECT call_id FROM ticket_calls WHERE ticket_id = @ticket_id ORDER BY call_id;

-- name: HoldLift :one
UPDATE legal_holds SET lifted_at = @at::timestamptz, lifted_by = @by, lift_reason = @reason WHERE id = @id AND lifted_at IS NULL RETURNING *;
