-- +goose Up
-- Which numbers get an SMS is said here alone (and in package directory, which a test
-- holds against this).
CREATE FUNCTION gets_sms(number text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN number ~ '^0[35789][0-9]{8}$';
ALTER TABLE messages DROP CONSTRAINT messages_check8;
ALTER TABLE messages ADD CONSTRAINT messages_sms_reaches CHECK (channel <> 'sms' OR gets_sms(recipient));

-- +goose Down
ALTER TABLE messages DROP CONSTRAINT messages_sms_reaches;
ALTER TABLE messages ADD CONSTRAINT messages_check8 CHECK (channel <> 'sms' OR recipient ~ '^0[35789][0-9]{8}$');
DROP FUNCTION gets_sms;
