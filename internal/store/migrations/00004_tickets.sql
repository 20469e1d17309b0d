-- +goose Up
CREATE TABLE ticket_numbers (
    year  integer PRIMARY KEY CHECK (year BETWEEN 2024 AND 2123),
    last  integer NOT NULL CHECK (last BETWEEN 1 AND 999999)
);

CREATE TABLE tickets (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- YYNNNNNNC, digits only; shown as YY-NNNNNN-C
    code            text NOT NULL UNIQUE CHECK (code ~ '^[0-9]{9}$'),
    year            integer NOT NULL,
    number          integer NOT NULL,
    state           text NOT NULL CHECK (state IN ('received')),
    -- the rules it was received under
    policy          text NOT NULL CHECK (policy <> ''),
    "group"         integer NOT NULL CHECK ("group" BETWEEN 1 AND 5),
    field           text,
    unit            text REFERENCES units (code),
    content         text NOT NULL CHECK (content <> ''),
    address         text NOT NULL DEFAULT '',
    directive       text NOT NULL DEFAULT '',
    urgent          boolean NOT NULL,
    confidential    boolean NOT NULL,
    channel         text NOT NULL CHECK (channel IN ('phone')),
    sender_type     text NOT NULL CHECK (sender_type IN ('individual', 'organisation')),
    sender_name     text NOT NULL DEFAULT '',
    sender_address  text NOT NULL DEFAULT '',
    sender_phone    text NOT NULL DEFAULT '' CHECK (sender_phone = '' OR sender_phone ~ '^\+?[0-9]{3,15}$'),
    sender_email    text NOT NULL DEFAULT '',
    -- the sender said that there is none (Điều 7.3)
    no_address      boolean NOT NULL,
    no_phone        boolean NOT NULL,
    no_email        boolean NOT NULL,
    complete        boolean NOT NULL,
    created_by      text NOT NULL REFERENCES users (username),
    created_at      timestamptz NOT NULL,
    UNIQUE (year, number),
    CHECK (code LIKE lpad((year % 100)::text, 2, '0') || lpad(number::text, 6, '0') || '_'),
    FOREIGN KEY (field, "group") REFERENCES fields (code, "group"),
    -- Điều 5.4
    CHECK ("group" <> 4 OR directive <> ''),
    CHECK (NOT (no_address AND sender_address <> '')),
    CHECK (NOT (no_phone AND sender_phone <> '')),
    CHECK (NOT (no_email AND sender_email <> '')),
    -- Điều 7.3
    CHECK (complete = (sender_name <> '' AND (no_address OR sender_address <> '')
        AND (no_phone OR sender_phone <> '') AND (no_email OR sender_email <> '')))
);
CREATE INDEX tickets_created_idx ON tickets (created_at DESC, id DESC);
CREATE INDEX tickets_sender_idx ON tickets (sender_phone, created_at DESC) WHERE sender_phone <> '';
CREATE INDEX tickets_unit_idx ON tickets (unit, created_at DESC);

CREATE TABLE ticket_calls (
    ticket_id  bigint NOT NULL REFERENCES tickets (id),
    call_id    text NOT NULL REFERENCES calls (id),
    PRIMARY KEY (ticket_id, call_id)
);
CREATE INDEX ticket_calls_call_idx ON ticket_calls (call_id);

CREATE TABLE ticket_events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket_id  bigint NOT NULL REFERENCES tickets (id),
    at         timestamptz NOT NULL,
    actor      text NOT NULL CHECK (actor <> ''),
    kind       text NOT NULL CHECK (kind <> ''),
    data       jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX ticket_events_ticket_idx ON ticket_events (ticket_id, id);
CREATE TRIGGER ticket_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ticket_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A request repeated with its key gets the first one's answer.
CREATE TABLE idempotency_keys (
    actor       text NOT NULL,
    key         text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    request     bytea NOT NULL CHECK (length(request) = 32),
    ticket_id   bigint NOT NULL REFERENCES tickets (id),
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_keys_created_idx ON idempotency_keys (created_at);

-- +goose Down
DROP TABLE idempotency_keys;
DROP TABLE ticket_events;
DROP TABLE ticket_calls;
DROP TABLE tickets;
DROP TABLE ticket_numbers;
