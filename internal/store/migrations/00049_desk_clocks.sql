-- +goose Up
-- The hotline has a term also while an officer is on the line (9.3), and to tell the sender a result (9.1, 9.3, 9.4, 11.1).
ALTER TABLE policy_rules DROP CONSTRAINT policy_rules_clock_check, ADD CONSTRAINT policy_rules_clock_check
    CHECK (clock IN ('ask_back', 'live', 'officer', 'head', 'urgent', 'review', 'tell', 'quiet'));
ALTER TABLE ticket_clocks DROP CONSTRAINT ticket_clocks_kind_check, ADD CONSTRAINT ticket_clocks_kind_check
    CHECK (kind IN ('ask_back', 'live', 'officer', 'head', 'urgent', 'review', 'tell', 'quiet'));
INSERT INTO policy_rules (policy, clock, term_minutes, term_days, warn_minutes, clause)
SELECT version, 'live', 60, 0, 15, 'Điều 9.3' FROM policies UNION ALL
SELECT version, 'tell', 480, 0, 60, 'Điều 9.1, 9.3, 9.4, 11.1' FROM policies;

-- +goose Down
DELETE FROM ticket_clocks WHERE kind IN ('live', 'tell');
ALTER TABLE policy_rules DISABLE TRIGGER policy_rules_append_only;
DELETE FROM policy_rules WHERE clock IN ('live', 'tell');
ALTER TABLE policy_rules ENABLE TRIGGER policy_rules_append_only;
ALTER TABLE ticket_clocks DROP CONSTRAINT ticket_clocks_kind_check, ADD CONSTRAINT ticket_clocks_kind_check
    CHECK (kind IN ('ask_back', 'officer', 'head', 'urgent', 'review', 'quiet'));
ALTER TABLE policy_rules DROP CONSTRAINT policy_rules_clock_check, ADD CONSTRAINT policy_rules_clock_check
    CHECK (clock IN ('ask_back', 'officer', 'head', 'urgent', 'review', 'quiet'));
