-- name: TicketLock :one
-- Locks it until the transaction ends: one change at a time.
SELECT sqlc.embed(t), coalesce(p.code, '')::text AS parent,
    EXISTS (SELECT FROM ticket_calls tc JOIN emergencies e ON e.call_id = tc.call_id WHERE tc.ticket_id = t.id
        AND NOT coalesce(t.life -> 'unrelated', '[]') @> to_jsonb(e.id))::boolean AS emergency_called,
    -- those of its units that are no more
    ARRAY(SELECT u.code FROM units u WHERE (u.code = ANY (t.units) OR u.code = t.unit) AND u.until <= city_day() ORDER BY u.until, u.code)::text[] AS gone
FROM tickets t LEFT JOIN tickets p ON p.id = t.parent_id
WHERE (sqlc.narg('code')::text IS NULL OR t.code = sqlc.narg('code')) AND (sqlc.narg('id')::bigint IS NULL OR t.id = sqlc.narg('id'))
FOR UPDATE OF t;

-- name: EmergencyInCalls :one
-- Whether an emergency service was called in one of a ticket's calls, and nobody said that for another matter.
SELECT EXISTS (SELECT FROM ticket_calls tc JOIN emergencies e ON e.call_id = tc.call_id JOIN tickets t ON t.id = tc.ticket_id
    WHERE t.id = @ticket_id AND NOT coalesce(t.life -> 'unrelated', '[]') @> to_jsonb(e.id))::boolean AS called;

-- name: TicketStateOf :one
-- Of another ticket, which stays so until the transaction ends.
SELECT state FROM tickets WHERE code = @code FOR SHARE;

-- name: CaseSave :exec
UPDATE tickets SET version = @version, state = @state, emergency = @emergency, urgent = @urgent, confidential = @confidential,
    ever_overdue = @ever_overdue, outside_tthc = @outside_tthc, needs_document = @needs_document, unit = sqlc.narg('unit'), precheck = @precheck,
    identity_for = @identity_for::text[], parent_id = (SELECT p.id FROM tickets p WHERE p.code = sqlc.narg('parent')::text),
    result_at = sqlc.narg('result_at'), told_at = sqlc.narg('told_at'), public_content = sqlc.narg('public_content'),
    public_result = sqlc.narg('public_result'), public_area = sqlc.narg('public_area'), rating = sqlc.narg('rating'), life = @life,
    sender_type = @sender_type, sender_name = @sender_name, sender_address = @sender_address, sender_phone = @sender_phone,
    sender_email = @sender_email, no_address = @no_address, no_phone = @no_phone, no_email = @no_email, complete = @complete, units = @units::text[], officers = @officers::text[], updated_at = @updated_at,
    state_servant = @state_servant, kind = sqlc.narg('kind'), "group" = sqlc.narg('group_id'), field = sqlc.narg('field'), content = @content,
    address = @address, directive = @directive
WHERE tickets.id = @id;

-- name: AssignmentsOf :many
SELECT * FROM ticket_assignments WHERE ticket_id = @ticket_id ORDER BY number;

-- name: AssignmentsOfSome :many
SELECT * FROM ticket_assignments WHERE ticket_id = ANY (@tickets::bigint[]) ORDER BY ticket_id, number;

-- name: AssignmentSave :batchexec
INSERT INTO ticket_assignments (ticket_id, number, unit, lead, state, sent_at, accepted_at, officer, promised, escalated_at, overdue_at, answer, ended_at)
VALUES (@ticket_id, @number, @unit, @lead, @state, @sent_at, sqlc.narg('accepted_at'), @officer, sqlc.narg('promised'), sqlc.narg('escalated_at'),
    sqlc.narg('overdue_at'), @answer, sqlc.narg('ended_at'))
ON CONFLICT (ticket_id, number) DO UPDATE SET state = excluded.state, accepted_at = excluded.accepted_at, officer = excluded.officer,
    promised = excluded.promised, escalated_at = excluded.escalated_at, overdue_at = excluded.overdue_at, answer = excluded.answer, ended_at = excluded.ended_at;

-- name: ItemsOf :many
SELECT kind, number, body FROM ticket_items WHERE ticket_id = @ticket_id ORDER BY kind, number;

-- name: ItemsOfSome :many
SELECT ticket_id, kind, number, body FROM ticket_items WHERE ticket_id = ANY (@tickets::bigint[]) ORDER BY ticket_id, kind, number;

-- name: ItemsOpen :many
-- Of a kind what somebody is still expected to decide, answer or do: everybody's, or of some units, of tickets that they see all of; a
-- task is also the unit's that gave it. Read in an order (Sorted).
SELECT i.ticket_id, i.number, coalesce(i.unit, '')::text AS unit, coalesce(u.name, '')::text AS unit_name, coalesce(u.spelt, '')::text AS unit_spelt, i.body, t.code, t.state
FROM ticket_items i JOIN tickets t ON t.id = i.ticket_id LEFT JOIN units u ON u.code = i.unit
WHERE i.kind = @kind AND NOT i.settled
  AND (@everyones::boolean OR t.units && @units::text[] AND (i.unit = ANY (@units::text[]) OR i.body ->> 'of' = ANY (@units::text[])))
  AND (sqlc.narg('of_unit')::text IS NULL OR i.unit = sqlc.narg('of_unit'));

-- name: ItemSave :batchexec
INSERT INTO ticket_items (ticket_id, kind, number, unit, settled, body)
VALUES (@ticket_id, @kind, @number, sqlc.narg('unit'), @settled, @body)
ON CONFLICT (ticket_id, kind, number) DO UPDATE SET settled = excluded.settled, body = excluded.body;

-- name: ChangeAppend :exec
INSERT INTO ticket_events (ticket_id, at, actor, kind, data, version, party, unit, reason, clause, before, after)
VALUES (@ticket_id, @at, @actor, @kind, @data, @version, @party, @unit, @reason, @clause, @before, @after);

-- name: ChangesSince :many
SELECT * FROM ticket_events WHERE ticket_id = @ticket_id AND version > @version::bigint ORDER BY version;

-- name: CallNoted :one
-- The same is noted of a call on a ticket already.
SELECT EXISTS (SELECT 1 FROM ticket_events WHERE ticket_id = @ticket_id AND kind = 'ticket.called_again'
    AND data ->> 'call' = @call::text AND data ->> 'note' = @note::text);

-- name: NoticeKeep :exec
INSERT INTO ticket_notices (ticket_id, audience, unit, text_key, text_args, cause, at)
VALUES (@ticket_id::bigint, @audience, sqlc.narg('unit'), @text_key, @text_args, @cause, @at)
ON CONFLICT (cause) DO NOTHING;

-- name: OfficeTold :execrows
-- What concerns no ticket, once.
INSERT INTO ticket_notices (audience, text_key, text_args, cause, at) VALUES ('office', @text_key, @text_args, @cause, @at)
ON CONFLICT (cause) DO NOTHING;

-- name: ArticleTold :exec
-- What concerns an article: whoever may approve it (person: none), or one person.
INSERT INTO ticket_notices (article, audience, person, text_key, text_args, cause, at)
VALUES (@article::bigint, @audience, sqlc.narg('person'), @text_key, @text_args, @cause, @at)
ON CONFLICT (cause) DO NOTHING;

-- name: NoticesOfTicket :many
-- What staff were told of it, oldest first.
SELECT * FROM ticket_notices WHERE ticket_id = @ticket_id::bigint ORDER BY id;

-- name: ReportsOfTicket :many
SELECT sqlc.embed(r), coalesce(u.name, '')::text AS unit_name FROM leadership_reports r LEFT JOIN units u ON u.code = r.unit WHERE r.ticket_id = @ticket_id ORDER BY r.id;

-- name: MergedInto :many
-- The codes of the tickets that were merged into it.
SELECT code FROM tickets WHERE parent_id = @ticket_id::bigint ORDER BY id;

-- name: ReportKeep :exec
INSERT INTO leadership_reports (ticket_id, assignment, unit, clause, at) VALUES (@ticket_id, @assignment, @unit, @clause, @at)
ON CONFLICT (ticket_id, assignment) DO NOTHING;

-- name: ReportList :many
-- Read in an order (Sorted). The code is looked up for those that are shown, not joined to all before they are ordered; where the ticket
-- stands is in the row, kept by triggers.
SELECT r.id, r.at, r.unit, r.clause, u.name AS unit_name, u.spelt AS unit_spelt, r.ticket_id, r.state, coalesce((SELECT t.code FROM tickets t WHERE t.id = r.ticket_id), '')::text AS code
FROM leadership_reports r JOIN units u ON u.code = r.unit
WHERE (sqlc.narg('of_unit')::text IS NULL OR r.unit = sqlc.narg('of_unit'));

-- name: NextSlipNumber :one
-- Numbers are given without a gap: the row stays locked until the slip is committed.
INSERT INTO slip_numbers AS n (year, last) VALUES (@year, 1)
ON CONFLICT (year) DO UPDATE SET last = n.last + 1
RETURNING last;

-- name: SlipDrafted :one
-- The slip that waits to be sent to a unit.
SELECT id, call_id, body FROM transfer_slips WHERE ticket_id = @ticket_id::bigint AND unit = @unit AND number IS NULL;

-- name: SlipOfPart :one
SELECT body, drafted_by FROM transfer_slips WHERE ticket_id = @ticket_id::bigint AND assignment = @assignment::integer;

-- name: SlipSend :exec
UPDATE transfer_slips SET year = @year::integer, number = @number::integer, assignment = @assignment::integer, sent_at = @sent_at::timestamptz WHERE id = @id;

-- name: SlipToHead :one
-- The slip of a part goes on to the unit's head.
UPDATE transfer_slips SET to_head_at = @at::timestamptz WHERE ticket_id = @ticket_id::bigint AND assignment = @assignment::integer
RETURNING year::integer AS year, number::integer AS number;

-- name: SendersOf :many
-- Who sent a ticket, and who sent those that were merged into it.
WITH RECURSIVE family AS (
    SELECT t.id FROM tickets t WHERE t.id = @ticket_id
    UNION SELECT t.id FROM tickets t JOIN family f ON t.parent_id = f.id
)
SELECT t.id, t.code, t.channel, t.sender_name, t.sender_address, t.sender_phone, t.sender_email FROM family f JOIN tickets t ON t.id = f.id ORDER BY t.id;

-- name: OfficersTold :many
-- The telephones that take an SMS of those who hold a post of a unit today.
SELECT CASE WHEN mobile <> '' THEN mobile ELSE phone END::text AS phone FROM officers
WHERE unit = @unit AND post = @post AND (mobile <> '' OR gets_sms(phone)) AND holds(since, until, city_day())
ORDER BY rank, id;

-- name: UnitHasOfficer :one
-- Who works for a unit today: by the directory, or by an account that is the unit's.
SELECT (EXISTS (SELECT 1 FROM officers o WHERE o.unit = @unit AND o.username = @username AND holds(o.since, o.until, city_day()))
    OR EXISTS (SELECT 1 FROM users u WHERE u.username = @username AND u.unit = @unit AND u.role IN ('officer', 'head') AND NOT u.disabled))::boolean AS has;

-- name: ColleaguesOf :many
-- Who can take over what units have: of those whom UnitHasOfficer knows, who may sign in. Units as they are given, people by name.
SELECT u.username, u.name, un.code AS unit, un.name AS unit_name
FROM unnest(@units::text[]) WITH ORDINALITY AS n (code, place)
JOIN units un ON un.code = n.code
JOIN users u ON NOT u.disabled AND (
    (u.unit = un.code AND u.role IN ('officer', 'head'))
    OR EXISTS (SELECT 1 FROM officers o WHERE o.unit = un.code AND o.username = u.username AND holds(o.since, o.until, city_day())))
ORDER BY n.place, u.name, u.username;

-- name: CallsOfTicket :many
SELECT tc.call_id FROM ticket_calls tc JOIN calls c ON c.id = tc.call_id WHERE tc.ticket_id = @ticket_id ORDER BY c.started_at;

-- name: TicketHasRecording :one
-- A recording, by its ID as people write it, is of a call of the ticket.
SELECT EXISTS (SELECT 1 FROM ticket_calls tc JOIN recordings r ON r.call_id = tc.call_id WHERE tc.ticket_id = @ticket_id AND r.id::text = @recording::text);

-- name: RecordingGranted :one
-- By which request a unit may hear a recording now (Điều 10.1): granted, for a time that is not over, of a call
-- of the ticket, as long as its part in it is not taken from it; of what is confidential only where the Office lets the unit know the sender.
SELECT t.code, i.number, coalesce(i.body ->> 'reason', '')::text AS reason, (i.body ->> 'until')::timestamptz AS until
FROM ticket_items i JOIN tickets t ON t.id = i.ticket_id JOIN ticket_calls tc ON tc.ticket_id = t.id JOIN recordings r ON r.call_id = tc.call_id
WHERE i.kind = 'recording' AND i.unit = @unit::text AND r.id = @recording AND i.body ->> 'recording' = r.id::text
  AND (i.body -> 'decision' ->> 'approved')::boolean AND (i.body ->> 'until')::timestamptz > hotline_now()
  AND i.unit = ANY (t.units) AND (NOT t.confidential OR i.unit = ANY (t.identity_for))
  AND NOT EXISTS (SELECT 1 FROM ticket_calls oc JOIN tickets o ON o.id = oc.ticket_id
      WHERE oc.call_id = r.call_id AND o.confidential AND NOT i.unit = ANY (o.identity_for)) -- one call, several tickets: one voice
ORDER BY until DESC LIMIT 1;

-- name: RecordingConcealed :one
-- The call of a recording, by its ID as people write it, has a confidential ticket of which a unit may not know the sender.
SELECT EXISTS (SELECT 1 FROM recordings r JOIN ticket_calls tc ON tc.call_id = r.call_id JOIN tickets t ON t.id = tc.ticket_id
    WHERE r.id::text = @recording::text AND t.confidential AND NOT @unit::text = ANY (t.identity_for));

-- name: TicketsOfOfficer :many
-- In which an officer of a unit has a part that is not over.
SELECT DISTINCT ticket_id FROM ticket_assignments WHERE unit = @unit AND officer = @officer AND ended_at IS NULL ORDER BY ticket_id;
