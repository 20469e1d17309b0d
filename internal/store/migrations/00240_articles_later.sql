-- +goose Up
-- A version that is approved for a later day leaves the one before it to be answered from until then: holds is the one
-- that was approved last, and of those from earliest to it the newest that has begun is answered from. What was
-- withdrawn, or stood before that, does not come back. Of articles that were there the one that holds is the earliest:
-- what was answered from stays as it was.
ALTER TABLE articles ADD COLUMN earliest integer;
UPDATE articles SET earliest = holds;
ALTER TABLE articles ADD CHECK ((earliest IS NULL) = (holds IS NULL) AND earliest <= holds);

-- +goose Down
ALTER TABLE articles DROP COLUMN earliest;
