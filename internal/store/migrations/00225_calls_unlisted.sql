-- +goose Up
-- The calls that no day's manifest lists yet. Without it, every manifest looked at all calls ever and at all that lists them, which takes seconds
-- after some years. Whoever writes rows themselves can keep a call out of it, and out of manifests: verify, which asks the calls, names it.
CREATE TABLE calls_unlisted (call_id text PRIMARY KEY); -- no reference: a row without its call lists nothing, and a call's insert asks for no more than it must

-- +goose StatementBegin
CREATE FUNCTION calls_await_manifest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO calls_unlisted (call_id) SELECT id FROM added ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER calls_await_manifest AFTER INSERT ON calls REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION calls_await_manifest();
ALTER TABLE calls ENABLE ALWAYS TRIGGER calls_await_manifest; -- also what is replicated, or put in by a superuser's hand

-- Those that were over a day before the first manifest that lists calls are in none, ever.
INSERT INTO calls_unlisted (call_id)
SELECT c.id FROM calls c LEFT JOIN call_seals s ON s.call_id = c.id
WHERE s.manifest IS NULL AND c.started_at >= coalesce((SELECT min(left(day, 10)::date) - 2 FROM manifests WHERE calls), '-infinity');
ANALYZE calls_unlisted;

-- +goose Down
DROP TRIGGER calls_await_manifest ON calls;
DROP FUNCTION calls_await_manifest;
DROP TABLE calls_unlisted;
