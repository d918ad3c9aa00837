-- When messages became final, until when their files are kept, and requests that a caller may repeat.

ALTER TABLE messages
    -- WhatsApp has it, or never will. Null again once its owner has it tried anew.
    ADD COLUMN settled_at       timestamptz,
    -- Its file was removed for its age; media_key is null from then on.
    ADD COLUMN media_removed_at timestamptz;

UPDATE messages SET settled_at = COALESCE(sent_at, created_at) WHERE status NOT IN ('queued', 'sending');

CREATE UNIQUE INDEX messages_by_media_key ON messages (media_key) WHERE media_key IS NOT NULL;
CREATE INDEX messages_with_old_media ON messages (settled_at) WHERE media_key IS NOT NULL AND settled_at IS NOT NULL;

-- Written in the transaction that accepts the message, so that there is one exactly when the other is there.
CREATE TABLE idempotency_keys (
    user_id      bigint      NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key          text        NOT NULL,
    -- SHA-256 of what was asked for, so that a key is not taken for another request.
    request_hash text        NOT NULL,
    message_id   bigint      NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (user_id, key)
);

CREATE INDEX idempotency_keys_of_message ON idempotency_keys (message_id);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
