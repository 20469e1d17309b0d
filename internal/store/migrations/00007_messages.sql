-- +goose Up
-- A ticket may come without an operator: of a message that a caller left, or of a
-- key pressed for an incident. Then nobody created it, and cause (the journal's
-- entry) keeps it from being made twice. A message's group is known when somebody
-- has heard it.
ALTER TABLE tickets
    ADD COLUMN origin text NOT NULL DEFAULT 'operator' CHECK (origin IN ('operator', 'message', 'incident')),
    ADD COLUMN cause text UNIQUE CHECK (cause <> ''),
    ALTER COLUMN created_by DROP NOT NULL,
    ALTER COLUMN "group" DROP NOT NULL;
-- Of those that a way down and up again has left without what they came of.
UPDATE tickets SET origin = CASE WHEN "group" IS NULL THEN 'message' ELSE 'incident' END, cause = 'ticket:' || id WHERE created_by IS NULL;
ALTER TABLE tickets
    ADD CONSTRAINT tickets_origin_created_by CHECK ((origin = 'operator') = (created_by IS NOT NULL)),
    ADD CONSTRAINT tickets_origin_cause CHECK ((origin = 'operator') = (cause IS NULL)),
    ADD CONSTRAINT tickets_origin_group CHECK ("group" IS NOT NULL OR (origin = 'message' AND field IS NULL));
ALTER TABLE tickets ALTER COLUMN origin DROP DEFAULT;

-- What a caller said after the beep: a part of the call's recording.
CREATE TABLE voice_messages (
    -- of call_events
    entry_id   text PRIMARY KEY,
    call_id    text NOT NULL REFERENCES calls (id),
    left_at    timestamptz NOT NULL,
    -- counted from the call's arrival, with which the recording begins
    from_ms    bigint NOT NULL CHECK (from_ms >= 0),
    to_ms      bigint NOT NULL,
    ended_by   text NOT NULL,
    -- none: too short for a word; the call was missed
    ticket_id  bigint UNIQUE REFERENCES tickets (id),
    CHECK (to_ms >= from_ms),
    CHECK (ticket_id IS NULL OR to_ms > from_ms)
);
CREATE INDEX voice_messages_call_idx ON voice_messages (call_id);

-- What is to be told to people outside, written in the transaction of what caused it.
--   queued ─► sent
--       └───► failed (the number cannot be reached, or nothing helped for long)
CREATE TABLE messages (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    channel      text NOT NULL CHECK (channel IN ('sms', 'email')),
    recipient    text NOT NULL,
    text_key     text NOT NULL CHECK (text_key <> ''),
    text_args    text[] NOT NULL,
    -- what it is said for, so that it is said once
    cause        text NOT NULL UNIQUE CHECK (cause <> ''),
    ticket_id    bigint REFERENCES tickets (id),
    call_id      text REFERENCES calls (id),
    incident_id  bigint,
    state        text NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    -- exactly what the gateway is given; '' before the first attempt
    body         text NOT NULL DEFAULT '',
    parts        integer NOT NULL DEFAULT 0 CHECK (parts >= 0),
    attempts     integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    -- attempts of which nobody knows whether the gateway took the message
    doubts       integer NOT NULL DEFAULT 0 CHECK (doubts BETWEEN 0 AND attempts),
    -- of the last attempt that did not succeed
    error        text NOT NULL DEFAULT '',
    gateway      text NOT NULL DEFAULT '',
    gateway_id   text NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL,
    next_at      timestamptz,
    -- an attempt is being made, and given up as unknown after this
    held_until   timestamptz,
    sent_at      timestamptz,
    failed_at    timestamptz,
    CHECK ((state = 'queued') = (next_at IS NOT NULL)),
    CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
    CHECK ((state = 'failed') = (failed_at IS NOT NULL)),
    CHECK ((state = 'sent') = (gateway_id <> '')),
    CHECK (state <> 'sent' OR (attempts > 0 AND body <> '' AND gateway <> '')),
    CHECK (state <> 'failed' OR error <> ''),
    CHECK (held_until IS NULL OR (state = 'queued' AND attempts > 0)),
    -- only a Vietnamese mobile number can get an SMS
    CHECK (channel <> 'sms' OR recipient ~ '^0[35789][0-9]{8}$'),
    CHECK (channel <> 'email' OR recipient LIKE '_%@_%')
);
CREATE INDEX messages_created_idx ON messages (created_at DESC, id DESC);
CREATE INDEX messages_queued_idx ON messages (next_at) WHERE state = 'queued';
CREATE INDEX messages_ticket_idx ON messages (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX messages_incident_idx ON messages (incident_id) WHERE incident_id IS NOT NULL;

-- +goose Down
DROP TABLE messages;
DROP TABLE voice_messages;
-- Tickets without an operator have no place in the schema before; they stay, so
-- created_by and group stay optional.
ALTER TABLE tickets
    DROP CONSTRAINT tickets_origin_created_by,
    DROP CONSTRAINT tickets_origin_cause,
    DROP CONSTRAINT tickets_origin_group,
    DROP COLUMN origin,
    DROP COLUMN cause;
