-- name: Units :many
-- Those that there are today.
SELECT * FROM units WHERE holds(since, until, city_day()) AND code > @after ORDER BY code LIMIT @page;

-- name: UnitsEver :many
SELECT * FROM units ORDER BY code;

-- name: UnitByCode :one
SELECT * FROM units WHERE code = @code;

-- name: UnitLock :one
SELECT * FROM units WHERE code = @code FOR UPDATE;

-- name: UnitPut :exec
INSERT INTO units (code, name, kind, parent, phone) VALUES (@code, @name, @kind, sqlc.narg('parent'), @phone)
ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind, parent = excluded.parent, phone = excluded.phone;

-- name: UnitAdd :execrows
-- Nothing, if it is there.
INSERT INTO units (code, name, kind, parent, phone, address, website, email, listed, aliases, since, until, decision)
VALUES (@code, @name, @kind, sqlc.narg('parent'), @phone, @address, @website, @email, @listed, @aliases, sqlc.narg('since'), sqlc.narg('until'), @decision)
ON CONFLICT (code) DO NOTHING;

-- name: UnitChange :exec
UPDATE units SET name = @name, kind = @kind, parent = sqlc.narg('parent'), phone = @phone, address = @address, website = @website,
    email = @email, listed = @listed, aliases = @aliases, since = sqlc.narg('since'), until = sqlc.narg('until'), decision = @decision, version = version + 1
WHERE code = @code;

-- name: UnitHeirs :many
SELECT * FROM unit_heirs ORDER BY unit, heir;

-- name: UnitHeirAdd :exec
INSERT INTO unit_heirs (unit, heir, part) VALUES (@unit, @heir, @part) ON CONFLICT DO NOTHING;

-- name: UnitHeirsDrop :exec
DELETE FROM unit_heirs WHERE unit = @unit;

-- name: UnitExists :one
SELECT EXISTS (SELECT 1 FROM units WHERE code = @code AND holds(since, until, city_day()));

-- name: FieldGroup :one
SELECT "group" FROM fields WHERE code = @code AND active;

-- name: OfficerPut :exec
-- A focal officer; nothing, if the post is held.
INSERT INTO officers (phone, unit, name, rank) VALUES (@phone, @unit, @name, @rank)
ON CONFLICT (unit, post, rank) WHERE until IS NULL DO NOTHING;

-- name: HeadPut :exec
-- Nothing, if there is one.
INSERT INTO officers (unit, post, rank, name, title, phone, email) VALUES (@unit, 'head', 1, @name, 'Thủ trưởng', '', @email)
ON CONFLICT (unit, post, rank) WHERE until IS NULL DO NOTHING;

-- name: OfficerLink :exec
-- The first of a post gets an account's name, unless somebody has the account.
UPDATE officers o SET username = @username, name = @name
WHERE o.unit = @unit AND o.post = @post AND o.rank = 1 AND o.until IS NULL AND o.username IS NULL
  AND NOT EXISTS (SELECT 1 FROM officers b WHERE b.username = @username);

-- name: OfficerAdd :one
INSERT INTO officers (unit, post, rank, name, title, phone, mobile, email, username, since, until)
VALUES (@unit, @post, @rank, @name, @title, @phone, @mobile, @email, sqlc.narg('username'), sqlc.narg('since'), sqlc.narg('until'))
RETURNING id;

-- name: OfficerLock :one
SELECT * FROM officers WHERE id = @id FOR UPDATE;

-- name: OfficerChange :exec
UPDATE officers SET rank = @rank, name = @name, title = @title, phone = @phone, mobile = @mobile, email = @email, username = sqlc.narg('username'),
    since = sqlc.narg('since'), until = sqlc.narg('until'), version = version + 1,
    came_at = CASE WHEN username IS NOT DISTINCT FROM sqlc.narg('username') THEN came_at END,
    left_at = CASE WHEN username IS NOT DISTINCT FROM sqlc.narg('username') AND until IS NOT DISTINCT FROM sqlc.narg('until') THEN left_at END
WHERE id = @id;

-- name: OfficersAside :exec
-- Their places are free then, to be given anew.
UPDATE officers SET rank = rank + 1000 WHERE id = ANY(@ids::bigint[]);

-- name: OfficerPlace :exec
UPDATE officers SET rank = @rank, version = version + 1 WHERE id = @id;

-- name: OfficersEver :many
SELECT * FROM officers WHERE sqlc.narg('unit')::text IS NULL OR unit = sqlc.narg('unit') ORDER BY unit, post, rank, since NULLS FIRST, id;

-- name: Officers :many
-- Focal officers of today, unit by unit, first who is called first.
SELECT * FROM officers WHERE post = 'focal' AND holds(since, until, city_day()) ORDER BY unit, rank, phone;

-- name: OfficersOf :many
-- Who holds a post of a unit today: to whom notices go.
SELECT * FROM officers WHERE unit = @unit AND post = @post AND holds(since, until, city_day()) ORDER BY rank, id;

-- name: OnCall :many
-- The telephones of a unit's officers, first who is called first.
SELECT phone FROM officers WHERE post = 'focal' AND holds(since, until, city_day()) AND unit = @unit ORDER BY rank, phone;

-- name: PublicUnits :many
-- What units make known (Điều 17.3), with the telephones of their focal officers: no name, no account, no mobile kept for SMS.
SELECT u.code, u.name, u.kind, u.address, u.website, u.email,
    ARRAY(SELECT o.phone FROM officers o WHERE o.unit = u.code AND o.post = 'focal' AND holds(o.since, o.until, city_day()) ORDER BY o.rank, o.phone)::text[] AS phones
FROM units u
WHERE u.listed AND holds(u.since, u.until, city_day()) AND u.code > @after
ORDER BY u.code LIMIT @page;

-- name: Fields :many
SELECT * FROM fields WHERE active ORDER BY "group", rank;

-- name: FieldPut :exec
INSERT INTO fields (code, "group", name, rank) VALUES (@code, @group_id, @name, @rank)
ON CONFLICT (code) DO UPDATE SET "group" = excluded."group", name = excluded.name, rank = excluded.rank;

-- name: Duties :many
SELECT * FROM duties ORDER BY priority, id;

-- name: DutyAdd :one
INSERT INTO duties (field, "group", area, unit, priority, basis, since, until)
VALUES (sqlc.narg('field'), sqlc.narg('group_id'), sqlc.narg('area'), sqlc.narg('unit'), @priority, @basis, sqlc.narg('since'), sqlc.narg('until'))
RETURNING id;

-- name: DutyLock :one
SELECT * FROM duties WHERE id = @id FOR UPDATE;

-- name: DutyChange :exec
UPDATE duties SET field = sqlc.narg('field'), "group" = sqlc.narg('group_id'), area = sqlc.narg('area'), unit = sqlc.narg('unit'),
    priority = @priority, basis = @basis, since = sqlc.narg('since'), until = sqlc.narg('until'), version = version + 1
WHERE id = @id;

-- name: DirectoryNow :one
-- What is kept of it in memory holds while the version is the same.
SELECT version, city_day()::date AS day FROM directory_version;

-- name: TicketsOfUnitsGone :many
-- In which a unit that is no more still has a part or a task, or is thought to have to (ticket.Case.Holds).
WITH gone AS MATERIALIZED (SELECT u.code FROM units u WHERE u.until <= (SELECT city_day()))
SELECT a.ticket_id::bigint AS id FROM ticket_assignments a JOIN gone ON gone.code = a.unit WHERE a.ended_at IS NULL AND a.ticket_id > @after
UNION SELECT i.ticket_id FROM ticket_items i JOIN gone ON gone.code = i.unit WHERE i.kind = 'task' AND NOT i.settled AND i.ticket_id > @after
UNION SELECT t.id FROM tickets t JOIN gone ON gone.code = t.unit WHERE t.state = ANY (@desk::text[]) AND t.id > @after
ORDER BY id LIMIT @page;

-- name: PartsOpen :many
-- How many open parts each unit has.
SELECT unit, count(*) AS parts FROM ticket_assignments WHERE ended_at IS NULL GROUP BY unit;

-- name: UnitHolds :many
-- What a unit has to be passed on when it is no more: open parts and tasks, and tickets at the hotline that are thought to be its own.
SELECT t.code, t.state, a.lead, false AS task, t.due_at FROM ticket_assignments a JOIN tickets t ON t.id = a.ticket_id WHERE a.unit = @unit AND a.ended_at IS NULL
UNION ALL SELECT t.code, t.state, false, true, t.due_at FROM ticket_items i JOIN tickets t ON t.id = i.ticket_id WHERE i.unit = @unit AND i.kind = 'task' AND NOT i.settled
UNION ALL SELECT t.code, t.state, false, false, t.due_at FROM tickets t WHERE t.unit = @unit AND t.state = ANY (@desk::text[])
ORDER BY due_at NULLS FIRST, code;

-- name: CityDay :one
SELECT city_day()::date AS day;

-- name: StaffChangeAdd :one
INSERT INTO staff_changes (unit, post, rank, leaver, successor, from_day, document, state, reported_by, reported_at)
VALUES (@unit, @post, @rank, sqlc.narg('leaver'), sqlc.narg('successor'), @from_day, @document, 'reported', @reported_by, @reported_at)
RETURNING id;

-- name: StaffChangeLock :one
SELECT * FROM staff_changes WHERE id = @id FOR UPDATE;

-- name: StaffChangeSettle :exec
UPDATE staff_changes SET state = @state, settled_by = @settled_by::text, settled_at = @settled_at::timestamptz, reason = @reason WHERE id = @id;

-- name: StaffHandOverDue :one
-- The next note behind @after whose tickets are to go to whoever came: the day is there, both have accounts.
-- A node takes what no other has.
SELECT c.id, c.unit, c.settled_by::text AS settled_by, o.username::text AS leaver, (c.successor ->> 'username')::text AS successor
FROM staff_changes c JOIN officers o ON o.id = c.leaver
WHERE c.id > @after AND c.state = 'applied' AND c.handed_over IS NULL AND c.from_day <= city_day()
  AND o.username IS NOT NULL AND c.successor ->> 'username' <> ''
ORDER BY c.id LIMIT 1 FOR UPDATE OF c SKIP LOCKED;

-- name: StaffHandedOver :exec
UPDATE staff_changes SET handed_over = @tickets::integer WHERE id = @id;

-- name: OfficerPassing :one
-- The next behind @after whose post has begun or is over, and whose account does not go by that yet.
SELECT * FROM officers o
WHERE o.username IS NOT NULL AND o.id > @after
  AND (o.came_at IS NULL AND holds(o.since, o.until, city_day()) OR o.left_at IS NULL AND o.until <= city_day())
ORDER BY o.id LIMIT 1 FOR UPDATE OF o SKIP LOCKED;

-- name: OfficerPassed :exec
UPDATE officers SET came_at = coalesce(came_at, @at::timestamptz), left_at = CASE WHEN until <= city_day() THEN @at::timestamptz END WHERE id = @id;

-- name: UnitsServed :many
-- Where an account holds posts today, the latest first: whether it is the Office, and whether one of them is the head's.
SELECT o.unit, (u.kind = 'office')::boolean AS office, bool_or(o.post = 'head')::boolean AS head
FROM officers o JOIN units u ON u.code = o.unit
WHERE o.username = @username::text AND holds(o.since, o.until, city_day())
GROUP BY o.unit, u.kind ORDER BY max(coalesce(o.since, '-infinity')) DESC, max(o.id) DESC;

-- name: StaffChanges :many
-- Read in an order (Sorted).
SELECT sqlc.embed(c), u.name AS unit_name, u.spelt AS unit_spelt, coalesce(o.name, '')::text AS leaver_name
FROM staff_changes c JOIN units u ON u.code = c.unit LEFT JOIN officers o ON o.id = c.leaver
WHERE (sqlc.narg('state')::text IS NULL OR c.state = sqlc.narg('state'))
  AND (sqlc.narg('unit')::text IS NULL OR c.unit = sqlc.narg('unit'));

-- name: DirectoryLock :one
-- Changes of the directory wait for one another: each is checked against what the one before left.
SELECT version FROM directory_version FOR UPDATE;
