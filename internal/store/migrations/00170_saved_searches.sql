-- +goose Up
-- What somebody looks for among the calls again and again: the filters as they stand in the list's address, under a name of theirs.
CREATE TABLE saved_searches (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner      text NOT NULL REFERENCES users (username),
    name       text NOT NULL CHECK (name <> '' AND length(name) <= 80),
    filters    text NOT NULL CHECK (filters <> '' AND length(filters) <= 2000),
    changed_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX saved_searches_name_idx ON saved_searches (owner, lower(name));

-- +goose Down
DROP TABLE saved_searches;
