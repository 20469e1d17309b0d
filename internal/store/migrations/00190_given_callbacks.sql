-- +goose Up
-- Whom whoever leads the shift gave a call-back to: asked alone while they are at work. Empty: anybody.
ALTER TABLE callbacks ADD COLUMN given_to text NOT NULL DEFAULT '';
ALTER TABLE callback_events DROP CONSTRAINT callback_events_kind_check;
ALTER TABLE callback_events ADD CONSTRAINT callback_events_kind_check CHECK (kind IN ('callback.made', 'callback.joined', 'callback.dialled',
    'callback.tried', 'callback.through', 'callback.cancelled', 'callback.done', 'callback.given'));

-- +goose Down
-- History is not taken out: what was given stays known.
ALTER TABLE callback_events DROP CONSTRAINT callback_events_kind_check;
ALTER TABLE callback_events ADD CONSTRAINT callback_events_kind_check CHECK (kind IN ('callback.made', 'callback.joined', 'callback.dialled',
    'callback.tried', 'callback.through', 'callback.cancelled', 'callback.done')) NOT VALID;
ALTER TABLE callbacks DROP COLUMN given_to;
