-- +goose Up
-- Which calls an operator may be given: queues served (none: all), and skills.
ALTER TABLE users
    ADD COLUMN queues text[] NOT NULL DEFAULT '{}'
        CHECK (cardinality(queues) <= 20 AND array_to_string(queues, ' ', '-') ~ '^([a-z0-9][a-z0-9-]{0,39}( |$))*$'),
    ADD COLUMN skills text[] NOT NULL DEFAULT '{}'
        CHECK (cardinality(skills) <= 20 AND array_to_string(skills, ' ', '-') ~ '^([a-z]{1,20}:[a-z0-9-]{1,40}( |$))*$');

-- Who is planned when. One operator's shifts do not overlap (checked as they are written).
CREATE TABLE shifts (
    username    text NOT NULL REFERENCES users (username),
    starts_at   timestamptz NOT NULL,
    ends_at     timestamptz NOT NULL,
    planned_by  text NOT NULL CHECK (planned_by <> ''),
    planned_at  timestamptz NOT NULL,
    PRIMARY KEY (username, starts_at),
    CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '24 hours')
);
CREATE INDEX shifts_starts_idx ON shifts (starts_at);

-- What operators handled, for the figures of a floor that was restarted.
CREATE INDEX call_events_operators_idx ON call_events (node, at) WHERE kind = 'operator.status';

-- +goose Down
DROP INDEX call_events_operators_idx;
DROP TABLE shifts;
ALTER TABLE users DROP COLUMN skills, DROP COLUMN queues;
