-- name: TranscriptsWanted :many
-- Recordings that came into the archive since, and that nobody was asked to write down, the first first: they are noted as waiting.
INSERT INTO transcripts (recording, state, wanted_at)
SELECT r.id, 'waiting', @now FROM recordings r
WHERE r.state = 'archived' AND r.archived_at > @since::timestamptz AND NOT EXISTS (SELECT 1 FROM transcripts t WHERE t.recording = r.id)
ORDER BY r.archived_at, r.id LIMIT @most
ON CONFLICT (recording) DO NOTHING
RETURNING recording;

-- name: TranscriptOf :one
SELECT recording, state, model, detail, wanted_at, made_at FROM transcripts WHERE recording = @recording;

-- name: TranscriptDone :execrows
-- Not of a recording that has been deleted meanwhile: its transcript is gone with it.
UPDATE transcripts SET state = 'done', model = @model, made_at = @at::timestamptz, detail = '',
    words = ARRAY(SELECT DISTINCT w FROM unnest(bare_words(@said::text)) AS w ORDER BY w)
WHERE recording = @recording AND state <> 'done';

-- name: TranscriptFailed :exec
UPDATE transcripts SET state = 'failed', detail = @detail WHERE recording = @recording AND state = 'waiting';

-- name: TranscriptLinesAdd :exec
INSERT INTO transcript_lines (recording, n, lane, from_ms, to_ms, text)
SELECT @recording, generate_subscripts(@lanes::smallint[], 1), unnest(@lanes::smallint[]), unnest(@froms::bigint[]), unnest(@tos::bigint[]), unnest(@texts::text[]);

-- name: TranscriptLines :many
SELECT lane, from_ms, to_ms, text FROM transcript_lines WHERE recording = @recording ORDER BY n;

-- name: CallsSaid :many
-- The newest calls of a time and an operator, NULL for any, in which all words of a text were said, in any order. discreet: none of a confidential ticket (Điều 12.2).
SELECT c.id FROM calls c
WHERE c.id IN (SELECT r.call_id FROM transcripts x JOIN recordings r ON r.id = x.recording WHERE x.words @> bare_words(@said::text))
  AND cardinality(bare_words(@said::text)) > 0
  AND (sqlc.narg('since')::timestamptz IS NULL OR c.started_at >= sqlc.narg('since'))
  AND (sqlc.narg('until')::timestamptz IS NULL OR c.started_at < sqlc.narg('until'))
  AND (sqlc.narg('operator')::text IS NULL OR c.had_by @> ARRAY[sqlc.narg('operator')::text])
  AND (NOT @discreet::boolean OR NOT EXISTS (SELECT 1 FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id WHERE tc.call_id = c.id AND t.confidential))
ORDER BY c.started_at DESC, c.id DESC LIMIT @most;
