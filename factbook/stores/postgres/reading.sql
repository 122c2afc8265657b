-- Written twice, for each direction: {suffix} is empty or _backwards, {order} is ASC or DESC.

-- Positions of the events that an item of a query means, the first of them up to a limit; some may come twice.
CREATE OR REPLACE FUNCTION {schema}.matching{suffix}(
    p_tags text[], p_types text[], p_after bigint, p_until bigint, p_limit bigint
) RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$
    (
        SELECT t.position
        FROM {schema}.tag t
        WHERE cardinality(p_tags) > 0 AND t.tag = p_tags[1] AND t.position > p_after AND t.position <= p_until
            AND (cardinality(p_types) = 0 OR t.type = ANY (p_types))
            AND (cardinality(p_tags) = 1 OR NOT EXISTS (
                SELECT FROM unnest(p_tags[2:]) AS more (tag)
                WHERE NOT EXISTS (SELECT FROM {schema}.tag o WHERE o.tag = more.tag AND o.position = t.position)
            ))
        ORDER BY t.position {order}
        LIMIT p_limit
    )
    UNION ALL
    (
        SELECT e.position
        FROM unnest(p_types) AS k (type)
        CROSS JOIN LATERAL (
            SELECT o.position
            FROM {schema}.event o
            WHERE o.type = k.type AND o.position > p_after AND o.position <= p_until
            ORDER BY o.position {order}
            LIMIT p_limit
        ) AS e
        WHERE cardinality(p_tags) = 0
    )
    UNION ALL
    (
        SELECT e.position
        FROM {schema}.event e
        WHERE cardinality(p_tags) = 0 AND cardinality(p_types) = 0 AND e.position > p_after AND e.position <= p_until
        ORDER BY e.position {order}
        LIMIT p_limit
    )
$$;

-- The head first, as a position without an event; then the events of a query. Both are of one snapshot, since a stable
-- function sees that of its caller.
CREATE OR REPLACE FUNCTION {schema}.read{suffix}(
    p_after bigint, p_until bigint, p_limit bigint,
    i_from integer[], i_to integer[], k_from integer[], k_to integer[], i_tags text[], k_types text[]
) RETURNS TABLE ("position" bigint, type text, version integer, data bytea, id bytea, tags bytea, metadata bytea)
LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET jit = off SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    IF pg_is_in_recovery() THEN
        RAISE EXCEPTION USING ERRCODE = 'FB002', MESSAGE = 'this is a replica';
    END IF;
    SELECT coalesce(max(e.position), 0) INTO position FROM {schema}.event e;
    RETURN NEXT;
    IF cardinality(i_from) = 1 AND cardinality(i_tags) = 1 THEN  -- what most decisions read, in half the time
        RETURN QUERY
        SELECT e.position, e.type, e.version, e.data, uuid_send(e.id), e.tags, e.metadata
        FROM {schema}.tag t JOIN {schema}.event e ON e.position = t.position
        WHERE t.tag = i_tags[1] AND t.position > p_after AND t.position <= p_until
            AND (cardinality(k_types) = 0 OR t.type = ANY (k_types))
        ORDER BY t.position {order}
        LIMIT p_limit;
        RETURN;
    END IF;
    RETURN QUERY
    SELECT e.position, e.type, e.version, e.data, uuid_send(e.id), e.tags, e.metadata
    FROM (
        SELECT DISTINCT m.position
        FROM (
            SELECT
                CASE WHEN u.i_to > u.i_from
                    THEN {schema}.rarest_first(i_tags[u.i_from:u.i_to], p_after)
                    ELSE i_tags[u.i_from:u.i_to]
                END AS tags,
                k_types[u.k_from:u.k_to] AS types
            FROM unnest(i_from, i_to, k_from, k_to) AS u (i_from, i_to, k_from, k_to)
            OFFSET 0
        ) AS c
        CROSS JOIN LATERAL {schema}.matching{suffix}(c.tags, c.types, p_after, p_until, p_limit) AS m (position)
        ORDER BY m.position {order}
        LIMIT p_limit
    ) AS p
    JOIN {schema}.event e ON e.position = p.position
    ORDER BY p.position {order};
END
$$;
