-- +goose Up
-- Where it is, as somebody set it on the map; degrees of WGS 84. Within the country's square: what lies elsewhere was
-- two numbers exchanged.
ALTER TABLE tickets
    ADD COLUMN lat double precision,
    ADD COLUMN lon double precision,
    ADD CONSTRAINT tickets_pin CHECK ((lat IS NULL) = (lon IS NULL) AND lat BETWEEN 8 AND 24 AND lon BETWEEN 102 AND 118);
-- What lies near is asked for while somebody types.
CREATE INDEX tickets_pin_idx ON tickets (lat, lon) WHERE lat IS NOT NULL;

-- +goose Down
DROP INDEX tickets_pin_idx;
ALTER TABLE tickets DROP CONSTRAINT tickets_pin, DROP COLUMN lon, DROP COLUMN lat;
