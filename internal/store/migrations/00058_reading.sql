-- +goose Up
-- How much one person may look at, and take out (Điều 12.2): a rule a row. More in an hour is told to the Office;
-- more in a day is refused.
CREATE TABLE reading_rules (
    name       text PRIMARY KEY,
    -- people: whose identity was shown, looked at alone; names: the same in lists; sound: recordings heard; files: of tickets; copies: recordings taken away;
    -- cases: taken out whole
    kind       text NOT NULL CHECK (kind IN ('people', 'names', 'sound', 'files', 'copies', 'cases')),
    per        text NOT NULL CHECK (per IN ('hour', 'day')),
    night      boolean NOT NULL DEFAULT false,  -- holds from 22:00 to 06:00 alone
    most       integer NOT NULL CHECK (most BETWEEN 1 AND 100000),
    changed_by text NOT NULL DEFAULT 'system' CHECK (changed_by <> ''),
    changed_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (kind, per, night),
    CHECK (per = 'hour' OR NOT night)
);
INSERT INTO reading_rules (name, kind, per, night, most) VALUES
    ('people_hour', 'people', 'hour', false, 200), ('people_night', 'people', 'hour', true, 50),
    ('names_hour', 'names', 'hour', false, 2000), ('names_night', 'names', 'hour', true, 1000),
    ('sound_hour', 'sound', 'hour', false, 30), ('sound_night', 'sound', 'hour', true, 10),
    ('files_hour', 'files', 'hour', false, 60), ('files_night', 'files', 'hour', true, 20),
    ('copies_hour', 'copies', 'hour', false, 10), ('copies_day', 'copies', 'day', false, 30),
    ('cases_hour', 'cases', 'hour', false, 10), ('cases_day', 'cases', 'day', false, 20);

-- How much somebody has looked at within an hour.
CREATE TABLE reading_counts (
    actor text NOT NULL CHECK (actor <> ''),
    hour  timestamptz NOT NULL,
    kind  text NOT NULL CHECK (kind IN ('people', 'names', 'sound', 'files', 'copies', 'cases')),
    seen  integer NOT NULL CHECK (seen > 0),
    PRIMARY KEY (actor, kind, hour)
) WITH (fillfactor = 50);

-- +goose Down
DROP TABLE reading_counts;
DROP TABLE reading_rules;
