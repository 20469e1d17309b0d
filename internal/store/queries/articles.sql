-- name: ArticlesChange :exec
-- Something changes: until its end, whoever changes something else waits.
UPDATE article_changes SET version = version + 1;

-- name: ArticleAdd :one
INSERT INTO articles (newest, created_by, created_at) VALUES (1, @by, @at) RETURNING id;

-- name: ArticleVersionAdd :exec
INSERT INTO article_versions (article, number, title, answer, asked, field, unit, sources, since, until, review, plain, author, saved_at)
VALUES (@article, @number, @title, @answer, @asked, sqlc.narg('field'), sqlc.narg('unit'), @sources, @since, sqlc.narg('until'), sqlc.narg('review'), @plain, @author, @saved_at);

-- name: ArticleNewest :exec
UPDATE articles SET newest = @newest WHERE id = @id;

-- name: ArticleRow :one
SELECT * FROM articles WHERE id = @id;

-- name: ArticleLock :one
SELECT * FROM articles WHERE id = @id FOR UPDATE;

-- name: ArticleVersionRow :one
SELECT * FROM article_versions WHERE article = @article AND number = @number;

-- name: ArticleVersions :many
-- Newest first.
SELECT * FROM article_versions WHERE article = @article ORDER BY number DESC;

-- name: ArticleSubmit :execrows
UPDATE article_versions SET state = 'submitted', submitted_at = @at WHERE article = @article AND number = @number AND state = 'draft';

-- name: ArticleDecide :execrows
UPDATE article_versions SET state = @state, decided_by = @by, decided_at = @at, note = @note
WHERE article = @article AND number = @number AND state = 'submitted';

-- name: ArticleHolds :exec
UPDATE articles SET earliest = coalesce(earliest, @holds), holds = @holds, withdrawn_at = NULL, withdrawn_by = '', withdrawn_for = '' WHERE id = @id;

-- name: ArticleWithdraw :execrows
UPDATE articles SET earliest = NULL, holds = NULL, withdrawn_at = @at, withdrawn_by = @by, withdrawn_for = @reason
WHERE id = @id AND withdrawn_at IS NULL;

-- name: ArticlesVersion :one
SELECT version FROM article_changes;

-- name: ArticlesHolding :many
-- What is answered from, also what holds later and, of the same article, what does until then: in the order of their numbers.
SELECT sqlc.embed(v), coalesce(u.name, '')::text AS unit_name, coalesce(n.uses, 0)::bigint AS uses
FROM articles a JOIN article_versions h ON h.article = a.id AND h.number = a.holds
JOIN article_versions v ON v.article = a.id AND (v.number = a.holds OR h.since > city_day() AND v.state = 'approved' AND v.number BETWEEN a.earliest AND a.holds)
LEFT JOIN units u ON u.code = v.unit
LEFT JOIN (SELECT article, count(*) AS uses FROM article_uses GROUP BY article) n ON n.article = a.id
ORDER BY a.id, v.number;

-- name: ArticleList :many
-- The newest version of each, and what is answered from (h: the one approved last); of a search those that it found, and those that have all its words. spelt: its title without accents, as titles are ordered. Read in an order (Sorted).
SELECT a.id, a.withdrawn_at, coalesce(CASE WHEN b.stands THEN b.number END, 0)::integer AS today,
    (CASE WHEN h.since > city_day() THEN h.since END)::date AS later, coalesce(h.until <= city_day(), false)::boolean AS over, v.number, v.state, v.title, v.field, v.unit, coalesce(u.name, '')::text AS unit_name, coalesce(u.spelt, '')::text AS unit_spelt, v.since, v.until,
    coalesce(h.review, v.review) AS review, coalesce(h.until, v.until) AS holds_until, v.author, v.saved_at,
    (SELECT count(*) FROM article_uses c WHERE c.article = a.id) AS uses, left(v.plain, 80)::text AS spelt
FROM articles a
JOIN article_versions v ON v.article = a.id AND v.number = a.newest
LEFT JOIN article_versions h ON h.article = a.id AND h.number = a.holds
LEFT JOIN articles_begun b ON b.article = a.id
LEFT JOIN units u ON u.code = v.unit
WHERE (@state::text = ''
    OR (@state = 'draft' AND v.state IN ('draft', 'returned'))
    OR (@state = 'submitted' AND v.state = 'submitted')
    OR (@state = 'holds' AND b.stands)
    OR (@state = 'later' AND h.since > city_day())
    OR (@state = 'due' AND a.holds IS NOT NULL AND h.review <= city_day() + 14)
    OR (@state = 'over' AND a.holds IS NOT NULL AND h.until <= city_day())
    OR (@state = 'withdrawn' AND a.withdrawn_at IS NOT NULL))
  AND (@field::text = '' OR v.field = @field)
  AND (@unit::text = '' OR v.unit = @unit)
  AND (@plain::text = '' OR a.id = ANY (@found::bigint[]) OR v.plain LIKE ALL (SELECT '%' || w || '%' FROM unnest(string_to_array(@plain, ' ')) w));

-- name: ArticleCounts :one
SELECT count(*) FILTER (WHERE v.state = 'submitted') AS submitted,
    count(*) FILTER (WHERE a.holds IS NOT NULL AND h.review <= city_day() + 14) AS due,
    count(*) FILTER (WHERE a.holds IS NOT NULL) AS holds
FROM articles a JOIN article_versions v ON v.article = a.id AND v.number = a.newest
LEFT JOIN article_versions h ON h.article = a.id AND h.number = a.holds;

-- name: ArticleUse :execrows
-- Of the version that is answered from today; where none is any more, or yet, of the one approved last; nothing, if there is none.
INSERT INTO article_uses (article, version, way, by, at, call_id, ticket_id)
SELECT a.id, coalesce(b.number, a.holds), @way, @by, @at, sqlc.narg('call_id'), sqlc.narg('ticket_id')
FROM articles a LEFT JOIN articles_begun b ON b.article = a.id WHERE a.id = @article AND a.holds IS NOT NULL;

-- name: ArticleUses :many
SELECT c.*, coalesce(t.code, '')::text AS ticket FROM article_uses c LEFT JOIN tickets t ON t.id = c.ticket_id
WHERE c.article = @article AND (sqlc.narg('before_at')::timestamptz IS NULL OR (c.at, c.id) < (sqlc.narg('before_at')::timestamptz, sqlc.narg('before_id')::bigint))
ORDER BY c.at DESC, c.id DESC LIMIT @page;

-- name: ArticleUsage :many
-- The articles that were used most since then.
SELECT a.id, v.title, count(*) FILTER (WHERE c.way = 'inserted') AS inserted, count(*) FILTER (WHERE c.way = 'answered') AS answered, max(c.at)::timestamptz AS last_at
FROM article_uses c JOIN articles a ON a.id = c.article JOIN article_versions v ON v.article = a.id AND v.number = coalesce(a.holds, a.newest)
WHERE c.at >= @since GROUP BY a.id, v.title ORDER BY count(*) DESC, a.id LIMIT @page;

-- name: ArticleGapAdd :exec
INSERT INTO article_gaps (plain, typed, times, last_by, first_at, last_at) VALUES (@plain, @typed, 1, @by, @at, @at)
ON CONFLICT (plain) WHERE settled_at IS NULL DO UPDATE SET times = article_gaps.times + 1, typed = excluded.typed, last_by = excluded.last_by, last_at = excluded.last_at;

-- name: ArticleGaps :many
-- What is searched for most, first.
SELECT * FROM article_gaps WHERE settled_at IS NULL ORDER BY times DESC, last_at DESC, id LIMIT @page;

-- name: ArticleGapSettle :execrows
UPDATE article_gaps SET settled_by = @by, settled_at = @at WHERE id = @id AND settled_at IS NULL;

-- name: Abbreviations :many
SELECT * FROM abbreviations ORDER BY short;

-- name: AbbreviationPut :exec
INSERT INTO abbreviations (short, shown, long, changed_by, changed_at) VALUES (@short, @shown, @long, @by, @at)
ON CONFLICT (short) DO UPDATE SET shown = excluded.shown, long = excluded.long, changed_by = excluded.changed_by, changed_at = excluded.changed_at;

-- name: AbbreviationDrop :one
DELETE FROM abbreviations WHERE short = @short RETURNING *;
