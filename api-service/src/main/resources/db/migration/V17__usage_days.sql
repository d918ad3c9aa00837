-- Figures of days that are over: counted once, and kept when the messages are gone.

CREATE TABLE usage_days (
    -- 0 is nobody, as in api_usage; therefore no reference.
    user_id     bigint      NOT NULL,
    starts_at   timestamptz NOT NULL,
    ends_at     timestamptz NOT NULL,
    -- What the calendar called it then; days of another time zone begin and end at other times.
    day         date        NOT NULL,
    -- rolled: the figures are true. stale: a message of the day is open, or was again, so they are counted anew. sealed: true for
    -- ever, and the messages may be removed. emptied: they are.
    state       text        NOT NULL CHECK (state IN ('stale', 'rolled', 'sealed', 'emptied')),
    accepted    bigint      NOT NULL,
    sent        bigint      NOT NULL,
    failed      bigint      NOT NULL,
    expired     bigint      NOT NULL,
    cancelled   bigint      NOT NULL,
    -- Those accepted, by their types.
    texts       bigint      NOT NULL,
    images      bigint      NOT NULL,
    documents   bigint      NOT NULL,
    videos      bigint      NOT NULL,
    audios      bigint      NOT NULL,
    media_sent  bigint      NOT NULL,
    media_bytes bigint      NOT NULL,
    requests    bigint      NOT NULL,
    PRIMARY KEY (user_id, starts_at)
);

CREATE INDEX usage_days_of_user ON usage_days (user_id, day);
CREATE INDEX usage_days_by_day ON usage_days (day);
CREATE INDEX usage_days_stale ON usage_days (user_id, starts_at) WHERE state = 'stale';
CREATE INDEX usage_days_to_seal ON usage_days (ends_at) WHERE state = 'rolled';
CREATE INDEX usage_days_to_empty ON usage_days (user_id, starts_at) WHERE state = 'sealed';

-- How far the figures of a user are rolled up. What was accepted before has its row above, unless nothing happened that day.
CREATE TABLE usage_progress (
    user_id      bigint PRIMARY KEY,
    rolled_until timestamptz NOT NULL,
    -- The time zone of its days.
    zone         text        NOT NULL
);

-- Whoever counts a user's days, and whoever changes what was counted, does so one after the other, until the end of its transaction.
CREATE FUNCTION hold_usage(of_user bigint) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(7311017, CAST(of_user % 2147483647 AS integer))
$$;

-- A message that ended is tried anew, or ends in another way: its day has to be counted anew. The lock comes first, and what follows
-- it sees all that its last holder wrote.
CREATE FUNCTION count_usage_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM hold_usage(NEW.user_id);
    UPDATE usage_days SET state = 'stale'
    WHERE user_id = NEW.user_id AND starts_at > NEW.created_at - interval '2 days' AND starts_at <= NEW.created_at
        AND ends_at > NEW.created_at AND state = 'rolled';
    RETURN NULL;
END
$$;

CREATE TRIGGER messages_count_usage_anew AFTER UPDATE OF status ON messages FOR EACH ROW
    WHEN (OLD.status NOT IN ('queued', 'sending') AND NEW.status <> OLD.status
        AND NOT (OLD.status IN ('sent', 'delivered', 'read') AND NEW.status IN ('sent', 'delivered', 'read')))
    EXECUTE FUNCTION count_usage_anew();

CREATE INDEX inbound_messages_by_age ON inbound_messages (created_at);
