-- +goose Up
-- That somebody took an article's words: into what they wrote in a call, or for a ticket; and that a ticket's result
-- rests on it, which is counted once a ticket.
CREATE TABLE article_uses (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    article    bigint NOT NULL,
    version    integer NOT NULL,
    way        text NOT NULL CHECK (way IN ('inserted', 'answered')),
    by         text NOT NULL CHECK (by <> ''),
    at         timestamptz NOT NULL,
    call_id    text,
    ticket_id  bigint REFERENCES tickets (id),
    FOREIGN KEY (article, version) REFERENCES article_versions (article, number),
    CHECK (way = 'inserted' OR ticket_id IS NOT NULL)
);
CREATE INDEX article_uses_article_idx ON article_uses (article, at DESC, id DESC);
CREATE INDEX article_uses_ticket_idx ON article_uses (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE TRIGGER article_uses_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON article_uses FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What was searched for and not found, until somebody has seen to it.
CREATE TABLE article_gaps (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- without accents
    plain       text NOT NULL CHECK (plain <> ''),
    typed       text NOT NULL CHECK (typed <> ''),
    times       integer NOT NULL CHECK (times > 0),
    last_by     text NOT NULL CHECK (last_by <> ''),
    first_at    timestamptz NOT NULL,
    last_at     timestamptz NOT NULL,
    settled_by  text,
    settled_at  timestamptz,
    CHECK ((settled_by IS NULL) = (settled_at IS NULL))
);
CREATE UNIQUE INDEX article_gaps_open_idx ON article_gaps (plain) WHERE settled_at IS NULL;

-- +goose Down
DROP TABLE article_gaps;
DROP TABLE article_uses;
