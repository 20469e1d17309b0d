-- +goose Up
-- How many calls an operator is given in any hour; 0: no limit.
ALTER TABLE users ADD COLUMN max_hour integer NOT NULL DEFAULT 0 CHECK (max_hour BETWEEN 0 AND 1000);

-- +goose Down
ALTER TABLE users DROP COLUMN max_hour;
