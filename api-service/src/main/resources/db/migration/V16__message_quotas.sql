-- How many messages of a user were accepted lately. The row is locked while messages are accepted, so that limits are exact
-- with any number of replicas. It is made, and counted from the messages, when a user has none.

CREATE TABLE message_quotas (
    user_id          bigint  PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    -- The day, in the installation's time zone, in which so many were accepted.
    day              date    NOT NULL,
    accepted         integer NOT NULL,
    -- The minute since 1970 in which so many were accepted, and how many in the one before: never fewer than in any 60
    -- seconds that end in it, so that the messages themselves have to be counted only when that comes near to the limit.
    minute           bigint  NOT NULL,
    in_minute        integer NOT NULL,
    in_minute_before integer NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.2, autovacuum_vacuum_threshold = 1000);
