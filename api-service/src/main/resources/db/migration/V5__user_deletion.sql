-- Deleting a user takes as long as its phones and files take; what is left to do survives a restart.

ALTER TABLE users
    -- The user is gone for everybody from here on; only its name stays taken until all is erased.
    ADD COLUMN deleting_since      timestamptz,
    -- Somebody works on the deletion until then.
    ADD COLUMN deletion_lease_ends timestamptz;

CREATE INDEX users_being_deleted ON users (id) WHERE deleting_since IS NOT NULL;

-- Deleted with its user, but still to be unlinked and erased at the worker.
ALTER TABLE sessions ADD COLUMN is_to_be_erased boolean NOT NULL DEFAULT false;

CREATE INDEX sessions_to_be_erased ON sessions (user_id) WHERE is_to_be_erased;
