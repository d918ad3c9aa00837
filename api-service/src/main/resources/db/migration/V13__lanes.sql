-- Each session has one lane: its messages in the order of acceptance, one at a time. The lane's row is what dispatchers
-- claim, so that several replicas can work side by side.

ALTER TABLE lanes DROP COLUMN next_due_at;
ALTER TABLE lanes
    -- No open message is older. Null: there is none. It may have been settled meanwhile, and is then passed over.
    ADD COLUMN head_id    bigint,
    -- From when any replica may claim the lane; while one has it, the end of its lease. Null: nothing to do until
    -- something happens.
    ADD COLUMN due_at     timestamptz,
    -- Nothing goes out before this time, whatever is due.
    ADD COLUMN rest_until timestamptz,
    -- The replica that has it.
    ADD COLUMN holder     text,
    -- Outage clock: for how long its session was not connected in all, and since when it is not now.
    ADD COLUMN outage_ms  bigint NOT NULL DEFAULT 0,
    ADD COLUMN down_since timestamptz;

-- Rows change with each message, and there are few of them.
ALTER TABLE lanes SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.2, autovacuum_vacuum_threshold = 1000);

CREATE INDEX lanes_due ON lanes (due_at) WHERE due_at IS NOT NULL;

ALTER TABLE messages
    -- Seconds, as its sender asked.
    ADD COLUMN validity          integer NOT NULL DEFAULT 14400,
    -- The reading of its lane's outage clock at which it is too late to begin with it.
    ADD COLUMN expires_at_outage bigint  NOT NULL DEFAULT 14400000,
    -- An attempt was begun, and nobody has said that nothing went out.
    ADD COLUMN unconfirmed       boolean NOT NULL DEFAULT false,
    -- When the device was linked from which it was last attempted; another time is another device, which knows nothing of it.
    ADD COLUMN attempt_linked_at timestamptz,
    -- Sent, and without a word of its delivery since; null once there is one, or none is expected any more.
    ADD COLUMN next_look_up_at   timestamptz;

-- When the first message of a lane is too late.
CREATE INDEX messages_expiring ON messages (session_id, expires_at_outage) WHERE status = 'queued' AND NOT unconfirmed;
CREATE INDEX messages_to_look_up ON messages (next_look_up_at) WHERE next_look_up_at IS NOT NULL;

ALTER TABLE sessions ADD COLUMN IF NOT EXISTS linked_at timestamptz;

-- Whatever was attempted so far is looked up before it is sent again.
UPDATE messages SET unconfirmed = true WHERE attempts > 0 AND status IN ('queued', 'sending', 'failed');

INSERT INTO lanes (session_id) SELECT id FROM sessions ON CONFLICT (session_id) DO NOTHING;
UPDATE lanes l SET
    head_id = (SELECT min(m.id) FROM messages m WHERE m.session_id = l.session_id AND m.status IN ('queued', 'sending')),
    due_at = now(),
    down_since = (SELECT now() FROM sessions s WHERE s.id = l.session_id AND s.state <> 'connected');
UPDATE lanes SET due_at = NULL WHERE head_id IS NULL;
