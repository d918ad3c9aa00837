-- How fast numbers may send, what they sent of late, and why their messages wait.

-- Set by the owner of a number; one without a row keeps the pace of the installation.
CREATE TABLE paces (
    session_id             bigint PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    is_enabled             boolean NOT NULL,
    interval_ms            integer NOT NULL,
    jitter                 double precision NOT NULL,
    per_minute             integer NOT NULL,
    per_hour               integer NOT NULL,
    new_recipients_per_day integer NOT NULL
);

ALTER TABLE lanes
    -- Why nothing goes out until rest_until.
    ADD COLUMN rest_reason     text,
    -- Until then nothing goes to recipients whom the number never wrote to.
    ADD COLUMN strangers_until timestamptz,
    -- Days on which it sent, the last of them included.
    ADD COLUMN days_used       integer NOT NULL DEFAULT 0,
    ADD COLUMN last_used_on    date,
    -- Warnings of WhatsApp: the last, and how many with less than a week between them.
    ADD COLUMN warning_code    text,
    ADD COLUMN warned_at       timestamptz,
    ADD COLUMN warnings        integer NOT NULL DEFAULT 0,
    -- The operator has it wait until it is resumed.
    ADD COLUMN paused_at       timestamptz;

-- Messages of numbers that keep a pace, for two days.
CREATE TABLE paced_sends (
    session_id  bigint      NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    at          timestamptz NOT NULL,
    -- The number never wrote to this recipient before.
    to_stranger boolean     NOT NULL
);

CREATE INDEX paced_sends_of_session ON paced_sends (session_id, at DESC);
CREATE INDEX paced_sends_by_age ON paced_sends (at);

-- Whoever wrote to a number is no stranger to it.
CREATE INDEX inbound_messages_by_phone ON inbound_messages (session_id, phone);
