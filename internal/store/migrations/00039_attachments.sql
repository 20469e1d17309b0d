-- +goose Up
-- What was added to a ticket (Điều 7.3, 17.6): the row and its bytes in one transaction, so that neither is without
-- the other; a job carries the bytes on to the archive, and only then do they leave the database.
CREATE TABLE attachments (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    ticket_id   bigint NOT NULL REFERENCES tickets (id),
    name        text NOT NULL CHECK (name <> ''),
    -- media type, by its content
    kind        text NOT NULL CHECK (kind <> ''),
    bytes       bigint NOT NULL CHECK (bytes > 0),
    sha256      bytea NOT NULL CHECK (length(sha256) = 32),
    -- evidence: what the sender has; progress: what a unit shows of its work; reply: the official document
    purpose     text NOT NULL CHECK (purpose IN ('evidence', 'progress', 'reply')),
    unit        text REFERENCES units (code),
    added_by    text NOT NULL REFERENCES users (username),
    added_at    timestamptz NOT NULL,
    -- of a PDF that is signed: package signature's, as found when it was added
    signatures  jsonb,
    trusted     boolean NOT NULL DEFAULT false,
    archived_at timestamptz,
    bucket      text,
    object      text,
    version     text,
    -- a document with a broken signature is not kept as a reply, nor one without any
    CHECK (purpose <> 'reply' OR (kind = 'application/pdf' AND signatures IS NOT NULL)),
    CHECK (NOT trusted OR signatures IS NOT NULL),
    CHECK ((archived_at IS NULL) = (object IS NULL) AND (object IS NULL) = (bucket IS NULL) AND (object IS NULL) = (version IS NULL))
);
CREATE INDEX attachments_ticket_idx ON attachments (ticket_id, added_at, id);
CREATE INDEX attachments_waiting_idx ON attachments (added_at) WHERE archived_at IS NULL;
CREATE TABLE attachment_contents (
    attachment_id  uuid PRIMARY KEY REFERENCES attachments (id),
    content        bytea NOT NULL
);
-- Pictures and films do not get smaller.
ALTER TABLE attachment_contents ALTER COLUMN content SET STORAGE EXTERNAL;

-- +goose Down
DROP TABLE attachment_contents;
DROP TABLE attachments;
