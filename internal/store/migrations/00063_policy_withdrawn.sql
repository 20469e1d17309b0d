-- +goose Up
-- Rules that do not hold yet can be taken back, and others kept for their day (their rows stay: what names a
-- version names it for good). Whoever keeps or takes back waits for the other, so a day has one policy.
CREATE TABLE policies_withdrawn (
    policy  text PRIMARY KEY REFERENCES policies (version),
    author  text NOT NULL CHECK (author <> ''),
    at      timestamptz NOT NULL
);
CREATE TRIGGER policies_withdrawn_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON policies_withdrawn FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE policies DROP CONSTRAINT policies_holds_from_key;

-- +goose Down
-- A day has one policy again: those that were taken back, under which nothing was received, go.
ALTER TABLE policies DISABLE TRIGGER USER;
ALTER TABLE policy_rules DISABLE TRIGGER USER;
ALTER TABLE policy_readings DISABLE TRIGGER USER;
DELETE FROM policy_rules WHERE policy IN (SELECT policy FROM policies_withdrawn);
DELETE FROM policy_readings WHERE policy IN (SELECT policy FROM policies_withdrawn);
ALTER TABLE policies_withdrawn DROP CONSTRAINT policies_withdrawn_policy_fkey;
DELETE FROM policies WHERE version IN (SELECT policy FROM policies_withdrawn);
DROP TABLE policies_withdrawn;
ALTER TABLE policies ENABLE TRIGGER USER;
ALTER TABLE policy_rules ENABLE TRIGGER USER;
ALTER TABLE policy_readings ENABLE TRIGGER USER;
ALTER TABLE policies ADD CONSTRAINT policies_holds_from_key UNIQUE (holds_from);
