-- +goose Up
-- Spans of a recording, in milliseconds from its beginning, and how long they are together.
-- +goose StatementBegin
CREATE FUNCTION spans_of(froms bigint[], untils bigint[]) RETURNS int8multirange LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$SELECT coalesce(range_agg(int8range(f, u)), '{}'::int8multirange) FROM unnest(froms, untils) AS s (f, u) WHERE f < u$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION spans_ms(spans int8multirange) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$SELECT coalesce(sum(upper(s) - lower(s)), 0)::bigint FROM unnest(spans) AS s$$;
-- +goose StatementEnd

-- Who hears, or takes away, what (Điều 10.1, 12.2): a row each time, made before the first sound, with the link by which
-- it is heard. It outlives its recording. What was sent is counted by us, what was heard is what the player says.
CREATE TABLE listenings (
    id         uuid PRIMARY KEY,
    what       text NOT NULL CHECK (what IN ('recording', 'message')),
    recording  uuid NOT NULL,
    -- of a message: its ticket; of a unit: the ticket, and the number of its request, by which it was granted
    ticket     text NOT NULL DEFAULT '',
    request    integer CHECK (request > 0),
    unit       text NOT NULL DEFAULT '',
    -- a message: where in the recording it begins; spans count from there
    from_ms    bigint NOT NULL DEFAULT 0 CHECK (from_ms >= 0),
    length_ms  bigint NOT NULL CHECK (length_ms >= 0),
    actor      text NOT NULL CHECK (actor <> ''),
    role       text NOT NULL,
    reason     text NOT NULL,
    remote     text NOT NULL,
    download   boolean NOT NULL,
    at         timestamptz NOT NULL,
    -- the link is dead from then on
    until      timestamptz NOT NULL CHECK (until >= at),
    sent       int8multirange NOT NULL DEFAULT '{}',
    heard      int8multirange NOT NULL DEFAULT '{}',
    sent_ms    bigint NOT NULL GENERATED ALWAYS AS (spans_ms(sent)) STORED,
    heard_ms   bigint NOT NULL GENERATED ALWAYS AS (spans_ms(heard)) STORED,
    -- when what was heard of it was entered in the audit log
    closed_at  timestamptz,
    CHECK ((what = 'message') <= (ticket <> '')),
    CHECK ((request IS NULL) = (unit = ''))
);
CREATE INDEX listenings_at_idx ON listenings (at, id);
CREATE INDEX listenings_actor_idx ON listenings (actor, at, id);
CREATE INDEX listenings_recording_idx ON listenings (recording, at, id);
CREATE INDEX listenings_open_idx ON listenings (until) WHERE closed_at IS NULL;
CREATE TRIGGER listenings_stay BEFORE DELETE OR TRUNCATE ON listenings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE listenings;
DROP FUNCTION spans_ms;
DROP FUNCTION spans_of;
