-- +goose Up
-- Failed attempts to sign in, by whom they are tried and from where: an address, a device that somebody has
-- signed in on before, or '' for all others together. Names are as they were typed: nobody learns from them
-- whether there is such an account.
CREATE TABLE sign_in_failures (
    username      text NOT NULL,
    source        text NOT NULL,
    failed        integer NOT NULL CHECK (failed >= 0),
    locked_until  timestamptz,
    at            timestamptz NOT NULL,
    PRIMARY KEY (username, source)
);
CREATE INDEX sign_in_failures_at_idx ON sign_in_failures (at);
ALTER TABLE users DROP COLUMN failed_logins, DROP COLUMN locked_until;
-- Browsers on which somebody has signed in: nobody else's failures keep them out there.
CREATE TABLE known_devices (
    sha256    bytea NOT NULL CHECK (length(sha256) = 32),
    username  text NOT NULL REFERENCES users (username),
    seen_at   timestamptz NOT NULL,
    PRIMARY KEY (sha256, username)
);
CREATE INDEX known_devices_seen_idx ON known_devices (seen_at);

-- +goose Down
DROP TABLE known_devices;
ALTER TABLE users ADD COLUMN failed_logins integer NOT NULL DEFAULT 0 CHECK (failed_logins >= 0), ADD COLUMN locked_until timestamptz;
DROP TABLE sign_in_failures;
