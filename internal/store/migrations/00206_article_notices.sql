-- +goose Up
-- Staff are told of articles as of tickets: whoever may approve, that one waits for it; its author, what became of it.
ALTER TABLE ticket_notices
    ADD COLUMN article bigint REFERENCES articles (id),
    ADD COLUMN person text CHECK (person <> ''),
    DROP CONSTRAINT ticket_notices_audience_check,
    ADD CONSTRAINT ticket_notices_audience_check CHECK (audience IN ('officers', 'head', 'office', 'leader', 'hotline', 'approvers', 'person')),
    ADD CONSTRAINT ticket_notices_of_person CHECK ((audience = 'person') = (person IS NOT NULL)),
    ADD CONSTRAINT ticket_notices_of_article CHECK ((audience IN ('approvers', 'person')) = (article IS NOT NULL)),
    DROP CONSTRAINT ticket_notices_of_ticket,
    ADD CONSTRAINT ticket_notices_of_ticket CHECK (ticket_id IS NOT NULL OR audience = 'office' OR article IS NOT NULL);

-- +goose Down
DELETE FROM ticket_notices WHERE article IS NOT NULL;
ALTER TABLE ticket_notices
    DROP CONSTRAINT ticket_notices_of_ticket,
    ADD CONSTRAINT ticket_notices_of_ticket CHECK (ticket_id IS NOT NULL OR audience = 'office'),
    DROP CONSTRAINT ticket_notices_of_article,
    DROP CONSTRAINT ticket_notices_of_person,
    DROP CONSTRAINT ticket_notices_audience_check,
    ADD CONSTRAINT ticket_notices_audience_check CHECK (audience IN ('officers', 'head', 'office', 'leader', 'hotline')),
    DROP COLUMN person,
    DROP COLUMN article;
