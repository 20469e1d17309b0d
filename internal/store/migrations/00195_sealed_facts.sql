-- +goose Up
-- A recording's facts that name somebody are in manifests as digests with this (internal/evidence): null until a manifest lists it.
ALTER TABLE recordings ADD COLUMN salt bytea CHECK (length(salt) = 16);

-- The calls that manifests list, and what their digests are made with; manifest is the day whose manifest does: null while only an hour's does.
CREATE TABLE call_seals (
    call_id   text PRIMARY KEY REFERENCES calls (id),
    salt      bytea NOT NULL CHECK (length(salt) = 16),
    manifest  text REFERENCES manifests (day)
);

-- A key may also be an hour of the day that goes on, 2026-11-28T15: what came until then.
ALTER TABLE manifests DROP CONSTRAINT manifests_day_check;
ALTER TABLE manifests ADD CONSTRAINT manifests_day_check CHECK (day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2})?$'),
    -- It lists calls, too: those before it did not.
    ADD COLUMN calls boolean NOT NULL DEFAULT false;

-- +goose Down
ALTER TABLE manifests DISABLE TRIGGER manifests_append_only;
ALTER TABLE manifest_objects DISABLE TRIGGER manifest_objects_append_only;
DELETE FROM manifest_objects WHERE length(day) > 10;
DELETE FROM manifests WHERE length(day) > 10;
ALTER TABLE manifests ENABLE TRIGGER manifests_append_only;
ALTER TABLE manifest_objects ENABLE TRIGGER manifest_objects_append_only;
ALTER TABLE manifests DROP COLUMN calls, DROP CONSTRAINT manifests_day_check;
ALTER TABLE manifests ADD CONSTRAINT manifests_day_check CHECK (day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$');
DROP TABLE call_seals;
ALTER TABLE recordings DROP COLUMN salt;
