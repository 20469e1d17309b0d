-- +goose Up
-- What a unit has answered within some time, for its figures.
CREATE INDEX ticket_assignments_done_idx ON ticket_assignments (unit, ended_at) WHERE state = 'done';

-- +goose Down
DROP INDEX ticket_assignments_done_idx;
