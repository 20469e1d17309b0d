-- name: Now :one
-- The time by which tickets change.
SELECT hotline_now()::timestamptz AS now;

-- name: SheetOf :one
SELECT ticket_id, received, result, last FROM ticket_sheets WHERE ticket_id = @ticket_id;

-- name: ClocksOf :many
SELECT * FROM ticket_clocks WHERE ticket_id = @ticket_id ORDER BY number;

-- name: SheetSave :one
-- By which calendar its clocks were counted changes by a recount alone. The ticket's row says when it is due.
WITH due AS (UPDATE tickets SET due_at = sqlc.narg('due') WHERE tickets.id = @ticket_id AND due_at IS DISTINCT FROM sqlc.narg('due'))
INSERT INTO ticket_sheets (ticket_id, received, result, last, wakes, calendar)
VALUES (@ticket_id, @received, sqlc.narg('result'), @last, sqlc.narg('wakes'), hotline_calendar())
ON CONFLICT (ticket_id) DO UPDATE SET result = excluded.result, last = excluded.last, wakes = excluded.wakes, changed = pg_current_xact_id()
RETURNING job;

-- name: SheetJob :exec
UPDATE ticket_sheets SET job = @job::bigint WHERE ticket_id = @ticket_id;

-- name: ClockSave :batchexec
INSERT INTO ticket_clocks (ticket_id, number, kind, unit, lead, own, ticket, asked, replied, promised, due, warn_at, warned, since, state, ended)
VALUES (@ticket_id, @number, @kind, sqlc.narg('unit'), @lead, @own, @ticket, sqlc.narg('asked'), sqlc.narg('replied'), sqlc.narg('promised'),
    sqlc.narg('due'), sqlc.narg('warn_at'), sqlc.narg('warned'), @since, @state, sqlc.narg('ended'))
ON CONFLICT (ticket_id, number) DO UPDATE SET lead = excluded.lead, asked = excluded.asked, replied = excluded.replied, promised = excluded.promised,
    due = excluded.due, warn_at = excluded.warn_at, warned = excluded.warned, since = excluded.since, state = excluded.state, ended = excluded.ended;

-- name: CalendarCurrent :one
-- And it holds until the transaction ends.
SELECT hotline_calendar()::bigint AS id;

-- name: CalendarNewest :one
-- The same, without a hold on anybody.
SELECT max(id)::bigint AS id FROM calendars;

-- name: Seen :one
-- What this transaction can see of others.
SELECT pg_current_snapshot()::text AS seen;

-- name: SheetsUnseen :many
-- Those whose clocks were changed by what could not be seen then.
SELECT ticket_id FROM ticket_sheets
WHERE changed >= pg_snapshot_xmin((@seen::text)::pg_snapshot) AND NOT pg_visible_in_snapshot(changed, (@seen::text)::pg_snapshot);

-- name: SheetsAhead :execrows
-- Those that were changed, by their number, in what is still to come: the rows are another cluster's, restored here.
UPDATE ticket_sheets SET changed = pg_current_xact_id() WHERE ticket_id IN (
    SELECT s.ticket_id FROM ticket_sheets s WHERE s.changed >= pg_snapshot_xmax(pg_current_snapshot())
    ORDER BY s.changed DESC LIMIT @page FOR UPDATE SKIP LOCKED);

-- name: CalendarByID :one
SELECT * FROM calendars WHERE id = @id;

-- name: CalendarHoursOf :many
SELECT * FROM calendar_hours WHERE calendar = @calendar ORDER BY holds_from;

-- name: CalendarDaysOf :many
SELECT * FROM calendar_days WHERE calendar = @calendar ORDER BY date;

-- name: CalendarLock :exec
-- Alone: waits for all who count by the calendar that holds, and they for us.
SELECT pg_advisory_xact_lock(hashtext('calendars'));

-- name: CalendarInsert :one
INSERT INTO calendars (before, made_from, until, note, author, at)
VALUES (sqlc.narg('before'), sqlc.narg('made_from'), @until, @note, @author, @at)
RETURNING id;

-- name: CalendarHoursInsert :exec
INSERT INTO calendar_hours (calendar, holds_from, basis, week, seasons) VALUES (@calendar, @holds_from, @basis, @week::integer[], @seasons);

-- name: CalendarDayInsert :batchexec
INSERT INTO calendar_days (calendar, date, kind, name, basis, grade, open, sessions)
VALUES (@calendar, @date, @kind, @name, @basis, @grade, @open, @sessions);

-- name: PolicyByVersion :one
SELECT * FROM policies WHERE version = @version;

-- name: PolicyList :many
-- Those that hold, held or will, but not what was taken back.
SELECT * FROM policies p WHERE NOT EXISTS (SELECT 1 FROM policies_withdrawn w WHERE w.policy = p.version) ORDER BY holds_from;

-- name: PoliciesLock :exec
-- Until the transaction ends nobody else keeps a policy, or takes one back.
SELECT pg_advisory_xact_lock(hashtext('policies'));

-- name: PolicyWithdraw :exec
INSERT INTO policies_withdrawn (policy, author, at) VALUES (@policy, @author, @at);

-- name: PolicyRulesOf :many
SELECT * FROM policy_rules WHERE policy = @policy;

-- name: PolicyReadingsOf :many
SELECT * FROM policy_readings WHERE policy = @policy ORDER BY question;

-- name: PolicyOn :one
-- What is received on a date, is received under.
SELECT version FROM policies p WHERE holds_from <= @on_date AND NOT EXISTS (SELECT 1 FROM policies_withdrawn w WHERE w.policy = p.version)
ORDER BY holds_from DESC LIMIT 1;

-- name: CalendarCount :one
SELECT count(*) FROM calendars;

-- name: AlarmOf :one
SELECT wakes, job, hotline_now()::timestamptz AS now FROM ticket_sheets WHERE ticket_id = @ticket_id;

-- name: SheetsDue :many
-- Those whose next clock should have fired, longest due first. What somebody is at work on is left out.
SELECT ticket_id, wakes::timestamptz AS wakes, job FROM ticket_sheets
WHERE wakes <= @now::timestamptz AND (wakes, ticket_id) > (@after_at::timestamptz, @after_id::bigint)
ORDER BY wakes, ticket_id LIMIT @page FOR UPDATE SKIP LOCKED;

-- name: TicketsWithoutClocks :many
-- Open ones that nobody has touched since before clocks were kept.
SELECT t.id FROM tickets t
WHERE t.state <> ALL (@final::text[]) AND t.id > @after_id AND NOT EXISTS (SELECT FROM ticket_sheets s WHERE s.ticket_id = t.id)
ORDER BY t.id LIMIT @page;

-- name: SheetsWithoutJob :many
SELECT ticket_id, wakes::timestamptz AS wakes FROM ticket_sheets WHERE wakes IS NOT NULL AND job IS NULL ORDER BY wakes LIMIT @page FOR UPDATE;

-- name: ClocksBehind :one
-- How many tickets' clocks should have fired, and since when.
SELECT count(*) AS tickets, coalesce(min(wakes), @now::timestamptz)::timestamptz AS since FROM ticket_sheets WHERE wakes <= @now::timestamptz;

-- name: SheetsToRecount :many
-- Those with open clocks that another calendar than the one that holds has counted.
SELECT DISTINCT s.ticket_id FROM ticket_clocks c JOIN ticket_sheets s ON s.ticket_id = c.ticket_id
WHERE c.ended IS NULL AND s.calendar <> @calendar AND s.ticket_id > @after_id
ORDER BY s.ticket_id LIMIT @page;

-- name: SheetsNotRecounted :one
SELECT count(DISTINCT s.ticket_id) FROM ticket_clocks c JOIN ticket_sheets s ON s.ticket_id = c.ticket_id
WHERE c.ended IS NULL AND s.calendar <> @calendar;

-- name: TicketOfSheet :one
-- Locks the ticket, as everybody does who changes it.
SELECT t.id, t.code, t.policy, s.calendar FROM tickets t JOIN ticket_sheets s ON s.ticket_id = t.id
WHERE t.id = @ticket_id FOR UPDATE OF t;

-- name: SheetRecounted :exec
UPDATE ticket_sheets SET calendar = @calendar WHERE ticket_id = @ticket_id;

-- name: OpenClocks :many
SELECT sqlc.embed(c), t.code, t.policy FROM ticket_clocks c JOIN tickets t ON t.id = c.ticket_id
WHERE c.ended IS NULL ORDER BY c.due, c.ticket_id, c.number;

-- name: OpenClocksOf :many
SELECT sqlc.embed(c), t.code, t.policy FROM ticket_clocks c JOIN tickets t ON t.id = c.ticket_id
WHERE c.ended IS NULL AND c.ticket_id = ANY (@tickets::bigint[]) ORDER BY c.due, c.ticket_id, c.number;

-- name: CalendarVersions :many
-- Read in an order (Sorted). said: words of the note or of who saved it, with accents or without; '': any.
SELECT c.* FROM calendars c
WHERE words_key(c.note || ' ' || coalesce((SELECT name FROM users WHERE username = c.author), c.author)) LIKE '%' || words_key(@said::text) || '%';

-- name: PolicyInsert :exec
INSERT INTO policies (version, holds_from, note, author, at) VALUES (@version, @holds_from, @note, @author, @at);

-- name: PolicyRuleInsert :batchexec
INSERT INTO policy_rules (policy, clock, term_minutes, term_days, warn_minutes, clause)
VALUES (@policy, @clock, @term_minutes, @term_days, @warn_minutes, @clause);

-- name: PolicyReadingInsert :batchexec
INSERT INTO policy_readings (policy, question, answer, clause) VALUES (@policy, @question, @answer, @clause);

-- name: ClocksDue :many
-- What is still to be done by when, and how often a unit was reminded of it; of some units alone, or everybody's. What a unit's head did
-- not do in time has no clock any more: it goes by when that ran out, under its part's number, negative. Nobody finds by its place what
-- they are not told the place of (secrets). Read in an order (Sorted).
SELECT t.code, t.version, t.state, d.kind, coalesce(d.unit, '')::text AS unit, coalesce(u.name, '')::text AS unit_name, coalesce(u.spelt, '')::text AS unit_spelt, d.lead, d.due::timestamptz AS due,
    d.warned::boolean AS warned, (d.due <= @now::timestamptz)::boolean AS late, t.content, t.address, coalesce(t.field, '')::text AS field, t.emergency, t.urgent, t.confidential,
    (SELECT count(*) FROM ticket_items i WHERE i.ticket_id = d.ticket_id AND i.kind = 'reminder' AND i.unit = d.unit) AS reminders,
    d.ticket_id, d.number::integer AS number
FROM (
    SELECT c.ticket_id, c.number, c.kind, c.unit, c.lead, c.due, c.warned IS NOT NULL AS warned FROM ticket_clocks c
    WHERE c.ended IS NULL AND c.kind <> 'quiet' AND c.due <= @before::timestamptz
      AND (@everyones::boolean OR c.unit = ANY (@units::text[]))
    UNION ALL
    SELECT a.ticket_id, -a.number, 'head', a.unit, a.lead, a.overdue_at, false FROM ticket_assignments a
    WHERE a.ended_at IS NULL AND a.overdue_at IS NOT NULL AND a.overdue_at <= @before::timestamptz
      AND (@everyones::boolean OR a.unit = ANY (@units::text[]))
) d JOIN tickets t ON t.id = d.ticket_id LEFT JOIN units u ON u.code = d.unit
WHERE (sqlc.narg('of_unit')::text IS NULL OR d.unit = sqlc.narg('of_unit'))
  AND (sqlc.narg('kind')::text IS NULL OR d.kind = sqlc.narg('kind'))
  AND (sqlc.narg('field')::text IS NULL OR t.field = sqlc.narg('field'))
  AND (sqlc.narg('area')::text IS NULL OR ((@secrets::boolean OR NOT t.confidential) AND ' ' || array_to_string(bare_words(t.address || ' ' || t.content), ' ') || ' ' LIKE sqlc.narg('area')));

-- name: ClocksLate :one
-- How many of them are over (ClocksDue with before as now), at most so many.
SELECT count(*) FROM (SELECT 1 FROM (
    SELECT c.ticket_id, c.number, c.kind, c.unit, c.lead, c.due, c.warned IS NOT NULL AS warned FROM ticket_clocks c
    WHERE c.ended IS NULL AND c.kind <> 'quiet' AND c.due <= @before::timestamptz
      AND (@everyones::boolean OR c.unit = ANY (@units::text[]))
    UNION ALL
    SELECT a.ticket_id, -a.number, 'head', a.unit, a.lead, a.overdue_at, false FROM ticket_assignments a
    WHERE a.ended_at IS NULL AND a.overdue_at IS NOT NULL AND a.overdue_at <= @before::timestamptz
      AND (@everyones::boolean OR a.unit = ANY (@units::text[]))
) d JOIN tickets t ON t.id = d.ticket_id
WHERE (sqlc.narg('of_unit')::text IS NULL OR d.unit = sqlc.narg('of_unit'))
  AND (sqlc.narg('kind')::text IS NULL OR d.kind = sqlc.narg('kind'))
  AND (sqlc.narg('field')::text IS NULL OR t.field = sqlc.narg('field'))
  AND (sqlc.narg('area')::text IS NULL OR ((@secrets::boolean OR NOT t.confidential) AND ' ' || array_to_string(bare_words(t.address || ' ' || t.content), ' ') || ' ' LIKE sqlc.narg('area'))) LIMIT @most) q;
