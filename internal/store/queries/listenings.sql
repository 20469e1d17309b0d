-- name: ListeningAdd :exec
-- text: its words were read; package: it was taken away with all of its call. Both are over at once, and closed.
INSERT INTO listenings (id, what, recording, ticket, request, unit, from_ms, length_ms, actor, role, reason, remote, download, at, until, text, package, closed_at)
VALUES (@id, @what, @recording, @ticket, sqlc.narg('request'), @unit, @from_ms, @length_ms, @actor, @role, @reason, @remote, @download, @at, @until, @text, @package, sqlc.narg('closed_at'));

-- name: ListeningOpen :one
-- Whose link lives.
SELECT id, what, recording, ticket, request, unit, from_ms, length_ms, actor, role, reason, download, at, until FROM listenings
WHERE id = @id AND actor = @actor AND until > @now;

-- name: ListeningGoesOn :one
-- The newest of somebody's own whose link lives, of the same sound and for the same reason.
SELECT id, what, recording, ticket, request, unit, from_ms, length_ms, actor, role, reason, download, at, until FROM listenings
WHERE recording = @recording AND actor = @actor AND what = @what AND ticket = @ticket AND download = @download AND reason = @reason AND until > @now
ORDER BY at DESC, id LIMIT 1;

-- name: ListeningSent :one
-- What went out, and whether the link lives. What went out after it was entered in the audit log is entered again, with all before.
UPDATE listenings SET sent = sent + spans_of(@froms::bigint[], @untils::bigint[]) * int8multirange(int8range(0, length_ms)), closed_at = NULL
WHERE id = @id RETURNING (until > @now::timestamptz)::boolean AS lives;

-- name: ListeningHeard :execrows
-- No more than there is. done: the link is dead from now on. What comes after it was entered in the audit log is too late.
UPDATE listenings SET heard = heard + spans_of(@froms::bigint[], @untils::bigint[]) * int8multirange(int8range(0, length_ms)), until = CASE WHEN @done::boolean THEN LEAST(until, GREATEST(at, @now)) ELSE until END
WHERE id = @id AND actor = @actor AND closed_at IS NULL;

-- name: ListeningsToClose :many
-- Whose link has been dead for a while: nothing of them is under way.
SELECT id, what, recording, ticket, actor, download, length_ms, sent_ms, heard_ms, sent::text AS sent, heard::text AS heard FROM listenings
WHERE closed_at IS NULL AND until < @before ORDER BY until, id LIMIT @page FOR UPDATE SKIP LOCKED;

-- name: ListeningClosed :exec
UPDATE listenings SET closed_at = @at::timestamptz WHERE id = @id;

-- name: Listenings :many
-- Read in an order (Sorted). night: 22:00 to 06:00; ticket: of a call that the ticket came of, too.
SELECT l.id, l.what, l.recording, l.ticket, l.actor, l.role, l.reason, l.remote, l.download, l.text, l.package, l.at, l.until, l.length_ms, l.sent_ms, l.heard_ms, l.heard::text AS heard, l.closed_at,
    coalesce(r.call_id, '')::text AS call_id, coalesce(r.leg, '')::text AS leg,
    coalesce((SELECT array_agg(t.code ORDER BY t.code) FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id WHERE tc.call_id = r.call_id), '{}')::text[] AS tickets
FROM listenings l LEFT JOIN recordings r ON r.id = l.recording
WHERE (sqlc.narg('actor')::text IS NULL OR l.actor = sqlc.narg('actor'))
  AND (sqlc.narg('recording')::uuid IS NULL OR l.recording = sqlc.narg('recording'))
  AND (sqlc.narg('call')::text IS NULL OR l.recording IN (SELECT id FROM recordings WHERE call_id = sqlc.narg('call')))
  AND (sqlc.narg('ticket')::text IS NULL OR l.ticket = sqlc.narg('ticket')
       OR r.call_id IN (SELECT tc.call_id FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id WHERE t.code = sqlc.narg('ticket')))
  AND (sqlc.narg('since')::timestamptz IS NULL OR l.at >= sqlc.narg('since'))
  AND (sqlc.narg('until')::timestamptz IS NULL OR l.at < sqlc.narg('until'))
  AND (NOT @downloads::boolean OR l.download)
  AND (NOT @night::boolean OR extract(hour FROM l.at AT TIME ZONE 'Asia/Ho_Chi_Minh') NOT BETWEEN 6 AND 21)
  AND (NOT @no_ticket::boolean OR l.ticket = '' AND NOT EXISTS (SELECT 1 FROM ticket_calls tc WHERE tc.call_id = r.call_id))
  AND (NOT @no_reason::boolean OR l.reason = '');

-- name: UnusualListening :many
-- Whose listening of a day is unusual, the latest day first; of more than are asked for what weighs most: many and copies before night, and that before
-- no_ticket, then by how many. many: of an hour, more than the rules let pass untold (the Office is told of the same), how many in the fullest;
-- copies: likewise, of what was taken away; night: how many at night; no_ticket: how many of calls that no ticket came of.
SELECT w.kind::text AS kind, w.actor::text AS actor, to_char(w.day, 'YYYY-MM-DD')::text AS day, w.n::bigint AS n FROM (SELECT u.* FROM (
    SELECT CASE c.kind WHEN 'sound' THEN 'many' ELSE c.kind END AS kind, c.actor, (c.hour AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, max(c.seen) AS n
    FROM reading_counts c
    WHERE c.kind IN ('sound', 'copies') AND c.hour >= @since AND c.seen > (SELECT min(o.most) FROM reading_rules o WHERE o.kind = c.kind AND o.per = 'hour'
        AND (NOT o.night OR extract(hour FROM c.hour AT TIME ZONE 'Asia/Ho_Chi_Minh') NOT BETWEEN 6 AND 21)) GROUP BY c.kind, c.actor, day
    UNION ALL
    SELECT 'night', l.actor, (l.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, count(*) FROM listenings l
    WHERE l.at >= @since AND extract(hour FROM l.at AT TIME ZONE 'Asia/Ho_Chi_Minh') NOT BETWEEN 6 AND 21 GROUP BY l.actor, day
    UNION ALL
    SELECT 'no_ticket', l.actor, (l.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, count(*) FROM listenings l LEFT JOIN recordings r ON r.id = l.recording
    WHERE l.at >= @since AND l.ticket = '' AND NOT EXISTS (SELECT 1 FROM ticket_calls tc WHERE tc.call_id = r.call_id) GROUP BY l.actor, day
) u ORDER BY array_position(ARRAY['night', 'no_ticket'], u.kind) NULLS FIRST, u.n DESC, u.day DESC, u.actor, u.kind LIMIT @most) w
ORDER BY w.day DESC, w.n DESC, w.actor, w.kind;

-- name: ListeningNamed :one
-- For whoever found a copy: whose it is.
SELECT l.id, l.what, l.recording, l.ticket, l.actor, l.role, l.reason, l.remote, l.download, l.at, coalesce(u.name, '')::text AS name, coalesce(r.call_id, '')::text AS call_id, coalesce(r.leg, '')::text AS leg
FROM listenings l LEFT JOIN users u ON u.username = l.actor LEFT JOIN recordings r ON r.id = l.recording WHERE l.id = @id;

-- name: RecordingNotes :many
SELECT * FROM recording_notes WHERE recording = @recording ORDER BY at_ms, id;

-- name: RecordingNoteAdd :one
INSERT INTO recording_notes (recording, at_ms, text, author, at) VALUES (@recording, @at_ms, @text, @author, @at) RETURNING *;
