-- +goose Up
-- What became of a message after the gateway took it, when it may wake people, and
-- whose words it has.
--   queued ─► sent ─► delivered
--       │      └────► undelivered ┐
--       └───► failed ─────────────┴─► (again, as a message of its own: retry_of)
ALTER TABLE messages
    -- of an e-mail
    ADD COLUMN subject text NOT NULL DEFAULT '',
    -- of message_templates; 0: the program's own words
    ADD COLUMN template_version integer NOT NULL DEFAULT 0 CHECK (template_version >= 0),
    ADD COLUMN hours text NOT NULL DEFAULT 'day' CHECK (hours IN ('day', 'awaited', 'any')),
    -- it waits for the morning
    ADD COLUMN quiet boolean NOT NULL DEFAULT false,
    -- when its time to be tried began: nights do not count
    ADD COLUMN began_at timestamptz,
    -- the gateway is asked then whether it arrived
    ADD COLUMN track_at timestamptz,
    ADD COLUMN reported_at timestamptz,
    ADD COLUMN retry_of uuid UNIQUE REFERENCES messages (id),
    ADD COLUMN retried_by text CHECK (retried_by <> ''),
    -- of the one that it tries again, if that may have been taken: the gateway knows it by this
    ADD COLUMN ref uuid,
    DROP CONSTRAINT messages_state_check,
    DROP CONSTRAINT messages_check2,
    DROP CONSTRAINT messages_check4,
    DROP CONSTRAINT messages_check5;
UPDATE messages SET began_at = created_at;
ALTER TABLE messages
    ALTER COLUMN began_at SET NOT NULL,
    ADD CONSTRAINT messages_states CHECK (state IN ('queued', 'sent', 'delivered', 'undelivered', 'failed')),
    ADD CONSTRAINT messages_sent_at CHECK ((state IN ('sent', 'delivered', 'undelivered')) = (sent_at IS NOT NULL)),
    ADD CONSTRAINT messages_given_id CHECK ((state IN ('sent', 'delivered', 'undelivered')) = (gateway_id <> '')),
    ADD CONSTRAINT messages_taken CHECK (state IN ('queued', 'failed') OR (attempts > 0 AND body <> '' AND gateway <> '')),
    ADD CONSTRAINT messages_reported_at CHECK ((state IN ('delivered', 'undelivered')) = (reported_at IS NOT NULL)),
    ADD CONSTRAINT messages_why_undelivered CHECK (state <> 'undelivered' OR error <> ''),
    ADD CONSTRAINT messages_quiet CHECK (NOT quiet OR state = 'queued'),
    ADD CONSTRAINT messages_tracked CHECK (track_at IS NULL OR state = 'sent'),
    ADD CONSTRAINT messages_retry CHECK ((retry_of IS NULL) = (retried_by IS NULL)),
    ADD CONSTRAINT messages_ref CHECK (ref IS NULL OR (retry_of IS NOT NULL AND body <> '' AND gateway <> ''));
CREATE INDEX messages_track_idx ON messages (track_at) WHERE track_at IS NOT NULL;
CREATE INDEX messages_gateway_id_idx ON messages (gateway_id) WHERE gateway_id <> '';
CREATE INDEX messages_ref_idx ON messages (ref) WHERE ref IS NOT NULL;

-- How the administrator words what people are told; the newest version of a key holds.
CREATE TABLE message_templates (
    key         text NOT NULL CHECK (key <> ''),
    version     integer NOT NULL CHECK (version > 0),
    text        text NOT NULL CHECK (text <> ''),
    -- of an SMS; none: as configured
    accents     boolean,
    author      text NOT NULL CHECK (author <> ''),
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (key, version)
);
CREATE TRIGGER message_templates_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON message_templates
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE message_templates;
ALTER TABLE messages
    DROP CONSTRAINT messages_states, DROP CONSTRAINT messages_sent_at, DROP CONSTRAINT messages_given_id, DROP CONSTRAINT messages_taken,
    DROP CONSTRAINT messages_reported_at, DROP CONSTRAINT messages_why_undelivered, DROP CONSTRAINT messages_quiet,
    DROP CONSTRAINT messages_tracked, DROP CONSTRAINT messages_retry, DROP CONSTRAINT messages_ref;
UPDATE messages SET state = 'sent' WHERE state IN ('delivered', 'undelivered');
ALTER TABLE messages
    DROP COLUMN subject, DROP COLUMN template_version, DROP COLUMN hours, DROP COLUMN quiet, DROP COLUMN began_at,
    DROP COLUMN track_at, DROP COLUMN reported_at, DROP COLUMN retry_of, DROP COLUMN retried_by, DROP COLUMN ref,
    ADD CONSTRAINT messages_state_check CHECK (state IN ('queued', 'sent', 'failed')),
    ADD CONSTRAINT messages_check2 CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
    ADD CONSTRAINT messages_check4 CHECK ((state = 'sent') = (gateway_id <> '')),
    ADD CONSTRAINT messages_check5 CHECK (state <> 'sent' OR (attempts > 0 AND body <> '' AND gateway <> ''));
