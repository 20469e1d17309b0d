-- +goose Up
-- What the city's single sign-on calls the account: whom it names may sign in as this account alone.
ALTER TABLE users ADD COLUMN identity text UNIQUE CHECK (identity <> '' AND length(identity) <= 255);

-- Sessions are rows that can be listed and ended one by one; those of before end.
DROP TABLE sessions;
CREATE TABLE sessions (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    sha256      bytea NOT NULL UNIQUE CHECK (length(sha256) = 32),
    username    text NOT NULL REFERENCES users (username),
    -- done: signed in; code, enrol: the second step is still to be done, and nothing else may be
    step        text NOT NULL CHECK (step IN ('done', 'code', 'enrol')),
    way         text NOT NULL CHECK (way IN ('password', 'single_sign_on')),
    device      text NOT NULL CHECK (length(device) <= 300),
    address     text NOT NULL CHECK (length(address) <= 100),
    started_at  timestamptz NOT NULL,
    seen_at     timestamptz NOT NULL CHECK (seen_at >= started_at),
    expires_at  timestamptz NOT NULL CHECK (expires_at > started_at)
);
CREATE INDEX sessions_username_idx ON sessions (username);
CREATE INDEX sessions_expires_idx ON sessions (expires_at);

-- A person's second factor: secrets are sealed under a key that is not here. A code of a step
-- is used once, and none of an earlier one after it.
CREATE TABLE second_factors (
    username      text PRIMARY KEY REFERENCES users (username),
    secret        bytea,
    confirmed_at  timestamptz,
    last_step     bigint NOT NULL DEFAULT 0,
    pending       bytea, -- shown to its owner, who has not confirmed it yet
    CHECK ((secret IS NULL) = (confirmed_at IS NULL)),
    CHECK (secret IS NOT NULL OR pending IS NOT NULL)
);
CREATE TABLE recovery_codes (
    username  text NOT NULL REFERENCES second_factors (username) ON DELETE CASCADE,
    sha256    bytea NOT NULL CHECK (length(sha256) = 32),
    used_at   timestamptz,
    PRIMARY KEY (username, sha256)
);

-- Lets somebody choose an account's password, once; the newest one alone.
CREATE TABLE activations (
    username    text PRIMARY KEY REFERENCES users (username),
    sha256      bytea NOT NULL UNIQUE CHECK (length(sha256) = 32),
    created_by  text NOT NULL CHECK (created_by <> ''),
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL CHECK (expires_at > created_at)
);

-- Who was sent to the city's single sign-on and is expected back, once.
CREATE TABLE sign_on_attempts (
    state       bytea PRIMARY KEY CHECK (length(state) = 32), -- SHA-256
    browser     bytea NOT NULL CHECK (length(browser) = 32),  -- SHA-256 of the cookie of who was sent
    nonce       text NOT NULL CHECK (nonce <> ''),
    verifier    text NOT NULL CHECK (verifier <> ''),
    expires_at  timestamptz NOT NULL
);

-- +goose Down
DROP TABLE sign_on_attempts;
DROP TABLE activations;
DROP TABLE recovery_codes;
DROP TABLE second_factors;
DROP TABLE sessions;
CREATE TABLE sessions (
    token   text PRIMARY KEY,
    data    bytea NOT NULL,
    expiry  timestamptz NOT NULL
);
CREATE INDEX sessions_expiry_idx ON sessions (expiry);
ALTER TABLE users DROP COLUMN identity;
