-- +goose Up
-- Of each article that holds, the newest approved version that has begun, from the earliest that may be answered from to the one
-- approved last; stands: it has not ended, and is answered from today. knowledge.Current says the same of what is in memory.
CREATE VIEW articles_begun AS
SELECT a.id AS article, v.number, (v.until IS NULL OR v.until > city_day())::boolean AS stands
FROM articles a
JOIN article_versions h ON h.article = a.id AND h.number = a.holds
JOIN article_versions v ON v.article = a.id AND v.number = CASE WHEN h.since <= city_day() THEN a.holds ELSE
    (SELECT max(e.number) FROM article_versions e WHERE e.article = a.id AND e.state = 'approved' AND e.number BETWEEN a.earliest AND a.holds AND e.since <= city_day()) END;

-- +goose Down
DROP VIEW articles_begun;
