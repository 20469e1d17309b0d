-- +goose Up
-- calls is the projection of call_events: one row a citizen's call, changed only
-- by the projector, in the transaction that appends the events.
CREATE TABLE calls (
    id            text PRIMARY KEY CHECK (id ~ '^[A-Za-z0-9._-]{1,80}$'),
    node          text NOT NULL,
    from_raw      text NOT NULL DEFAULT '',
    -- normalised (internal/directory); '' when withheld or not a number
    from_number   text NOT NULL DEFAULT '',
    from_name     text NOT NULL DEFAULT '',
    to_number     text NOT NULL DEFAULT '',
    state         text NOT NULL CHECK (state IN ('arriving', 'greeting', 'queued', 'offered', 'connecting', 'talking', 'held', 'recovering', 'ended')),
    queue         text NOT NULL DEFAULT '',
    operator      text NOT NULL DEFAULT '',
    started_at    timestamptz NOT NULL,
    answered_at   timestamptz,
    queued_at     timestamptz,
    connected_at  timestamptz,
    ended_at      timestamptz,
    end_class     text CHECK (end_class IN ('citizen', 'operator', 'carrier', 'system')),
    end_reason    text CHECK (end_reason IN ('hangup', 'abandoned_ring', 'abandoned_menu', 'abandoned_wait', 'abandoned_hold',
                      'media_timeout', 'network', 'fallback', 'asterisk_lost', 'unobserved', 'internal')),
    cause         integer NOT NULL DEFAULT 0,
    tech_cause    integer NOT NULL DEFAULT 0,
    -- a call ends once, with its class and its reason
    CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
    CHECK ((state = 'ended') = (end_class IS NOT NULL)),
    CHECK ((state = 'ended') = (end_reason IS NOT NULL)),
    CHECK (state NOT IN ('talking', 'held') OR (connected_at IS NOT NULL AND operator <> '')),
    CHECK (state <> 'connecting' OR operator <> '')
);
CREATE INDEX calls_started_idx ON calls (started_at DESC, id DESC);
CREATE INDEX calls_from_idx ON calls (from_number text_pattern_ops, started_at DESC);
CREATE INDEX calls_to_idx ON calls (to_number text_pattern_ops, started_at DESC);
CREATE INDEX calls_operator_idx ON calls (operator, started_at DESC);
CREATE INDEX calls_live_idx ON calls (node) WHERE ended_at IS NULL;

CREATE TABLE call_events (
    seq      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id       text NOT NULL UNIQUE CHECK (id <> ''),
    at       timestamptz NOT NULL,
    node     text NOT NULL,
    kind     text NOT NULL CHECK (kind <> ''),
    call_id  text REFERENCES calls (id),
    data     jsonb,
    -- why the projection could not take the event; '' when it did
    problem  text NOT NULL DEFAULT ''
);
CREATE INDEX call_events_call_idx ON call_events (call_id, seq);
CREATE TRIGGER call_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON call_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A recording is a row before it is a file: call.arrived makes it.
--   expected ─► spooled ─► archived
--       └─► missing (nothing came) ─► spooled (it came after all)
CREATE TABLE recordings (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    call_id      text NOT NULL REFERENCES calls (id),
    -- call: the citizen's channel, citizen left and staff right; others are legs of their own
    leg          text NOT NULL CHECK (leg ~ '^[a-z0-9-]{1,32}$'),
    state        text NOT NULL CHECK (state IN ('expected', 'spooled', 'archived', 'missing')),
    -- the end is cut off: it was found after Asterisk's death
    salvaged     boolean NOT NULL DEFAULT false,
    sha256       text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    bytes        bigint CHECK (bytes > 0),
    duration_ms  bigint CHECK (duration_ms >= 0),
    channels     integer CHECK (channels BETWEEN 1 AND 8),
    bucket       text,
    object       text,
    version      text,
    detail       text NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL DEFAULT now(),
    spooled_at   timestamptz,
    archived_at  timestamptz,
    -- when the local file was removed, after archiving
    released_at  timestamptz,
    UNIQUE (call_id, leg),
    UNIQUE (bucket, object),
    CHECK (state NOT IN ('spooled', 'archived') OR spooled_at IS NOT NULL),
    CHECK ((state = 'archived') = (archived_at IS NOT NULL)),
    CHECK (state <> 'archived' OR (sha256 IS NOT NULL AND bytes IS NOT NULL AND duration_ms IS NOT NULL
        AND channels IS NOT NULL AND bucket IS NOT NULL AND object IS NOT NULL)),
    CHECK (released_at IS NULL OR state = 'archived')
);
CREATE INDEX recordings_open_idx ON recordings (state, created_at) WHERE state <> 'archived';
CREATE INDEX recordings_unreleased_idx ON recordings (archived_at) WHERE state = 'archived' AND released_at IS NULL;

-- +goose Down
DROP TABLE recordings;
DROP TABLE call_events;
DROP TABLE calls;
