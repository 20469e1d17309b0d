-- +goose Up
-- Whose post has begun, or is over, has their account go by that, once (Điều 12.2, 17.9): null until then.
ALTER TABLE officers ADD COLUMN came_at timestamptz, ADD COLUMN left_at timestamptz;
UPDATE officers SET came_at = now() WHERE since IS NULL OR since <= current_date;
CREATE INDEX officers_coming_idx ON officers (id) WHERE username IS NOT NULL AND came_at IS NULL;
CREATE INDEX officers_leaving_idx ON officers (id) WHERE username IS NOT NULL AND left_at IS NULL AND until IS NOT NULL;

-- +goose Down
DROP INDEX officers_coming_idx, officers_leaving_idx;
ALTER TABLE officers DROP COLUMN came_at, DROP COLUMN left_at;
