-- +goose Up
-- Whose officer has the call or message of a ticket (Điều 9.2) is kept apart from who is thought to lead it: who is told of it may read it.
UPDATE tickets SET life = life || jsonb_build_object('through', unit), units = ARRAY(SELECT DISTINCT u FROM unnest(units || unit) u ORDER BY u)
WHERE state = 'live_transfer' AND unit IS NOT NULL;
-- How far ahead an officer may promise a finish (Điều 9.3): a bound, and no clock.
ALTER TABLE policy_rules DROP CONSTRAINT policy_rules_clock_check, ADD CONSTRAINT policy_rules_clock_check
    CHECK (clock IN ('ask_back', 'live', 'officer', 'head', 'urgent', 'review', 'tell', 'quiet', 'longest_promise'));
INSERT INTO policy_rules (policy, clock, term_minutes, term_days, warn_minutes, clause)
SELECT version, 'longest_promise', 0, 10, 0, 'Điều 9.3 đoạn 2' FROM policies;

-- +goose Down
ALTER TABLE policy_rules DISABLE TRIGGER policy_rules_append_only;
DELETE FROM policy_rules WHERE clock = 'longest_promise';
ALTER TABLE policy_rules ENABLE TRIGGER policy_rules_append_only;
ALTER TABLE policy_rules DROP CONSTRAINT policy_rules_clock_check, ADD CONSTRAINT policy_rules_clock_check
    CHECK (clock IN ('ask_back', 'live', 'officer', 'head', 'urgent', 'review', 'tell', 'quiet'));
