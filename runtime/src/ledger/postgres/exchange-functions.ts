/** The SQL function by which a process says all that it did since last time, and hears what it may do next. */

/**
 * `exchange(me, number, batch)`: one round trip, one transaction. A batch that is sent again, because nobody knows
 * whether it arrived, has the number that it had, and is not applied twice. Locks are taken in one order: the
 * process's own row, windows by name, its chain.
 */
export const EXCHANGE_FUNCTIONS = `
  -- How much of a window a process gets: what it needs and something ahead, while there is plenty; else what is there.
  CREATE FUNCTION fairlead.grant_lease(
    me text, of text, starting bigint, cap bigint, need bigint, smallest bigint, ahead bigint
  ) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    slack bigint;
    granted bigint := 0;
  BEGIN
    SELECT cap - settled INTO slack FROM fairlead.budget_windows WHERE budget = of AND window_start = starting FOR UPDATE;
    slack := slack - (SELECT coalesce(sum(greatest(amount, settled)), 0) FROM fairlead.leases
      WHERE budget = of AND window_start = starting);
    IF slack >= need THEN
      granted := need + least(ahead, (slack - need) / (4 * (SELECT count(*) FROM fairlead.processes)));
    ELSIF need > 0 THEN
      IF slack >= smallest THEN granted := slack; END IF;
      PERFORM fairlead.want(of, starting);
    END IF;
    IF granted > 0 THEN
      INSERT INTO fairlead.leases (budget, window_start, owner, amount) VALUES (of, starting, me, granted)
        ON CONFLICT (budget, window_start, owner) DO UPDATE SET amount = leases.amount + excluded.amount;
    END IF;
  END $$;

  -- Asks the others to give back what they do not use.
  CREATE FUNCTION fairlead.want(of text, starting bigint) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    before timestamptz;
  BEGIN
    SELECT wanted_at INTO before FROM fairlead.budget_windows WHERE budget = of AND window_start = starting FOR UPDATE;
    IF before > clock_timestamp() - interval '50 milliseconds' THEN RETURN; END IF;
    UPDATE fairlead.budget_windows SET wanted_at = clock_timestamp() WHERE budget = of AND window_start = starting;
    PERFORM pg_notify('fairlead', 'wanted');
  END $$;

  CREATE FUNCTION fairlead.open_window(of text, starting bigint, ending bigint, scope jsonb) RETURNS void
  LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM fairlead.budget_windows WHERE budget = of AND window_start = starting) THEN RETURN; END IF;
    INSERT INTO fairlead.budget_windows (budget, window_start, window_end, settled)
      SELECT of, starting, ending, coalesce(sum(cost), 0) FROM fairlead.decisions
        WHERE at >= starting AND at < ending
          AND (scope->>'businessUnit' IS NULL OR business_unit = scope->>'businessUnit')
          AND (scope->>'provider' IS NULL OR provider = scope->>'provider')
          AND (scope->>'workload' IS NULL OR workload = scope->>'workload')
          AND (scope->>'model' IS NULL OR model = scope->>'model')
      ON CONFLICT DO NOTHING;
  END $$;

  CREATE FUNCTION fairlead.apply_batch(me text, onto integer, batch jsonb) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    one record;
    freed boolean := false;
  BEGIN
    FOR one IN SELECT * FROM jsonb_to_recordset(batch->'windows') AS part(
      budget text, starting bigint, ending bigint, scope jsonb, spent bigint, back bigint, want boolean,
      cap bigint, need bigint, smallest bigint, ahead bigint
    ) ORDER BY budget, starting LOOP
      IF one.ending IS NOT NULL THEN
        PERFORM fairlead.open_window(one.budget, one.starting, one.ending, one.scope);
      END IF;
      IF one.spent <> 0 OR one.back > 0 THEN
        INSERT INTO fairlead.leases (budget, window_start, owner, amount, settled)
          VALUES (one.budget, one.starting, me, 0, coalesce(one.spent, 0))
          ON CONFLICT (budget, window_start, owner) DO UPDATE
            SET settled = leases.settled + excluded.settled, amount = leases.amount - coalesce(one.back, 0);
        freed := freed OR (one.back > 0 AND EXISTS (SELECT FROM fairlead.budget_windows WHERE budget = one.budget
          AND window_start = one.starting AND wanted_at > clock_timestamp() - interval '2 seconds'));
      END IF;
      IF one.cap IS NOT NULL THEN
        PERFORM fairlead.grant_lease(me, one.budget, one.starting, one.cap, one.need, one.smallest, one.ahead);
      ELSIF one.want THEN
        PERFORM fairlead.want(one.budget, one.starting);
      END IF;
    END LOOP;
    INSERT INTO fairlead.reservations
      SELECT me, (held->>0)::bigint, (held->>1)::bigint, held->2, held->>3 FROM jsonb_array_elements(batch->'holds') AS held;
    DELETE FROM fairlead.reservations
      WHERE owner = me AND id IN (SELECT value::bigint FROM jsonb_array_elements_text(batch->'drops'));
    IF jsonb_array_length(batch->'records') > 0 THEN PERFORM fairlead.append_records(onto, batch->'records'); END IF;
    IF freed THEN PERFORM pg_notify('fairlead', 'freed'); END IF;
  END $$;

  -- What the windows of a batch are like for one process: its lease, and what the others have taken and spent.
  CREATE FUNCTION fairlead.see_windows(me text, looked jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_array(
      w.budget, w.window_start,
      (SELECT coalesce(sum(amount), 0) FROM fairlead.leases l
        WHERE l.budget = w.budget AND l.window_start = w.window_start AND l.owner = me),
      w.settled + (SELECT coalesce(sum(greatest(amount, settled)), 0) FROM fairlead.leases l
        WHERE l.budget = w.budget AND l.window_start = w.window_start AND l.owner <> me),
      w.settled + (SELECT coalesce(sum(settled), 0) FROM fairlead.leases l
        WHERE l.budget = w.budget AND l.window_start = w.window_start AND l.owner <> me),
      coalesce(w.wanted_at > clock_timestamp() - interval '2 seconds', false)
    )), '[]')
    FROM fairlead.budget_windows w
    JOIN jsonb_to_recordset(looked) AS part(budget text, starting bigint)
      ON w.budget = part.budget AND w.window_start = part.starting
  $$;

  CREATE FUNCTION fairlead.exchange(me text, number bigint, batch jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
  DECLARE
    process fairlead.processes%ROWTYPE;
  BEGIN
    SELECT * INTO process FROM fairlead.processes WHERE id = me FOR UPDATE;
    IF NOT FOUND THEN RETURN jsonb_build_object('gone', true); END IF;
    -- One before it has not arrived: both are to be sent again, in their order.
    IF number > process.last_number + 1 THEN RETURN jsonb_build_object('early', true); END IF;
    IF number > process.last_number THEN PERFORM fairlead.apply_batch(me, process.chain, batch); END IF;
    UPDATE fairlead.processes SET seen_at = clock_timestamp(), last_number = greatest(last_number, number),
      health = coalesce(batch->'health', health) WHERE id = me;
    RETURN jsonb_build_object(
      'windows', fairlead.see_windows(me, batch->'windows'),
      'keys', (SELECT version FROM fairlead.versions WHERE name = 'keys'),
      'health', CASE WHEN batch ? 'health' THEN (SELECT coalesce(jsonb_agg(hint), '[]')
        FROM fairlead.processes, jsonb_array_elements(health) AS hint WHERE id <> me) END
    );
  END $$;
`;
