-- +goose Up
-- A ticket's life (internal/ticket): its state and flags, the parts that units have in it, and what else was
-- asked, proposed and written. version counts the changes: whoever changes it says which one they saw.
ALTER TABLE tickets DROP CONSTRAINT tickets_state_check, DROP CONSTRAINT tickets_channel_check;
ALTER TABLE tickets
    ADD CONSTRAINT tickets_state_check CHECK (state IN ('received', 'awaiting_sender', 'awaiting_sender_for_unit', 'declined', 'live_transfer',
        'assigned', 'in_progress', 'verifying', 'escalated_to_head', 'overdue', 'office_led', 'awaiting_directive', 'resolved', 'published',
        'answered', 'contested', 'closed', 'merged')),
    ADD CONSTRAINT tickets_channel_check CHECK (channel IN ('phone', 'web', 'email', 'fanpage')),
    ADD COLUMN version         bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    ADD COLUMN emergency       boolean NOT NULL DEFAULT false,
    ADD COLUMN ever_overdue    boolean NOT NULL DEFAULT false,
    -- outside the regulation, and led by its own department (Điều 1.2, 16.1)
    ADD COLUMN outside_tthc    boolean NOT NULL DEFAULT false,
    -- the answer has to be a signed document (Điều 17.6)
    ADD COLUMN needs_document  boolean NOT NULL DEFAULT false,
    ADD COLUMN precheck        text NOT NULL DEFAULT '',
    -- units that may know the sender of what is confidential
    ADD COLUMN identity_for    text[] NOT NULL DEFAULT '{}',
    ADD COLUMN parent_id       bigint REFERENCES tickets (id),
    ADD COLUMN result_at       timestamptz,
    ADD COLUMN told_at         timestamptz,
    -- what everybody may read (Điều 11.1)
    ADD COLUMN public_content  text,
    ADD COLUMN public_result   text,
    ADD COLUMN rating          smallint CHECK (rating BETWEEN 1 AND 5),
    -- questions, refusal, result and the like, each by its name: internal/ticket's Case
    ADD COLUMN life            jsonb NOT NULL DEFAULT '{}',
    ADD CONSTRAINT tickets_parent CHECK ((state = 'merged') = (parent_id IS NOT NULL) AND parent_id <> id),
    ADD CONSTRAINT tickets_result CHECK (state NOT IN ('resolved', 'published', 'answered', 'contested') OR result_at IS NOT NULL),
    ADD CONSTRAINT tickets_told CHECK (state NOT IN ('published', 'answered', 'contested', 'closed') OR told_at IS NOT NULL),
    ADD CONSTRAINT tickets_public CHECK (state <> 'published' OR (public_content <> '' AND public_result <> '' AND NOT confidential)),
    ADD CONSTRAINT tickets_overdue CHECK (state <> 'overdue' OR ever_overdue);
CREATE INDEX tickets_state_idx ON tickets (state, created_at DESC, id DESC);
CREATE INDEX tickets_parent_idx ON tickets (parent_id) WHERE parent_id IS NOT NULL;

-- +goose StatementBegin
-- What never goes back: that it was overdue once (Điều 9.4).
CREATE FUNCTION keep_overdue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a ticket that was overdue stays one that was' USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd
CREATE TRIGGER tickets_keep_overdue BEFORE UPDATE OF ever_overdue ON tickets
    FOR EACH ROW WHEN (OLD.ever_overdue AND NOT NEW.ever_overdue) EXECUTE FUNCTION keep_overdue();

-- The history's entries of changes: which fields were what, and are what. Older kinds have none.
ALTER TABLE ticket_events
    ADD COLUMN version  bigint,
    ADD COLUMN party    text NOT NULL DEFAULT '',
    ADD COLUMN unit     text NOT NULL DEFAULT '',
    ADD COLUMN reason   text NOT NULL DEFAULT '',
    ADD COLUMN clause   text NOT NULL DEFAULT '',
    ADD COLUMN before   jsonb,
    ADD COLUMN after    jsonb,
    ADD CONSTRAINT ticket_events_change CHECK ((version IS NULL) = (before IS NULL) AND (before IS NULL) = (after IS NULL));
CREATE UNIQUE INDEX ticket_events_version_idx ON ticket_events (ticket_id, version) WHERE version IS NOT NULL;

-- One unit's part in a ticket: one leads, others cooperate. What is over stays.
CREATE TABLE ticket_assignments (
    ticket_id     bigint NOT NULL REFERENCES tickets (id),
    number        integer NOT NULL CHECK (number > 0),
    unit          text NOT NULL REFERENCES units (code),
    lead          boolean NOT NULL,
    state         text NOT NULL CHECK (state IN ('sent', 'accepted', 'done', 'returned', 'withdrawn')),
    sent_at       timestamptz NOT NULL,
    accepted_at   timestamptz,
    officer       text NOT NULL DEFAULT '',
    promised      timestamptz,
    escalated_at  timestamptz,
    overdue_at    timestamptz,
    answer        text NOT NULL DEFAULT '',
    ended_at      timestamptz,
    PRIMARY KEY (ticket_id, number),
    CHECK ((state IN ('sent', 'accepted')) = (ended_at IS NULL)),
    CHECK (state <> 'accepted' OR (accepted_at IS NOT NULL AND officer <> ''))
);
CREATE UNIQUE INDEX ticket_assignments_lead_idx ON ticket_assignments (ticket_id) WHERE lead AND ended_at IS NULL;
CREATE UNIQUE INDEX ticket_assignments_open_idx ON ticket_assignments (ticket_id, unit) WHERE ended_at IS NULL;
CREATE INDEX ticket_assignments_unit_idx ON ticket_assignments (unit, ticket_id);
CREATE INDEX ticket_assignments_officer_idx ON ticket_assignments (unit, officer) WHERE ended_at IS NULL;

-- What is beside the state, numbered within the ticket: tasks for units below (Điều 17.4), directives (9.5),
-- dossiers and documents (9.6), reminders (14.1), rewards (17.7, 20), warnings of senders (20.2), requests for
-- recordings (10.1). body: internal/ticket's type of that name.
CREATE TABLE ticket_items (
    ticket_id  bigint NOT NULL REFERENCES tickets (id),
    kind       text NOT NULL CHECK (kind IN ('task', 'directive', 'dossier', 'document', 'reminder', 'reward', 'warning', 'recording')),
    number     integer NOT NULL CHECK (number > 0),
    unit       text REFERENCES units (code),
    -- nothing more is expected of anybody
    settled    boolean NOT NULL,
    body       jsonb NOT NULL,
    PRIMARY KEY (ticket_id, kind, number)
);
CREATE INDEX ticket_items_open_idx ON ticket_items (kind, ticket_id) WHERE NOT settled;
CREATE INDEX ticket_items_unit_idx ON ticket_items (unit, ticket_id) WHERE unit IS NOT NULL;

-- What staff are told of a change, in the system.
CREATE TABLE ticket_notices (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket_id  bigint NOT NULL REFERENCES tickets (id),
    audience   text NOT NULL CHECK (audience IN ('officers', 'head', 'office', 'leader', 'hotline')),
    unit       text REFERENCES units (code),
    text_key   text NOT NULL CHECK (text_key <> ''),
    text_args  text[] NOT NULL,
    cause      text NOT NULL UNIQUE CHECK (cause <> ''),
    at         timestamptz NOT NULL,
    CHECK ((audience IN ('officers', 'head')) = (unit IS NOT NULL))
);
CREATE INDEX ticket_notices_audience_idx ON ticket_notices (audience, unit, id DESC);

-- The rows of the report to the city's leadership, sent through the Office (Điều 9.4).
CREATE TABLE leadership_reports (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket_id   bigint NOT NULL,
    assignment  integer NOT NULL,
    unit        text NOT NULL REFERENCES units (code),
    clause      text NOT NULL,
    at          timestamptz NOT NULL,
    UNIQUE (ticket_id, assignment),
    FOREIGN KEY (ticket_id, assignment) REFERENCES ticket_assignments (ticket_id, number)
);
CREATE INDEX leadership_reports_at_idx ON leadership_reports (at DESC, id DESC);

-- A slip that was sent has its number in the year, and the part that it began; drafted again, it is another.
CREATE TABLE slip_numbers (
    year  integer PRIMARY KEY CHECK (year BETWEEN 2024 AND 2123),
    last  integer NOT NULL CHECK (last > 0)
);
ALTER TABLE transfer_slips
    ADD COLUMN year        integer,
    ADD COLUMN number      integer,
    ADD COLUMN assignment  integer,
    ADD COLUMN sent_at     timestamptz,
    ADD COLUMN to_head_at  timestamptz,
    ADD UNIQUE (year, number),
    ADD FOREIGN KEY (ticket_id, assignment) REFERENCES ticket_assignments (ticket_id, number),
    ADD CONSTRAINT transfer_slips_sent CHECK ((number IS NULL) = (year IS NULL) AND (number IS NULL) = (sent_at IS NULL) AND (number IS NULL) = (assignment IS NULL)),
    ADD CONSTRAINT transfer_slips_head CHECK (to_head_at IS NULL OR sent_at IS NOT NULL);
DROP INDEX transfer_slips_ticket_idx;
CREATE UNIQUE INDEX transfer_slips_ticket_idx ON transfer_slips (ticket_id, unit) WHERE ticket_id IS NOT NULL AND number IS NULL;
CREATE UNIQUE INDEX transfer_slips_assignment_idx ON transfer_slips (ticket_id, assignment) WHERE assignment IS NOT NULL;

-- +goose Down
-- The older form holds one slip of a ticket and a unit.
ALTER TABLE slip_drafts DISABLE TRIGGER slip_drafts_append_only;
DELETE FROM slip_drafts d USING transfer_slips s, transfer_slips later
    WHERE d.slip_id = s.id AND later.ticket_id = s.ticket_id AND later.unit = s.unit AND later.id > s.id;
DELETE FROM transfer_slips s USING transfer_slips later WHERE later.ticket_id = s.ticket_id AND later.unit = s.unit AND later.id > s.id;
ALTER TABLE slip_drafts ENABLE TRIGGER slip_drafts_append_only;
DROP INDEX transfer_slips_ticket_idx, transfer_slips_assignment_idx;
ALTER TABLE transfer_slips DROP COLUMN year, DROP COLUMN number, DROP COLUMN assignment, DROP COLUMN sent_at, DROP COLUMN to_head_at;
CREATE UNIQUE INDEX transfer_slips_ticket_idx ON transfer_slips (ticket_id, unit) WHERE ticket_id IS NOT NULL;
DROP TABLE slip_numbers, leadership_reports, ticket_notices, ticket_items, ticket_assignments;
DROP INDEX ticket_events_version_idx;
ALTER TABLE ticket_events DROP COLUMN version, DROP COLUMN party, DROP COLUMN unit, DROP COLUMN reason, DROP COLUMN clause,
    DROP COLUMN before, DROP COLUMN after;
DROP TRIGGER tickets_keep_overdue ON tickets;
DROP FUNCTION keep_overdue;
DROP INDEX tickets_state_idx, tickets_parent_idx;
ALTER TABLE tickets DROP CONSTRAINT tickets_parent, DROP CONSTRAINT tickets_result, DROP CONSTRAINT tickets_told,
    DROP CONSTRAINT tickets_public, DROP CONSTRAINT tickets_overdue, DROP CONSTRAINT tickets_state_check, DROP CONSTRAINT tickets_channel_check;
UPDATE tickets SET state = 'received', channel = 'phone';
ALTER TABLE tickets DROP COLUMN version, DROP COLUMN emergency, DROP COLUMN ever_overdue, DROP COLUMN outside_tthc, DROP COLUMN needs_document,
    DROP COLUMN precheck, DROP COLUMN identity_for, DROP COLUMN parent_id, DROP COLUMN result_at, DROP COLUMN told_at,
    DROP COLUMN public_content, DROP COLUMN public_result, DROP COLUMN rating, DROP COLUMN life,
    ADD CONSTRAINT tickets_state_check CHECK (state IN ('received')),
    ADD CONSTRAINT tickets_channel_check CHECK (channel IN ('phone'));
