-- name: AttachmentKeep :one
INSERT INTO attachments (id, ticket_id, name, kind, bytes, sha256, purpose, unit, added_by, added_at, signatures, trusted)
VALUES (@id, @ticket_id, @name, @kind, @bytes, @sha256, @purpose, sqlc.narg('unit'), @added_by, @added_at, sqlc.narg('signatures'), @trusted)
RETURNING *;

-- name: AttachmentContentKeep :exec
INSERT INTO attachment_contents (attachment_id, content) VALUES (@attachment_id, @content);

-- name: AttachmentsOfTicket :many
SELECT * FROM attachments WHERE ticket_id = @ticket_id ORDER BY added_at, id;

-- name: AttachmentBytesOfTicket :one
-- How much a ticket holds: many, and much.
SELECT count(*) AS files, coalesce(sum(bytes), 0)::bigint AS bytes FROM attachments WHERE ticket_id = @ticket_id;

-- name: AttachmentByID :one
SELECT * FROM attachments WHERE id = @id;

-- name: AttachmentContent :one
SELECT content FROM attachment_contents WHERE attachment_id = @attachment_id;

-- name: AttachmentMark :exec
-- What became of it. Who took a file away, and when, is said once.
UPDATE attachments SET public = @public, removed_at = @removed_at, removed_by = @removed_by, removed_reason = @removed_reason
WHERE id = @id AND removed_at IS NULL;

-- name: AttachmentArchived :execrows
UPDATE attachments SET archived_at = @at::timestamptz, bucket = @bucket::text, object = @object::text, version = @version::text
WHERE id = @id AND archived_at IS NULL;

-- name: AttachmentContentDrop :exec
DELETE FROM attachment_contents WHERE attachment_id = @attachment_id;

-- name: AttachmentsWaiting :many
-- Not in the archive after a while: their jobs may be lost.
SELECT id FROM attachments WHERE archived_at IS NULL AND added_at < @before::timestamptz ORDER BY added_at LIMIT @page;
