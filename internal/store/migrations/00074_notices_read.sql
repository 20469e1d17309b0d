-- +goose Up
-- What somebody has read of what staff are told: all up to a notice, and some beyond it one by one. A role's notices are
-- many people's, so that it stands with the reader.
CREATE TABLE notices_read_until (
    reader  text PRIMARY KEY CHECK (reader <> ''),
    until   bigint NOT NULL
);
CREATE TABLE notices_read (
    reader  text NOT NULL CHECK (reader <> ''),
    notice  bigint NOT NULL REFERENCES ticket_notices (id) ON DELETE CASCADE,
    PRIMARY KEY (reader, notice)
);

-- +goose Down
DROP TABLE notices_read;
DROP TABLE notices_read_until;
