-- +goose Up
-- A draft that was dropped, or whose act was done, leaves its place behind without its words: another machine learns that
-- its own copy is done with. What was merely forgotten with time leaves nothing, and the copy stays.
ALTER TABLE drafts ADD dropped boolean NOT NULL DEFAULT false;
ALTER TABLE drafts ADD CONSTRAINT drafts_dropped_has_no_words CHECK (NOT dropped OR sealed = '');

-- +goose Down
DELETE FROM drafts WHERE dropped;
ALTER TABLE drafts DROP COLUMN dropped;
