-- +goose Up
-- Whose officer has the call or message of a ticket (Điều 9.2) is kept apart from who is thought to lead it: who is told of it may read it.
UPDATE tickets SET life = life || jsonb_build_object('through', unit), units = ARRAY(SELECT DISTINCT u FROM unnest(units || unit) u ORDER BY u)
WHERE state = 'live_transfer' AND unit IS NOT NULL;

-- +goose Down
SELECT 1;
