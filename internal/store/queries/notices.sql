-- name: NoticeList :many
-- Read in an order (Sorted), for some audiences; those of units only for these units, those of one person only for them. unread: only what the reader has not read.
-- opens: the reader may read its ticket: any, or, of reads, what one of these units has or had a part in.
SELECT sqlc.embed(n), coalesce(t.code, '')::text AS code, coalesce(sqlc.narg('reads')::text[] IS NULL OR t.units && sqlc.narg('reads')::text[], false)::boolean AS opens,
    (n.id <= coalesce((SELECT u.until FROM notices_read_until u WHERE u.reader = @reader), 0)
        OR EXISTS (SELECT FROM notices_read r WHERE r.reader = @reader AND r.notice = n.id))::boolean AS read
FROM ticket_notices n LEFT JOIN tickets t ON t.id = n.ticket_id
WHERE n.audience = ANY (@audiences::text[]) AND (n.unit IS NULL OR n.unit = ANY (@units::text[])) AND (n.person IS NULL OR n.person = @reader::text)
  AND (NOT @unread::boolean OR n.id > coalesce((SELECT u.until FROM notices_read_until u WHERE u.reader = @reader), 0)
    AND NOT EXISTS (SELECT FROM notices_read r WHERE r.reader = @reader AND r.notice = n.id));

-- name: NoticesUnread :one
-- How many somebody has not read; counted up to a number, for more is only much.
SELECT count(*) FROM (
    SELECT FROM ticket_notices n
    WHERE n.audience = ANY (@audiences::text[]) AND (n.unit IS NULL OR n.unit = ANY (@units::text[])) AND (n.person IS NULL OR n.person = @reader::text)
      AND n.id > coalesce((SELECT u.until FROM notices_read_until u WHERE u.reader = @reader), 0)
      AND NOT EXISTS (SELECT FROM notices_read r WHERE r.reader = @reader AND r.notice = n.id)
    LIMIT @most
) unread;

-- name: NoticeSeenBy :one
-- Whether a notice is one of theirs.
SELECT EXISTS (SELECT FROM ticket_notices n
    WHERE n.id = @id AND n.audience = ANY (@audiences::text[]) AND (n.unit IS NULL OR n.unit = ANY (@units::text[])) AND (n.person IS NULL OR n.person = @reader::text));

-- name: NoticeRead :exec
INSERT INTO notices_read (reader, notice) VALUES (@reader, @notice) ON CONFLICT DO NOTHING;

-- name: NoticesReadUntil :exec
-- Never less than was read before.
INSERT INTO notices_read_until AS r (reader, until) VALUES (@reader, @until) ON CONFLICT (reader) DO UPDATE SET until = greatest(r.until, excluded.until);

-- name: NoticesReadForget :exec
-- What is within all that was read needs no row of its own.
DELETE FROM notices_read WHERE reader = @reader AND notice <= @until;
