-- +goose Up
-- The day in the city now. Everything of the directory holds from a day (null: since ever) until the day before
-- another (null: for ever), and stays when it is over.
CREATE FUNCTION city_day() RETURNS date LANGUAGE sql VOLATILE AS $$SELECT (hotline_now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date$$;
CREATE FUNCTION holds(since date, until date, day date) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (since IS NULL OR since <= day) AND (until IS NULL OR day < until);

ALTER TABLE units
    ADD COLUMN address  text NOT NULL DEFAULT '',
    ADD COLUMN website  text NOT NULL DEFAULT '',
    ADD COLUMN email    text NOT NULL DEFAULT '',
    -- in the public directory (Điều 17.3)
    ADD COLUMN listed   boolean NOT NULL DEFAULT true,
    ADD COLUMN aliases  text[] NOT NULL DEFAULT '{}',
    ADD COLUMN since    date,
    ADD COLUMN until    date,
    ADD COLUMN version  integer NOT NULL DEFAULT 1 CHECK (version > 0),
    ADD CONSTRAINT units_days CHECK (since < until);
UPDATE units SET until = current_date, since = NULL WHERE NOT active;
ALTER TABLE units DROP COLUMN active, DROP CONSTRAINT units_kind_check,
    ADD CONSTRAINT units_kind_check CHECK (kind IN ('office', 'department', 'district', 'commune', 'service', 'agency', 'provider'));
CREATE INDEX units_parent_idx ON units (parent);

-- Who took over from a unit that is no more; of several each a part.
CREATE TABLE unit_heirs (
    unit  text NOT NULL REFERENCES units (code),
    heir  text NOT NULL REFERENCES units (code),
    part  boolean NOT NULL,
    PRIMARY KEY (unit, heir),
    CHECK (unit <> heir)
);
CREATE INDEX unit_heirs_heir_idx ON unit_heirs (heir);

ALTER TABLE officers DROP CONSTRAINT officers_pkey, DROP CONSTRAINT officers_unit_rank_key;
ALTER TABLE officers
    ADD COLUMN id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- focal: cán bộ đầu mối (Điều 17.2); head: thủ trưởng (9.4)
    ADD COLUMN post      text NOT NULL DEFAULT 'focal' CHECK (post IN ('focal', 'head')),
    ADD COLUMN title     text NOT NULL DEFAULT '',
    -- gets the SMS, if phone does not
    ADD COLUMN mobile    text NOT NULL DEFAULT '' CHECK (mobile = '' OR gets_sms(mobile)),
    ADD COLUMN email     text NOT NULL DEFAULT '',
    ADD COLUMN username  text REFERENCES users (username),
    ADD COLUMN since     date,
    ADD COLUMN until     date,
    ADD COLUMN version   integer NOT NULL DEFAULT 1 CHECK (version > 0),
    ADD CONSTRAINT officers_days CHECK (since < until);
UPDATE officers SET until = current_date WHERE NOT active;
ALTER TABLE officers DROP COLUMN active, DROP CONSTRAINT officers_phone_check,
    ADD CONSTRAINT officers_phone_check CHECK (phone ~ '^[0-9]{3,15}$' OR phone = '' AND post = 'head');
-- A post is one person's at a time: whoever comes begins on the day on which the other ends.
CREATE UNIQUE INDEX officers_post_idx ON officers (unit, post, rank) WHERE until IS NULL;
CREATE INDEX officers_unit_idx ON officers (unit);

-- Field × area → unit: whose a matter is.
CREATE TABLE duties (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    field     text REFERENCES fields (code),
    "group"   integer CHECK ("group" BETWEEN 1 AND 5),
    area      text REFERENCES units (code),
    -- null: the commune that answers for the place
    unit      text REFERENCES units (code),
    priority  integer NOT NULL CHECK (priority BETWEEN 1 AND 1000),
    basis     text NOT NULL DEFAULT '',
    since     date,
    until     date,
    version   integer NOT NULL DEFAULT 1 CHECK (version > 0),
    CHECK (field IS NOT NULL OR "group" IS NOT NULL OR area IS NOT NULL),
    CHECK (since < until)
);

-- Change notes (phiếu thay đổi, Điều 17.9): written for a unit, applied or refused by the Office.
CREATE TABLE staff_changes (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit         text NOT NULL REFERENCES units (code),
    post         text NOT NULL CHECK (post IN ('focal', 'head')),
    rank         integer NOT NULL CHECK (rank > 0),
    leaver       bigint REFERENCES officers (id),
    -- who comes: internal/directory's Officer
    successor    jsonb,
    from_day     date NOT NULL,
    document     text NOT NULL DEFAULT '',
    state        text NOT NULL CHECK (state IN ('reported', 'applied', 'refused')),
    reported_by  text NOT NULL CHECK (reported_by <> ''),
    reported_at  timestamptz NOT NULL,
    settled_by   text CHECK (settled_by <> ''),
    settled_at   timestamptz,
    reason       text NOT NULL DEFAULT '',
    -- open tickets that went from the one to the other; null: not yet, or there was nobody to give them to
    handed_over  integer CHECK (handed_over >= 0),
    CHECK (leaver IS NOT NULL OR successor IS NOT NULL),
    CHECK (handed_over IS NULL OR state = 'applied'),
    CHECK ((state = 'reported') = (settled_at IS NULL)),
    CHECK ((settled_at IS NULL) = (settled_by IS NULL)),
    CHECK (state <> 'refused' OR reason <> '')
);
CREATE INDEX staff_changes_open_idx ON staff_changes (id) WHERE state = 'reported';
CREATE INDEX staff_changes_due_idx ON staff_changes (from_day) WHERE state = 'applied' AND handed_over IS NULL;

-- Counts the changes of what suggestions rest on: whoever keeps them in memory asks for it alone.
CREATE TABLE directory_version (one boolean PRIMARY KEY DEFAULT true CHECK (one), version bigint NOT NULL);
INSERT INTO directory_version (version) VALUES (1);
-- +goose StatementBegin
CREATE FUNCTION directory_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE directory_version SET version = version + 1;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER units_changed AFTER INSERT OR UPDATE OR DELETE ON units FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER unit_heirs_changed AFTER INSERT OR UPDATE OR DELETE ON unit_heirs FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER duties_changed AFTER INSERT OR UPDATE OR DELETE ON duties FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER fields_changed AFTER INSERT OR UPDATE OR DELETE ON fields FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();

-- +goose Down
DROP TRIGGER fields_changed ON fields;
DROP TRIGGER units_changed ON units;
DROP TABLE staff_changes, duties, unit_heirs, directory_version;
DROP FUNCTION directory_changed;
-- What the older form cannot hold goes: heads, who is over, and who shares a telephone.
DELETE FROM officers o WHERE post = 'head' OR until IS NOT NULL
    OR EXISTS (SELECT 1 FROM officers b WHERE b.phone = o.phone AND b.id < o.id AND b.post = 'focal' AND b.until IS NULL);
DROP INDEX officers_post_idx, officers_unit_idx;
ALTER TABLE officers DROP CONSTRAINT officers_pkey, DROP CONSTRAINT officers_phone_check, DROP CONSTRAINT officers_days,
    DROP COLUMN id, DROP COLUMN post, DROP COLUMN title, DROP COLUMN mobile, DROP COLUMN email, DROP COLUMN username,
    DROP COLUMN since, DROP COLUMN until, DROP COLUMN version,
    ADD COLUMN active boolean NOT NULL DEFAULT true,
    ADD PRIMARY KEY (phone), ADD UNIQUE (unit, rank), ADD CONSTRAINT officers_phone_check CHECK (phone ~ '^[0-9]{3,15}$');
DROP INDEX units_parent_idx;
ALTER TABLE units ADD COLUMN active boolean NOT NULL DEFAULT true;
UPDATE units SET active = until IS NULL,
    kind = CASE kind WHEN 'district' THEN 'commune' WHEN 'service' THEN 'department' ELSE kind END;
ALTER TABLE units DROP CONSTRAINT units_kind_check, DROP CONSTRAINT units_days,
    DROP COLUMN address, DROP COLUMN website, DROP COLUMN email, DROP COLUMN listed, DROP COLUMN aliases,
    DROP COLUMN since, DROP COLUMN until, DROP COLUMN version,
    ADD CONSTRAINT units_kind_check CHECK (kind IN ('office', 'department', 'commune', 'agency', 'provider'));
DROP FUNCTION holds;
DROP FUNCTION city_day;
