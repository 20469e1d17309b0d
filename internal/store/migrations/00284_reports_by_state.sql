-- +goose Up
-- The report to the leadership by where its tickets stand: kept in its rows, for an order by what stands in a million others has no index.
ALTER TABLE leadership_reports ADD COLUMN state text NOT NULL DEFAULT '';
UPDATE leadership_reports r SET state = t.state FROM tickets t WHERE t.id = r.ticket_id;
CREATE INDEX leadership_reports_by_state_idx ON leadership_reports (state, at, id);
-- +goose StatementBegin
CREATE FUNCTION reports_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.state := coalesce((SELECT t.state FROM tickets t WHERE t.id = NEW.ticket_id), ''); RETURN NEW; END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION tickets_reported() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN UPDATE leadership_reports SET state = NEW.state WHERE ticket_id = NEW.id; RETURN NULL; END $$;
-- +goose StatementEnd
CREATE TRIGGER reports_stand BEFORE INSERT ON leadership_reports FOR EACH ROW EXECUTE FUNCTION reports_stand();
CREATE TRIGGER tickets_reported AFTER UPDATE OF state ON tickets FOR EACH ROW WHEN (NEW.state IS DISTINCT FROM OLD.state) EXECUTE FUNCTION tickets_reported();
ANALYZE leadership_reports;

-- +goose Down
DROP TRIGGER tickets_reported ON tickets;
DROP TRIGGER reports_stand ON leadership_reports;
DROP FUNCTION tickets_reported, reports_stand;
ALTER TABLE leadership_reports DROP COLUMN state;
