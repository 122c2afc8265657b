-- Version 2: the events, and where they are found by tag. Nothing here is ever updated or deleted, but for tags when
-- the catalogue gives events other ones.

CREATE SCHEMA {schema};
COMMENT ON SCHEMA {schema} IS 'Recorded events, kept by factbook; read "log", change nothing.';

-- One row. Whoever appends locks it first, until the end of the transaction: so the order of positions is the order in
-- which they become visible. Appends only lock it, they never change it: an old snapshot elsewhere leaves no dead rows behind.
CREATE TABLE {schema}.store (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    version integer NOT NULL,
    tag_note text NOT NULL DEFAULT ''  -- by which rules events have their tags
);
INSERT INTO {schema}.store (version) VALUES (2);

CREATE TABLE {schema}.event (
    position bigint PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    version integer NOT NULL,
    type text COLLATE "C" NOT NULL,
    data bytea NOT NULL,
    tags bytea NOT NULL,
    metadata bytea NOT NULL
);
CREATE INDEX event_by_type ON {schema}.event (type, position);

CREATE TABLE {schema}.tag (
    position bigint NOT NULL,
    tag text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    PRIMARY KEY (tag, position)
);

CREATE VIEW {schema}.log AS
SELECT
    position,
    type,
    version,
    convert_from(data, 'UTF8')::json AS data,
    convert_from(tags, 'UTF8')::json AS tags,
    convert_from(metadata, 'UTF8')::json AS metadata,
    id
FROM {schema}.event;
COMMENT ON VIEW {schema}.log IS 'The events as a person reads them.';
