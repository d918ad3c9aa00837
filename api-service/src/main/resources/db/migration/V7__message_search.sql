-- Lists of messages are found by index, whatever they are narrowed down to. Both extensions come with PostgreSQL, and the
-- owner of a database may create them.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- What can be searched for. Rows are only ever inserted: a message changes its status several times, and each time every
-- index of its own table gets one more entry, which this one is too costly for.
CREATE TABLE message_texts (
    message_id bigint PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    user_id    bigint NOT NULL,
    -- Recipient, text and caption, one below the other.
    body       text   NOT NULL
);

INSERT INTO message_texts (message_id, user_id, body)
SELECT id, user_id, concat_ws(E'\n', recipient, content, caption) FROM messages;

-- The user goes first: a word that others use often costs this one nothing.
CREATE INDEX message_texts_by_part ON message_texts USING gin (user_id, body gin_trgm_ops);

-- What follows the id is compared in the index, so that only rows of the list are read from the table.
DROP INDEX messages_of_user;
CREATE INDEX messages_of_user ON messages (user_id, id DESC, status, message_type, session_id, created_at);

-- Deleted ones included: their messages can still be asked for.
CREATE INDEX sessions_of_user ON sessions (user_id, id);
