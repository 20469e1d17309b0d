-- +goose Up
-- Calls by how they ended, as the list says it: who ended them, then why, each by the Vietnamese word for it; those that go on first, what
-- has no word last. internal/api holds it against the words: where they change, or there are more of them, a later migration makes
-- function and index anew.
CREATE FUNCTION end_rank(class text, reason text) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    (CASE WHEN coalesce(class, '') = '' THEN 0 ELSE 100 * coalesce(array_position('{system,citizen,carrier,officer,operator}'::text[], class), 99)
        + coalesce(array_position('{abandoned_wait,abandoned_ring,abandoned_hold,abandoned_menu,completed,hangup,lines_full,unobserved,no_number,no_answer,network,internal,media_timeout,busy,fax,voicemail,yielded,fallback,asterisk_lost,rejected}'::text[], reason), 99)
    END)::smallint;
CREATE INDEX calls_end_rank_idx ON calls (end_rank(end_class, end_reason), started_at, id);
DROP INDEX calls_ended_idx;

-- +goose Down
CREATE INDEX calls_ended_idx ON calls ((coalesce(end_reason, '')), started_at, id);
DROP INDEX calls_end_rank_idx;
DROP FUNCTION end_rank;
