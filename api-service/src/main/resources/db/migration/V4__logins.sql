-- A login is a row: the access tokens it gave are good until it ends, whatever else they say.

CREATE TABLE logins (
    id           uuid PRIMARY KEY,
    user_id      bigint      NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at   timestamptz NOT NULL,
    refreshed_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    -- logout, password_changed, user_deleted, token_reused; null while it lasts.
    end_reason   text,
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);

INSERT INTO logins (id, user_id, created_at, refreshed_at, expires_at)
SELECT family, min(user_id), min(created_at), max(created_at), max(expires_at)
FROM refresh_tokens
GROUP BY family;

CREATE INDEX logins_of_user ON logins (user_id, created_at DESC);
CREATE INDEX logins_by_expiry ON logins (expires_at);

ALTER TABLE refresh_tokens RENAME COLUMN family TO login_id;
ALTER TABLE refresh_tokens
    DROP COLUMN user_id,
    -- A used one is kept until it expires, so that it is known again.
    ADD COLUMN used_at timestamptz,
    ADD FOREIGN KEY (login_id) REFERENCES logins (id) ON DELETE CASCADE;

CREATE INDEX refresh_tokens_of_login ON refresh_tokens (login_id);
