-- +goose Up
-- What everybody may read (Điều 11.1, 11.3, 12.1), by time, unit, field and area, and by its words: those of the text
-- that was written for everybody, and of nothing else of the ticket.
ALTER TABLE tickets ADD COLUMN public_area text REFERENCES units (code);
-- Hidden from the generated code, which would read it with every ticket.
-- +goose StatementBegin
DO $$ BEGIN
    EXECUTE 'ALTER TABLE tickets ADD COLUMN public_search tsvector GENERATED ALWAYS AS (CASE WHEN public_content IS NOT NULL
        THEN array_to_tsvector(bare_words(code || '' '' || public_content || '' '' || public_result)) END) STORED';
    EXECUTE 'CREATE INDEX tickets_public_search_idx ON tickets USING gin (public_search) WHERE public_content IS NOT NULL AND NOT confidential';
END $$;
-- +goose StatementEnd
CREATE INDEX tickets_public_idx ON tickets (told_at DESC, id DESC) WHERE public_content IS NOT NULL AND NOT confidential;
CREATE INDEX tickets_public_unit_idx ON tickets (unit, told_at DESC, id DESC) WHERE public_content IS NOT NULL AND NOT confidential;
CREATE INDEX tickets_public_field_idx ON tickets (field, told_at DESC, id DESC) WHERE public_content IS NOT NULL AND NOT confidential;
CREATE INDEX tickets_public_area_idx ON tickets (public_area, told_at DESC, id DESC) WHERE public_content IS NOT NULL AND NOT confidential;

-- +goose Down
DROP INDEX tickets_public_area_idx, tickets_public_field_idx, tickets_public_unit_idx, tickets_public_idx;
-- +goose StatementBegin
DO $$ BEGIN EXECUTE 'ALTER TABLE tickets DROP COLUMN public_search'; END $$;
-- +goose StatementEnd
ALTER TABLE tickets DROP COLUMN public_area;
