-- +goose Up
-- Whose post has begun, or is over, has their account go by that, once (Điều 12.2, 17.9): null until then.
ALTER TABLE officers ADD COLUMN came_at timestamptz, ADD COLUMN left_at timestamptz;
UPDATE officers SET came_at = now() WHERE since IS NULL OR since <= city_day();
-- Whose post was over before, an administrator has had their say about: those accounts are let in as they were. The audit log names them.
UPDATE officers SET came_at = now(), left_at = now() WHERE until <= city_day();
INSERT INTO audit_log (actor, action, object, detail)
SELECT 'system', 'user.postless', 'user:' || u.username, jsonb_build_object('role', u.role, 'unit', u.unit, 'left', jsonb_object_agg(o.unit, o.until))
FROM users u JOIN officers o ON o.username = u.username AND o.until <= city_day()
WHERE NOT u.disabled AND u.role IN ('officer', 'head', 'office')
  AND NOT EXISTS (SELECT 1 FROM officers p WHERE p.username = u.username AND holds(p.since, p.until, city_day()))
GROUP BY u.username, u.role, u.unit ORDER BY u.username;
CREATE INDEX officers_coming_idx ON officers (id) WHERE username IS NOT NULL AND came_at IS NULL;
CREATE INDEX officers_leaving_idx ON officers (id) WHERE username IS NOT NULL AND left_at IS NULL AND until IS NOT NULL;

-- +goose Down
DROP INDEX officers_coming_idx, officers_leaving_idx;
ALTER TABLE officers DROP COLUMN came_at, DROP COLUMN left_at;
