-- +goose Up
CREATE TABLE units (
    code       text PRIMARY KEY CHECK (code ~ '^[A-Z0-9-]{2,24}$'),
    name       text NOT NULL CHECK (name <> ''),
    -- Điều 2: departments, wards and communes, vertical agencies, providers of public services, and the Office itself
    kind       text NOT NULL CHECK (kind IN ('office', 'department', 'commune', 'agency', 'provider')),
    parent     text REFERENCES units (code),
    phone      text NOT NULL DEFAULT '' CHECK (phone = '' OR phone ~ '^[0-9]{3,15}$'),
    active     boolean NOT NULL DEFAULT true,
    CHECK (parent IS DISTINCT FROM code)
);

-- Officers answer for a unit by telephone (Điều 17.2); accounts are in users.
CREATE TABLE officers (
    phone      text PRIMARY KEY CHECK (phone ~ '^[0-9]{3,15}$'),
    unit       text NOT NULL REFERENCES units (code),
    name       text NOT NULL CHECK (name <> ''),
    -- the order in which they are called within the unit
    rank       integer NOT NULL CHECK (rank > 0),
    active     boolean NOT NULL DEFAULT true,
    UNIQUE (unit, rank)
);

CREATE TABLE fields (
    code         text PRIMARY KEY CHECK (code ~ '^[a-z0-9-]{2,40}$'),
    "group"      integer NOT NULL CHECK ("group" BETWEEN 1 AND 5),
    name         text NOT NULL CHECK (name <> ''),
    rank         integer NOT NULL CHECK (rank > 0),
    active       boolean NOT NULL DEFAULT true,
    UNIQUE ("group", rank),
    -- lets a ticket refer to a field together with its group
    UNIQUE (code, "group")
);

-- +goose Down
DROP TABLE fields;
DROP TABLE officers;
DROP TABLE units;
