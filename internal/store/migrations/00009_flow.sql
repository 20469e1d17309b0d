-- +goose Up
-- A caller is led by a flow: what was the greeting is the whole menu, and a call may
-- be put through to a telephone outside.
ALTER TABLE calls DROP CONSTRAINT calls_state_check;
UPDATE calls SET state = 'menu' WHERE state = 'greeting';
ALTER TABLE calls ADD CONSTRAINT calls_state_check CHECK (state IN ('arriving', 'menu', 'queued', 'offered', 'connecting',
    'talking', 'held', 'recovering', 'forwarding', 'forwarded', 'ended'));
ALTER TABLE calls DROP CONSTRAINT calls_end_class_check;
ALTER TABLE calls ADD CONSTRAINT calls_end_class_check CHECK (end_class IN ('citizen', 'operator', 'officer', 'carrier', 'system'));
ALTER TABLE calls DROP CONSTRAINT calls_end_reason_check;
ALTER TABLE calls ADD CONSTRAINT calls_end_reason_check CHECK (end_reason IN ('hangup', 'completed', 'abandoned_ring', 'abandoned_menu',
    'abandoned_wait', 'abandoned_hold', 'media_timeout', 'network', 'fallback', 'asterisk_lost', 'unobserved', 'internal'));

-- +goose Down
ALTER TABLE calls DROP CONSTRAINT calls_end_reason_check;
UPDATE calls SET end_reason = 'hangup' WHERE end_reason = 'completed';
ALTER TABLE calls ADD CONSTRAINT calls_end_reason_check CHECK (end_reason IN ('hangup', 'abandoned_ring', 'abandoned_menu',
    'abandoned_wait', 'abandoned_hold', 'media_timeout', 'network', 'fallback', 'asterisk_lost', 'unobserved', 'internal'));
ALTER TABLE calls DROP CONSTRAINT calls_end_class_check;
UPDATE calls SET end_class = 'carrier' WHERE end_class = 'officer';
ALTER TABLE calls ADD CONSTRAINT calls_end_class_check CHECK (end_class IN ('citizen', 'operator', 'carrier', 'system'));
ALTER TABLE calls DROP CONSTRAINT calls_state_check;
UPDATE calls SET state = 'greeting' WHERE state IN ('menu', 'forwarding', 'forwarded');
ALTER TABLE calls ADD CONSTRAINT calls_state_check CHECK (state IN ('arriving', 'greeting', 'queued', 'offered', 'connecting',
    'talking', 'held', 'recovering', 'ended'));
