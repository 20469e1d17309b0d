-- +goose Up
-- An emergency service that was called in a call (Điều 9.1): by an operator, or by the
-- caller's own key (operator is ''). Projected from the journal; who has seen it is not.
-- The tickets that are linked to the call are flagged by it, whenever they are filed.
CREATE TABLE emergencies (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    call_id          text NOT NULL REFERENCES calls (id),
    -- of the dialplan: an emergency service, or a duty list
    service          text NOT NULL,
    operator         text NOT NULL DEFAULT '',
    asked_at         timestamptz NOT NULL,
    -- the last that was called
    number           text NOT NULL DEFAULT '',
    answered_at      timestamptz,
    -- why the last did not answer, or the call's end before anybody did; '' while it is called, and when it has answered
    outcome          text NOT NULL DEFAULT '',
    acknowledged_by  text REFERENCES users (username),
    acknowledged_at  timestamptz,
    CHECK (answered_at IS NULL OR outcome = ''),
    CHECK ((acknowledged_by IS NULL) = (acknowledged_at IS NULL))
);
CREATE INDEX emergencies_call_idx ON emergencies (call_id, id);
CREATE INDEX emergencies_open_idx ON emergencies (asked_at) WHERE acknowledged_at IS NULL;

-- +goose Down
DROP TABLE emergencies;
