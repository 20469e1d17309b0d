-- +goose Up
-- The knowledge base (Điều 9.1): what operators answer from. A version's text never changes; what becomes of it is
-- said once. article_changes counts the changes of what is answered from, abbreviations too: whoever makes one holds
-- its row until the end, so that they wait for one another and are seen in their order.
CREATE TABLE article_changes (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    version  bigint NOT NULL
);
INSERT INTO article_changes (version) VALUES (0);
CREATE TABLE articles (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- the version that is answered from; null: none
    holds         integer,
    newest        integer NOT NULL CHECK (newest > 0),
    withdrawn_at  timestamptz,
    withdrawn_by  text NOT NULL DEFAULT '',
    withdrawn_for text NOT NULL DEFAULT '',
    created_by    text NOT NULL CHECK (created_by <> ''),
    created_at    timestamptz NOT NULL,
    CHECK (withdrawn_at IS NULL OR (withdrawn_by <> '' AND withdrawn_for <> '' AND holds IS NULL))
);

CREATE TABLE article_versions (
    article       bigint NOT NULL REFERENCES articles (id),
    number        integer NOT NULL CHECK (number > 0),
    state         text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'approved', 'returned')),
    title         text NOT NULL CHECK (title <> ''),
    answer        text NOT NULL CHECK (answer <> ''),
    -- other words in which people ask for it
    asked         text[] NOT NULL DEFAULT '{}',
    field         text REFERENCES fields (code),
    unit          text REFERENCES units (code),
    -- [{title, url}]: the law or the office that says so
    sources       jsonb NOT NULL DEFAULT '[]',
    since         date NOT NULL,
    -- it holds before this day; null: until another one does
    until         date,
    -- when somebody has to look whether it is still right
    review        date,
    -- title and asked without accents, for lists
    plain         text NOT NULL,
    author        text NOT NULL CHECK (author <> ''),
    saved_at      timestamptz NOT NULL,
    submitted_at  timestamptz,
    decided_by    text,
    decided_at    timestamptz,
    note          text NOT NULL DEFAULT '',
    PRIMARY KEY (article, number),
    CHECK (until IS NULL OR until > since),
    CHECK (review IS NULL OR review >= since),
    CHECK ((state = 'draft') = (submitted_at IS NULL)),
    CHECK ((state IN ('approved', 'returned')) = (decided_by IS NOT NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
    -- nobody approves what they wrote, and nothing without its source and the day of its next review
    CHECK (state <> 'approved' OR (decided_by <> author AND jsonb_array_length(sources) > 0 AND review IS NOT NULL)),
    CHECK (state <> 'returned' OR note <> '')
);
ALTER TABLE articles ADD FOREIGN KEY (id, holds) REFERENCES article_versions (article, number) DEFERRABLE INITIALLY DEFERRED,
    ADD FOREIGN KEY (id, newest) REFERENCES article_versions (article, number) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX article_versions_unit_idx ON article_versions (unit);

-- +goose StatementBegin
-- What a version says stays; it is submitted, and decided on, once.
CREATE FUNCTION keep_article_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(NEW) - '{state,submitted_at,decided_by,decided_at,note}'::text[]) IS DISTINCT FROM (to_jsonb(OLD) - '{state,submitted_at,decided_by,decided_at,note}'::text[])
        OR OLD.state IN ('approved', 'returned') THEN
        RAISE EXCEPTION 'a version of an article stays as it was written' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER article_versions_keep BEFORE UPDATE ON article_versions FOR EACH ROW EXECUTE FUNCTION keep_article_version();
CREATE TRIGGER article_versions_stay BEFORE DELETE OR TRUNCATE ON article_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What is short for what: GPLX for giấy phép lái xe. short is without accents.
CREATE TABLE abbreviations (
    short       text PRIMARY KEY CHECK (short ~ '^[a-z0-9]+( [a-z0-9]+)*$' AND length(short) <= 40),
    shown       text NOT NULL CHECK (shown <> ''),
    long        text[] NOT NULL CHECK (cardinality(long) BETWEEN 1 AND 4),
    changed_by  text NOT NULL CHECK (changed_by <> ''),
    changed_at  timestamptz NOT NULL
);

-- +goose Down
DROP TABLE abbreviations;
ALTER TABLE articles DROP CONSTRAINT articles_id_holds_fkey, DROP CONSTRAINT articles_id_newest_fkey;
DROP TABLE article_versions;
DROP FUNCTION keep_article_version;
DROP TABLE articles;
DROP TABLE article_changes;
