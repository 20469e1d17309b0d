-- +goose Up
-- A caller beyond the trunk's limit was spoken to by the dialplan.
ALTER TABLE calls DROP CONSTRAINT calls_end_reason_check;
ALTER TABLE calls ADD CONSTRAINT calls_end_reason_check CHECK (end_reason IN ('hangup', 'completed', 'abandoned_ring', 'abandoned_menu',
    'abandoned_wait', 'abandoned_hold', 'media_timeout', 'network', 'fallback', 'lines_full', 'asterisk_lost', 'unobserved', 'internal'));

-- +goose Down
ALTER TABLE calls DROP CONSTRAINT calls_end_reason_check;
UPDATE calls SET end_reason = 'fallback' WHERE end_reason = 'lines_full';
ALTER TABLE calls ADD CONSTRAINT calls_end_reason_check CHECK (end_reason IN ('hangup', 'completed', 'abandoned_ring', 'abandoned_menu',
    'abandoned_wait', 'abandoned_hold', 'media_timeout', 'network', 'fallback', 'asterisk_lost', 'unobserved', 'internal'));
