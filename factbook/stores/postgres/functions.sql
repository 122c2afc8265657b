-- All that is asked of the store, as functions: their plans are kept by the server, whoever pools the connections.
-- The settings beside them keep each plan on the indexes, also while the tables are small or not analysed yet.

-- The tags of an item, with those first that fewer events carry beyond a position; counted up to 1,000.
CREATE OR REPLACE FUNCTION {schema}.rarest_first(p_tags text[], p_after bigint) RETURNS text[]
LANGUAGE sql STABLE AS $$
    SELECT array_agg(s.tag ORDER BY s.number)
    FROM (
        SELECT i.tag, (
            SELECT count(*)
            FROM (SELECT FROM {schema}.tag t WHERE t.tag = i.tag AND t.position > p_after LIMIT 1000) AS counted
        ) AS number
        FROM unnest(p_tags) AS i (tag)
    ) AS s
$$;

-- Each event beyond a position, in the order of positions: for every item of a query, all if it has neither tags nor
-- types. The lists of all items stand behind each other; an item has those from one place up to another.
CREATE OR REPLACE FUNCTION {schema}.find(p_ids uuid[])
RETURNS TABLE ("position" bigint, type text, version integer, data bytea, id bytea, tags bytea, metadata bytea)
LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    IF pg_is_in_recovery() THEN
        RAISE EXCEPTION USING ERRCODE = 'FB002', MESSAGE = 'this is a replica';
    END IF;
    RETURN QUERY
    SELECT e.position, e.type, e.version, e.data, uuid_send(e.id), e.tags, e.metadata
    FROM {schema}.event e
    WHERE e.id = ANY (p_ids)
    ORDER BY e.position;
END
$$;

CREATE OR REPLACE FUNCTION {schema}.head() RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF pg_is_in_recovery() THEN
        RAISE EXCEPTION USING ERRCODE = 'FB002', MESSAGE = 'this is a replica';
    END IF;
    RETURN (SELECT coalesce(max(e.position), 0) FROM {schema}.event e);
END
$$;

-- Appends of several senders, each for itself all or nothing. None of them looks at what another one records.
-- Answers the head before, then the appends that were not recorded: again (the position), taken, conflict (the position).
CREATE OR REPLACE FUNCTION {schema}.append(
    p_fsync text, p_commit text, p_patience text,
    e_append integer[], e_id uuid[], e_type text[], e_version integer[],
    e_data bytea[], e_tags bytea[], e_metadata bytea[],
    t_event integer[], t_tag text[], t_type text[],
    c_append integer[], c_after bigint[],
    i_from integer[], i_to integer[], k_from integer[], k_to integer[], i_tags text[], k_types text[]
) RETURNS TABLE (append integer, outcome text, "position" bigint)
LANGUAGE plpgsql
SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_head bigint;
    v_refused integer[] := '{}';
    v_alone boolean := pg_current_xact_id_if_assigned() IS NULL;
    r record;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION USING ERRCODE = 'FB001', MESSAGE =
            format('transactions are %s here; events are appended at read committed', current_setting('transaction_isolation'));
    END IF;
    IF p_fsync = 'on' AND current_setting('fsync') <> 'on' THEN
        RAISE EXCEPTION USING ERRCODE = 'FB001', MESSAGE =
            'the server runs with fsync = off and may lose everything; to accept that, put fsync=off into the URL';
    END IF;
    IF p_commit <> '' THEN
        PERFORM set_config('synchronous_commit', p_commit, true);
    ELSIF current_setting('synchronous_commit') NOT IN ('on', 'remote_apply') THEN
        RAISE EXCEPTION USING ERRCODE = 'FB001', MESSAGE = format(
            'synchronous_commit is %1$s here, so what is acknowledged may be lost; to accept that, put synchronous_commit=%1$s into the URL',
            current_setting('synchronous_commit'));
    END IF;
    PERFORM set_config('lock_timeout', p_patience, true);

    PERFORM FROM {schema}.store FOR UPDATE;
    SELECT coalesce(max(e.position), 0) INTO v_head FROM {schema}.event e;
    append := 0; outcome := 'head'; position := v_head;
    RETURN NEXT;

    IF EXISTS (SELECT FROM {schema}.event e WHERE e.id = ANY (e_id)) THEN
        FOR r IN
            SELECT
                n.append,
                count(*) = count(*) FILTER (WHERE e.type = n.type AND e.data = n.data AND e.tags = n.tags) AS same,
                (array_agg(e.position ORDER BY n.number DESC))[1] AS last
            FROM unnest(e_append, e_id, e_type, e_data, e_tags) WITH ORDINALITY AS n (append, id, type, data, tags, number)
            LEFT JOIN {schema}.event e ON e.id = n.id
            GROUP BY n.append
            HAVING count(e.position) > 0
        LOOP
            v_refused := v_refused || r.append;
            append := r.append; outcome := CASE WHEN r.same THEN 'again' ELSE 'taken' END; position := r.last;
            RETURN NEXT;
        END LOOP;
    END IF;

    IF cardinality(c_append) = 1 AND cardinality(i_tags) = 1 THEN  -- what most decisions ask, in half the time
        SELECT t.position INTO position
        FROM {schema}.tag t
        WHERE t.tag = i_tags[1] AND t.position > c_after[1] AND (cardinality(k_types) = 0 OR t.type = ANY (k_types))
        ORDER BY t.position
        LIMIT 1;
        IF FOUND AND c_append[1] <> ALL (v_refused) THEN
            v_refused := v_refused || c_append[1];
            append := c_append[1]; outcome := 'conflict';
            RETURN NEXT;
        END IF;
    ELSIF cardinality(c_append) > 0 THEN
        FOR r IN
            SELECT c.append, min(m.position) AS first
            FROM (
                SELECT
                    u.append, u.after,
                    CASE WHEN u.i_to > u.i_from
                        THEN {schema}.rarest_first(i_tags[u.i_from:u.i_to], u.after)
                        ELSE i_tags[u.i_from:u.i_to]
                    END AS tags,
                    k_types[u.k_from:u.k_to] AS types
                FROM unnest(c_append, c_after, i_from, i_to, k_from, k_to) AS u (append, after, i_from, i_to, k_from, k_to)
                WHERE u.after < v_head AND u.append <> ALL (v_refused)
                OFFSET 0
            ) AS c
            CROSS JOIN LATERAL {schema}.matching(c.tags, c.types, c.after, v_head, 1) AS m (position)
            GROUP BY c.append
        LOOP
            v_refused := v_refused || r.append;
            append := r.append; outcome := 'conflict'; position := r.first;
            RETURN NEXT;
        END LOOP;
    END IF;

    IF v_refused = '{}' THEN
        INSERT INTO {schema}.event (position, id, version, type, data, tags, metadata)
        SELECT v_head + n.number, n.id, n.version, n.type, n.data, n.tags, n.metadata
        FROM unnest(e_id, e_version, e_type, e_data, e_tags, e_metadata)
            WITH ORDINALITY AS n (id, version, type, data, tags, metadata, number);
        INSERT INTO {schema}.tag (position, tag, type)
        SELECT v_head + n.event, n.tag, n.type FROM unnest(t_event, t_tag, t_type) AS n (event, tag, type);
    ELSIF EXISTS (SELECT FROM unnest(e_append) AS n (append) WHERE n.append <> ALL (v_refused)) THEN
        WITH kept AS (
            SELECT n.*, v_head + row_number() OVER (ORDER BY n.number) AS position
            FROM unnest(e_append, e_id, e_version, e_type, e_data, e_tags, e_metadata)
                WITH ORDINALITY AS n (append, id, version, type, data, tags, metadata, number)
            WHERE n.append <> ALL (v_refused)
        ), written AS (
            INSERT INTO {schema}.event (position, id, version, type, data, tags, metadata)
            SELECT k.position, k.id, k.version, k.type, k.data, k.tags, k.metadata FROM kept k
        )
        INSERT INTO {schema}.tag (position, tag, type)
        SELECT k.position, n.tag, n.type
        FROM unnest(t_event, t_tag, t_type) AS n (event, tag, type) JOIN kept k ON k.number = n.event;
    ELSIF v_alone THEN
        PERFORM set_config('synchronous_commit', 'off', true);  -- nothing was written that could be lost
    END IF;
END
$$;

-- Other tags for events, and a note; only if the note is still the one that is known. Says whether it was.
CREATE OR REPLACE FUNCTION {schema}.retag(
    p_known text, p_note text, e_position bigint[], e_tags bytea[],
    g_position bigint[], g_tag text[], n_position bigint[], n_tag text[]
) RETURNS boolean
LANGUAGE plpgsql
SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    PERFORM FROM {schema}.store FOR UPDATE;
    IF (SELECT tag_note FROM {schema}.store) <> p_known THEN
        RETURN false;
    END IF;
    UPDATE {schema}.store SET tag_note = p_note;
    UPDATE {schema}.event e SET tags = c.tags
    FROM unnest(e_position, e_tags) AS c (position, tags)
    WHERE e.position = c.position;
    DELETE FROM {schema}.tag t USING unnest(g_position, g_tag) AS g (position, tag)
    WHERE t.tag = g.tag AND t.position = g.position;
    INSERT INTO {schema}.tag (position, tag, type)
    SELECT n.position, n.tag, e.type
    FROM unnest(n_position, n_tag) AS n (position, tag) JOIN {schema}.event e ON e.position = n.position
    ON CONFLICT DO NOTHING;
    RETURN true;
END
$$;
