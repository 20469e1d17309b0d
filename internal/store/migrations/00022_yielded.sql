-- +goose Up
-- A call-back makes way, while it rings, for a caller who goes before it. A number that
-- does not exist is told from one where nobody answers.
ALTER TABLE calls DROP CONSTRAINT calls_end_reason_check;
ALTER TABLE calls ADD CONSTRAINT calls_end_reason_check CHECK (end_reason IN ('hangup', 'completed', 'abandoned_ring', 'abandoned_menu',
    'abandoned_wait', 'abandoned_hold', 'media_timeout', 'network', 'fallback', 'lines_full', 'asterisk_lost', 'unobserved', 'internal',
    'busy', 'no_answer', 'rejected', 'no_number', 'voicemail', 'fax', 'yielded'));
UPDATE callbacks SET result = 'no_number' WHERE result = 'unreachable';

-- +goose Down
UPDATE callbacks SET result = 'unreachable' WHERE result = 'no_number';
UPDATE callbacks SET result = 'operator_gone' WHERE result = 'yielded';
ALTER TABLE calls DROP CONSTRAINT calls_end_reason_check;
UPDATE calls SET end_reason = 'internal' WHERE end_reason = 'yielded';
ALTER TABLE calls ADD CONSTRAINT calls_end_reason_check CHECK (end_reason IN ('hangup', 'completed', 'abandoned_ring', 'abandoned_menu',
    'abandoned_wait', 'abandoned_hold', 'media_timeout', 'network', 'fallback', 'lines_full', 'asterisk_lost', 'unobserved', 'internal',
    'busy', 'no_answer', 'rejected', 'no_number', 'voicemail', 'fax'));
