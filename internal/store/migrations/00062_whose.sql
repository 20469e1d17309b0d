-- +goose Up
-- What a unit gave back, or what was taken from it, it reads no more (Điều 12.2, 18.3): neither by a part that is
-- another's now nor by a task that ended with it.
WITH now_theirs AS (SELECT t.id, ARRAY(
    SELECT u FROM unnest(t.units) AS u
    WHERE EXISTS (SELECT 1 FROM ticket_assignments a WHERE a.ticket_id = t.id AND a.unit = u AND a.state IN ('sent', 'accepted', 'done'))
        OR EXISTS (SELECT 1 FROM ticket_items i WHERE i.ticket_id = t.id AND i.kind = 'task' AND i.unit = u AND NOT i.body ? 'ended_at')
        OR NOT EXISTS (SELECT 1 FROM ticket_assignments a WHERE a.ticket_id = t.id AND a.unit = u)
            AND NOT EXISTS (SELECT 1 FROM ticket_items i WHERE i.ticket_id = t.id AND i.kind = 'task' AND i.unit = u)
    ORDER BY 1) AS units
    FROM tickets t WHERE t.units <> '{}')
UPDATE tickets t SET units = n.units FROM now_theirs n WHERE n.id = t.id AND t.units IS DISTINCT FROM n.units;
-- Nor does it go on knowing the sender of what is confidential.
UPDATE tickets t SET identity_for = ARRAY(
    SELECT u FROM unnest(t.identity_for) AS u
    WHERE u = ANY (t.units) OR NOT EXISTS (SELECT 1 FROM ticket_assignments a WHERE a.ticket_id = t.id AND a.unit = u))
WHERE t.identity_for <> '{}';

-- +goose Down
UPDATE tickets t SET units = ARRAY(
    SELECT unnest(t.units)
    UNION SELECT a.unit FROM ticket_assignments a WHERE a.ticket_id = t.id
    UNION SELECT i.unit FROM ticket_items i WHERE i.ticket_id = t.id AND i.kind = 'task'
    ORDER BY 1)
WHERE t.units <> '{}';
