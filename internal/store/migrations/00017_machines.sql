-- +goose Up
-- What a call-back met: an engaged telephone, nobody, a fax, a voicemail. A fax's number
-- stays on the list until a person has found another.
ALTER TABLE calls DROP CONSTRAINT calls_end_reason_check;
ALTER TABLE calls ADD CONSTRAINT calls_end_reason_check CHECK (end_reason IN ('hangup', 'completed', 'abandoned_ring', 'abandoned_menu',
    'abandoned_wait', 'abandoned_hold', 'media_timeout', 'network', 'fallback', 'lines_full', 'asterisk_lost', 'unobserved', 'internal',
    'busy', 'no_answer', 'rejected', 'no_number', 'voicemail', 'fax'));

ALTER TABLE callbacks DROP CONSTRAINT callbacks_state_check;
ALTER TABLE callbacks ADD CONSTRAINT callbacks_state_check
    CHECK (state IN ('waiting', 'dialling', 'needs_number', 'done', 'given_up', 'cancelled'));
DROP INDEX callbacks_one_open_idx;
DROP INDEX callbacks_open_idx;
CREATE UNIQUE INDEX callbacks_one_open_idx ON callbacks (number) WHERE state IN ('waiting', 'dialling', 'needs_number');
CREATE INDEX callbacks_open_idx ON callbacks (queued_at, id) WHERE state IN ('waiting', 'dialling', 'needs_number');

-- +goose Down
DROP INDEX callbacks_one_open_idx;
DROP INDEX callbacks_open_idx;
UPDATE callbacks SET state = 'given_up', ended_at = now() WHERE state = 'needs_number';
ALTER TABLE callbacks DROP CONSTRAINT callbacks_state_check;
ALTER TABLE callbacks ADD CONSTRAINT callbacks_state_check CHECK (state IN ('waiting', 'dialling', 'done', 'given_up', 'cancelled'));
CREATE UNIQUE INDEX callbacks_one_open_idx ON callbacks (number) WHERE state IN ('waiting', 'dialling');
CREATE INDEX callbacks_open_idx ON callbacks (queued_at, id) WHERE state IN ('waiting', 'dialling');

ALTER TABLE calls DROP CONSTRAINT calls_end_reason_check;
UPDATE calls SET end_reason = 'abandoned_ring' WHERE end_reason IN ('busy', 'no_answer', 'rejected', 'no_number');
UPDATE calls SET end_reason = 'hangup' WHERE end_reason IN ('voicemail', 'fax');
ALTER TABLE calls ADD CONSTRAINT calls_end_reason_check CHECK (end_reason IN ('hangup', 'completed', 'abandoned_ring', 'abandoned_menu',
    'abandoned_wait', 'abandoned_hold', 'media_timeout', 'network', 'fallback', 'lines_full', 'asterisk_lost', 'unobserved', 'internal'));
