-- Workers that made themselves known, and which of them hosts which session.

CREATE TABLE workers (
    id               text PRIMARY KEY,
    -- Its present run; what former runs report late changes no session any more.
    boot_id          text        NOT NULL,
    address          text        NOT NULL,
    capacity         integer     NOT NULL,
    -- Browsers it ran when it registered last.
    sessions         integer     NOT NULL,
    -- The place its profiles are kept in; workers of one place can take over each other's sessions.
    profiles         text        NOT NULL,
    version          text        NOT NULL,
    registered_at    timestamptz NOT NULL,
    seen_at          timestamptz NOT NULL,
    -- It counts as alive until then, by the clock of the database.
    lease_ends       timestamptz NOT NULL,
    -- The run whose sessions were compared with the table; null also once it was found dead.
    compared_boot_id text
);

ALTER TABLE sessions
    -- Who hosts it, or did last. Null until it is first started.
    ADD COLUMN worker_id text REFERENCES workers (id) ON DELETE SET NULL,
    -- The place its profile is in.
    ADD COLUMN profiles  text,
    -- When the device was linked that is linked now; another time is another device.
    ADD COLUMN IF NOT EXISTS linked_at timestamptz;

CREATE INDEX sessions_by_worker ON sessions (worker_id) WHERE worker_id IS NOT NULL;

-- Which replica compares workers and sessions; it takes its turn again and again, and loses it when it dies.
CREATE TABLE repair_turn (
    is_only    boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    holder     text        NOT NULL,
    lease_ends timestamptz NOT NULL
);

INSERT INTO repair_turn (holder, lease_ends) VALUES ('nobody', '-infinity');
