-- The table that a gateway with GASTOWN_DATABASE_URL reads. It only ever reads: give its user no more.
--
--   CREATE ROLE gastown_gateway LOGIN PASSWORD '…';
--   GRANT SELECT ON gastown_towns TO gastown_gateway;
--
-- A view with these columns does as well, where your application has its towns in tables of its own; so does a standby,
-- which does not notify.

CREATE TABLE IF NOT EXISTS gastown_towns (
    id             uuid PRIMARY KEY,
    user_id        text,          -- whose it is (the sub claim of user tokens): may watch, and type to the Mayor
    town_name      text,          -- what people call it
    sandbox_id     text UNIQUE,
    fly_machine_id text,
    fly_region     text,
    status         text NOT NULL CHECK (status IN ('provisioning', 'running', 'stopped', 'destroyed')),
    config         jsonb,         -- all of it optional:
                                  -- {"sandboxUrl": "http://10.0.0.7:8081", "sandboxKey": "…",
                                  --  "owners": ["bob", {"group": "support", "access": "view"}]}
    created_at     timestamptz NOT NULL DEFAULT now(),
    destroyed_at   timestamptz    -- a town is there while this is null
);

-- Looked at every few seconds: the destroyed ones are left out.
CREATE INDEX IF NOT EXISTS gastown_towns_existing ON gastown_towns (id) WHERE destroyed_at IS NULL;

-- Optional: has changes take effect at once, and not at the next look (database.pollMillis). On a table, not on a view.

CREATE OR REPLACE FUNCTION gastown_towns_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NOTIFY gastown_towns;
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER gastown_towns_changed
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON gastown_towns
    FOR EACH STATEMENT EXECUTE FUNCTION gastown_towns_changed();
