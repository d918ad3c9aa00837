-- Runs that registered before the present one, the latest first: one of them that registers again while the present run is alive
-- is a second process with the same name.
ALTER TABLE workers ADD COLUMN former_boot_ids text[] NOT NULL DEFAULT '{}';
