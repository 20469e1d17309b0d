-- name: AccountByName :one
SELECT sqlc.embed(u), (f.secret IS NOT NULL)::boolean AS factor
FROM users u LEFT JOIN second_factors f USING (username) WHERE u.username = @username;

-- name: AccountByIdentity :one
SELECT sqlc.embed(u), (f.secret IS NOT NULL)::boolean AS factor
FROM users u LEFT JOIN second_factors f USING (username) WHERE u.identity = @identity::text;

-- name: AccountsListed :many
-- Everybody who has an account, with what an administrator asks of it.
SELECT sqlc.embed(u), f.confirmed_at AS factor_at, a.expires_at AS activation_until,
    (SELECT count(*) FROM recovery_codes r WHERE r.username = u.username AND r.used_at IS NULL) AS recovery_left,
    coalesce((SELECT max(l.locked_until) FROM sign_in_failures l WHERE l.username = u.username), 'epoch')::timestamptz AS locked_until,
    (SELECT count(*) FROM sessions s WHERE s.username = u.username AND s.step = 'done' AND s.expires_at > @now) AS sessions
FROM users u LEFT JOIN second_factors f USING (username) LEFT JOIN activations a USING (username)
WHERE sqlc.narg('username')::text IS NULL OR u.username = sqlc.narg('username')
ORDER BY u.username;

-- name: LoginAttempt :one
-- Counts an attempt before it is judged; the one at the limit locks. None is counted while
-- it is locked; the first after a lock, or after a long pause, begins the count anew.
INSERT INTO sign_in_failures AS f (username, source, failed, at) VALUES (@username, @source, 1, @now)
ON CONFLICT (username, source) DO UPDATE SET
    failed = CASE WHEN f.locked_until IS NULL AND f.at > @since::timestamptz THEN f.failed + 1 ELSE 1 END,
    locked_until = CASE WHEN f.locked_until IS NULL AND f.at > @since AND f.failed + 1 >= @most::integer THEN @until::timestamptz END,
    at = excluded.at
WHERE f.locked_until IS NULL OR f.locked_until <= excluded.at
RETURNING locked_until;

-- name: LoginLock :one
SELECT locked_until FROM sign_in_failures WHERE username = @username AND source = @source;

-- name: LoginRight :exec
-- Takes the newest attempt back.
UPDATE sign_in_failures SET failed = greatest(failed - 1, 0), locked_until = NULL WHERE username = @username AND source = ANY (@sources::text[]);

-- name: LoginSucceeded :exec
DELETE FROM sign_in_failures WHERE username = @username AND source = ANY (@sources::text[]);

-- name: LoginForget :exec
DELETE FROM sign_in_failures WHERE at < @before;

-- name: Unlock :execrows
WITH lifted AS (DELETE FROM sign_in_failures f WHERE f.username = @username)
SELECT FROM users u WHERE u.username = @username;

-- name: DeviceKnown :one
SELECT EXISTS (SELECT FROM known_devices WHERE sha256 = @sum AND username = @username AND seen_at > @since) AS known;

-- name: DeviceRemember :exec
WITH old AS (DELETE FROM known_devices k WHERE k.seen_at < @since)
INSERT INTO known_devices (sha256, username, seen_at) VALUES (@sum, @username, @at)
ON CONFLICT (sha256, username) DO UPDATE SET seen_at = excluded.seen_at;

-- name: Factor :one
SELECT * FROM second_factors WHERE username = @username;

-- name: FactorsForChange :many
SELECT username, secret, pending FROM second_factors ORDER BY username FOR UPDATE;

-- name: FactorReseal :exec
UPDATE second_factors SET secret = @secret, pending = @pending WHERE username = @username;

-- name: FactorPropose :exec
INSERT INTO second_factors (username, pending) VALUES (@username, @pending)
ON CONFLICT (username) DO UPDATE SET pending = excluded.pending;

-- name: FactorConfirm :execrows
UPDATE second_factors SET secret = pending, pending = NULL, confirmed_at = @at::timestamptz, last_step = @step
WHERE username = @username AND pending = @pending::bytea;

-- name: FactorUseStep :execrows
UPDATE second_factors SET last_step = @step WHERE username = @username AND secret IS NOT NULL AND last_step < @step;

-- name: FactorDelete :execrows
DELETE FROM second_factors WHERE username = @username;

-- name: RecoveryForget :exec
DELETE FROM recovery_codes WHERE username = @username;

-- name: RecoveryPut :exec
INSERT INTO recovery_codes (username, sha256) SELECT @username, unnest(@sums::bytea[]);

-- name: RecoveryUse :execrows
UPDATE recovery_codes SET used_at = @at::timestamptz WHERE username = @username AND sha256 = @sum AND used_at IS NULL;

-- name: RecoveryLeft :one
SELECT count(*) FROM recovery_codes WHERE username = @username AND used_at IS NULL;

-- name: SessionStart :one
INSERT INTO sessions (sha256, username, step, way, device, address, started_at, seen_at, expires_at)
VALUES (@sum, @username, @step, @way, @device, @address, @at, @at, @expires_at)
RETURNING id;

-- name: SessionBySum :one
SELECT sqlc.embed(s), sqlc.embed(u) FROM sessions s JOIN users u USING (username)
WHERE s.sha256 = @sum AND s.expires_at > @now AND NOT u.disabled;

-- name: SessionSeen :exec
UPDATE sessions SET seen_at = @at::timestamptz WHERE id = @id AND seen_at < @at::timestamptz;

-- name: SessionsOf :many
SELECT * FROM sessions WHERE username = @username AND step = 'done' AND expires_at > @now ORDER BY seen_at DESC, id;

-- name: SessionsLive :many
-- Of these sessions, those that still hold.
SELECT s.id FROM sessions s JOIN users u USING (username)
WHERE s.id = ANY(@ids::uuid[]) AND s.step = 'done' AND s.expires_at > @now AND NOT u.disabled;

-- name: SessionEnd :execrows
DELETE FROM sessions WHERE id = @id AND username = @username;

-- name: SessionsEnd :execrows
DELETE FROM sessions WHERE username = @username;

-- name: ForgetSessions :execrows
DELETE FROM sessions WHERE expires_at < @now;

-- name: ActivationPut :exec
INSERT INTO activations (username, sha256, created_by, created_at, expires_at) VALUES (@username, @sum, @created_by, @at, @expires_at)
ON CONFLICT (username) DO UPDATE SET sha256 = excluded.sha256, created_by = excluded.created_by,
    created_at = excluded.created_at, expires_at = excluded.expires_at;

-- name: ActivationOwner :one
SELECT a.username FROM activations a JOIN users u ON u.username = a.username WHERE a.sha256 = @sum AND a.expires_at > @now AND NOT u.disabled;

-- name: ActivationUse :one
DELETE FROM activations a USING users u
WHERE a.sha256 = @sum AND a.expires_at > @now AND u.username = a.username AND NOT u.disabled
RETURNING a.username;

-- name: ActivationForget :exec
DELETE FROM activations WHERE username = @username;

-- name: SignOnBegin :exec
INSERT INTO sign_on_attempts (state, browser, nonce, verifier, expires_at) VALUES (@state, @browser, @nonce, @verifier, @expires_at);

-- name: SignOnFinish :one
-- Whoever comes back is expected once.
DELETE FROM sign_on_attempts WHERE state = @state RETURNING *;

-- name: ForgetSignOns :execrows
DELETE FROM sign_on_attempts WHERE expires_at < @now;
