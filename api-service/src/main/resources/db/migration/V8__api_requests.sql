-- The log of API requests, and how many there were.

CREATE TABLE api_requests (
    -- Nanoseconds since 1970 when the request was answered; the last three digits only tell replicas apart.
    id          bigint   NOT NULL,
    -- No reference: writing the log neither waits for a user nor fails without one.
    user_id     bigint,
    endpoint    text     NOT NULL,
    method      text     NOT NULL,
    status      smallint NOT NULL,
    duration_ms integer  NOT NULL,
    key_prefix  text,
    address     text,
    request_id  text     NOT NULL,
    error_code  text
) PARTITION BY RANGE (id);

CREATE INDEX api_requests_by_time ON api_requests (id);
CREATE INDEX api_requests_of_user ON api_requests (user_id, id);

-- Counted as the log is written, and kept when its rows are gone. A slot is a quarter of an hour: no day of any time zone
-- begins within one. User 0 is nobody.
CREATE TABLE api_usage (
    user_id  bigint      NOT NULL,
    slot     timestamptz NOT NULL,
    requests bigint      NOT NULL,
    PRIMARY KEY (user_id, slot)
) WITH (fillfactor = 70);

CREATE INDEX api_usage_by_slot ON api_usage (slot);

-- A message counts for the day it was accepted on.
CREATE INDEX messages_by_day ON messages (user_id, created_at);
