-- +goose Up
-- The time by which tickets change: read after a ticket is locked, so that its history never runs backwards
-- whichever node writes it. Tests of time that passes replace this function, and nothing else does.
CREATE FUNCTION hotline_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()';

-- The rules that a ticket is received under, from a date until the next policy's; never changed, because
-- tickets keep theirs.
CREATE TABLE policies (
    version     text PRIMARY KEY CHECK (version <> ''),
    holds_from  date NOT NULL UNIQUE,
    note        text NOT NULL DEFAULT '',
    author      text NOT NULL CHECK (author <> ''),
    at          timestamptz NOT NULL
);
CREATE TABLE policy_rules (
    policy        text NOT NULL REFERENCES policies (version),
    clock         text NOT NULL CHECK (clock IN ('ask_back', 'officer', 'head', 'urgent', 'review', 'quiet')),
    term_minutes  integer NOT NULL CHECK (term_minutes >= 0), -- working time
    term_days     integer NOT NULL CHECK (term_days >= 0),    -- working days
    warn_minutes  integer NOT NULL CHECK (warn_minutes >= 0), -- 0: no warning
    clause        text NOT NULL CHECK (clause <> ''),
    PRIMARY KEY (policy, clock),
    CHECK ((term_minutes > 0) <> (term_days > 0)),
    CHECK (term_days > 0 OR warn_minutes < term_minutes)
);
CREATE TABLE policy_readings (
    policy    text NOT NULL REFERENCES policies (version),
    question  text NOT NULL CHECK (question <> ''),
    answer    text NOT NULL CHECK (answer <> ''),
    clause    text NOT NULL CHECK (clause <> ''),
    PRIMARY KEY (policy, question)
);
CREATE TRIGGER policies_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON policies FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_rules_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_rules FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_readings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_readings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- sla.Decision587, under which all tickets until now were received.
INSERT INTO policies (version, holds_from, author, at) VALUES ('587/QĐ-UBND-2024', '2024-03-05', 'system', now());
INSERT INTO policy_rules (policy, clock, term_minutes, term_days, warn_minutes, clause) VALUES
    ('587/QĐ-UBND-2024', 'ask_back', 60, 0, 15, 'Điều 8.3'),
    ('587/QĐ-UBND-2024', 'officer', 480, 0, 0, 'Điều 9.3'),
    ('587/QĐ-UBND-2024', 'head', 2880, 0, 0, 'Điều 9.4'),
    ('587/QĐ-UBND-2024', 'urgent', 0, 2, 0, 'Điều 9.6'),
    ('587/QĐ-UBND-2024', 'review', 0, 2, 0, 'Điều 9.6'),
    ('587/QĐ-UBND-2024', 'quiet', 0, 10, 0, 'Điều 9.5, 11.2');
INSERT INTO policy_readings (policy, question, answer, clause) VALUES
    ('587/QĐ-UBND-2024', 'counted_from', 'own_receipt', 'Điều 9.3, 9.4'),
    ('587/QĐ-UBND-2024', 'asking_back', 'goes_on', 'Điều 18.1'),
    ('587/QĐ-UBND-2024', 'promise', 'defers', 'Điều 9.3 đoạn 2'),
    ('587/QĐ-UBND-2024', 'operators_hour', 'office_hours', 'Điều 8.3');
ALTER TABLE tickets ADD CONSTRAINT tickets_policy_fkey FOREIGN KEY (policy) REFERENCES policies (version);

-- Working time: one row each time that somebody saved it, whole. The newest is the one that holds; going back
-- to an older one is a row like any other.
CREATE TABLE calendars (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- what held until then: of two who change the same, one is refused
    before     bigint UNIQUE REFERENCES calendars (id),
    made_from  bigint REFERENCES calendars (id), -- an older one that was gone back to
    until      date NOT NULL,                    -- the first date that it does not cover
    note       text NOT NULL DEFAULT '',
    author     text NOT NULL CHECK (author <> ''),
    at         timestamptz NOT NULL
);
CREATE UNIQUE INDEX calendars_first_idx ON calendars ((before IS NULL)) WHERE before IS NULL;
-- The hours of offices from a date until the next row's.
CREATE TABLE calendar_hours (
    calendar    bigint NOT NULL REFERENCES calendars (id),
    holds_from  date NOT NULL,
    basis       text NOT NULL,
    week        integer[] NOT NULL,  -- 0 is Sunday
    seasons     jsonb NOT NULL,      -- [{"month","day","sessions":[{"open","close"}]}]
    PRIMARY KEY (calendar, holds_from)
);
-- The days that the week's rule does not settle.
CREATE TABLE calendar_days (
    calendar  bigint NOT NULL REFERENCES calendars (id),
    date      date NOT NULL,
    kind      text NOT NULL CHECK (kind IN ('holiday', 'compensation', 'swapped_off', 'working_saturday', 'changed_hours', 'proposed')),
    name      text NOT NULL,
    basis     text NOT NULL,
    grade     text NOT NULL CHECK (grade IN ('unstated', 'remembered', 'inferred', 'computed', 'statute', 'verified')),
    open      boolean NOT NULL,
    sessions  jsonb NOT NULL,
    PRIMARY KEY (calendar, date)
);
CREATE TRIGGER calendars_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON calendars FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER calendar_hours_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON calendar_hours FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER calendar_days_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON calendar_days FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The calendar that holds, which then holds until the transaction ends: whoever saves another waits for it
-- (saving takes the same lock alone). So a deadline is never counted by a calendar that was replaced before
-- it was kept.
-- +goose StatementBegin
CREATE FUNCTION hotline_calendar() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('calendars'));
    RETURN (SELECT max(id) FROM calendars);
END $$;
-- +goose StatementEnd

-- A ticket's clocks (sla.Sheet), and the one job that comes for them.
CREATE TABLE ticket_sheets (
    ticket_id  bigint PRIMARY KEY REFERENCES tickets (id),
    received   timestamptz NOT NULL,
    result     timestamptz,
    last       timestamptz NOT NULL CHECK (last >= received),
    wakes      timestamptz,                                 -- when the next clock fires; NULL: none ever will
    job        bigint,                                      -- of river_job; no foreign key, because River deletes what is done
    calendar   bigint NOT NULL REFERENCES calendars (id)    -- by which open clocks were last counted, all of them
);
CREATE INDEX ticket_sheets_wakes_idx ON ticket_sheets (wakes) WHERE wakes IS NOT NULL;
CREATE TABLE ticket_clocks (
    ticket_id  bigint NOT NULL REFERENCES ticket_sheets (ticket_id),
    number     integer NOT NULL CHECK (number > 0),
    kind       text NOT NULL CHECK (kind IN ('ask_back', 'officer', 'head', 'urgent', 'review', 'quiet')),
    unit       text REFERENCES units (code),
    lead       boolean NOT NULL,
    own        timestamptz NOT NULL,
    ticket     timestamptz NOT NULL,
    asked      timestamptz,
    replied    timestamptz,
    promised   timestamptz,
    due        timestamptz,
    warn_at    timestamptz,
    warned     timestamptz,
    since      timestamptz NOT NULL,
    state      text NOT NULL CHECK (state IN ('running', 'paused', 'met', 'expired', 'dropped')),
    ended      timestamptz,
    PRIMARY KEY (ticket_id, number),
    CHECK ((kind IN ('officer', 'head')) = (unit IS NOT NULL)),
    CHECK ((state IN ('running', 'paused')) = (ended IS NULL)),
    CHECK (state NOT IN ('running', 'expired') OR due IS NOT NULL)
);
CREATE INDEX ticket_clocks_open_idx ON ticket_clocks (due) WHERE ended IS NULL;
CREATE INDEX ticket_clocks_unit_idx ON ticket_clocks (unit, due) WHERE ended IS NULL;

-- +goose Down
DROP TABLE ticket_clocks;
DROP TABLE ticket_sheets;
DROP FUNCTION hotline_calendar();
DROP TABLE calendar_days;
DROP TABLE calendar_hours;
DROP TABLE calendars;
ALTER TABLE tickets DROP CONSTRAINT tickets_policy_fkey;
DROP TABLE policy_readings;
DROP TABLE policy_rules;
DROP TABLE policies;
DROP FUNCTION hotline_now();
