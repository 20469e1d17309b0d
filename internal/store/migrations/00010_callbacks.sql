-- +goose Up
-- Citizens to be called back (internal/callback has the rules).
--   waiting ⇄ dialling ─► done | given_up | cancelled
CREATE TABLE callbacks (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number       text NOT NULL CHECK (number ~ '^0[0-9]{9,10}$'),
    queue        text NOT NULL,
    source       text NOT NULL CHECK (source IN ('asked', 'abandoned')),
    -- the place in the queue that is kept
    queued_at    timestamptz NOT NULL,
    -- the call that made it
    call_id      text NOT NULL REFERENCES calls (id),
    state        text NOT NULL CHECK (state IN ('waiting', 'dialling', 'done', 'given_up', 'cancelled')),
    tries        integer NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 3),
    next_try_at  timestamptz,
    -- a try that was not reported on by then has failed
    held_until   timestamptz,
    -- the citizen got through while being dialled
    reached      boolean NOT NULL DEFAULT false,
    -- who is reserved, or who settled it
    operator     text NOT NULL DEFAULT '',
    node         text NOT NULL DEFAULT '',
    -- of the last try, and in the end of the claim
    result       text NOT NULL DEFAULT '',
    note         text NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    CHECK ((state = 'waiting') = (next_try_at IS NOT NULL)),
    CHECK ((state = 'dialling') = (held_until IS NOT NULL)),
    CHECK (state <> 'dialling' OR (tries > 0 AND operator <> '' AND node <> '')),
    CHECK ((state IN ('done', 'given_up', 'cancelled')) = (ended_at IS NOT NULL)),
    CHECK (ended_at IS NULL OR result <> '')
);
CREATE UNIQUE INDEX callbacks_one_open_idx ON callbacks (number) WHERE state IN ('waiting', 'dialling');
CREATE INDEX callbacks_open_idx ON callbacks (queued_at, id) WHERE state IN ('waiting', 'dialling');
CREATE INDEX callbacks_ended_idx ON callbacks (ended_at DESC, id DESC) WHERE ended_at IS NOT NULL;

-- Every call that made a claim or joined one: none does so twice.
CREATE TABLE callback_calls (
    call_id      text PRIMARY KEY REFERENCES calls (id),
    callback_id  bigint NOT NULL REFERENCES callbacks (id)
);
CREATE INDEX callback_calls_callback_idx ON callback_calls (callback_id);

CREATE TABLE callback_events (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    callback_id  bigint NOT NULL REFERENCES callbacks (id),
    at           timestamptz NOT NULL,
    actor        text NOT NULL CHECK (actor <> ''),
    kind         text NOT NULL CHECK (kind IN ('callback.made', 'callback.joined', 'callback.dialled', 'callback.tried',
                     'callback.through', 'callback.cancelled', 'callback.done')),
    data         jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX callback_events_callback_idx ON callback_events (callback_id, id);
CREATE TRIGGER callback_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON callback_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE callback_events;
DROP TABLE callback_calls;
DROP TABLE callbacks;
