/** SQL functions for what a process does with its membership: it joins, leaves, or is buried by another. */

const GENESIS = "0".repeat(64);

export const MEMBER_FUNCTIONS = `
  -- Takes up a chain that nobody writes, or begins one.
  CREATE FUNCTION fairlead.join_fleet(me text, lease_ms bigint) RETURNS integer LANGUAGE plpgsql AS $$
  DECLARE
    mine integer;
  BEGIN
    SELECT id INTO mine FROM fairlead.chains WHERE owner IS NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF mine IS NULL THEN
      PERFORM pg_advisory_xact_lock(hashtext('fairlead.chains'));
      SELECT coalesce(max(id), 0) + 1 INTO mine FROM fairlead.chains;
      INSERT INTO fairlead.chains (id, owner, hash) VALUES (mine, me, '${GENESIS}');
    ELSE
      UPDATE fairlead.chains SET owner = me WHERE id = mine;
    END IF;
    INSERT INTO fairlead.processes (id, chain, lease_ms, seen_at) VALUES (me, mine, lease_ms, clock_timestamp());
    RETURN mine;
  END $$;

  -- Adds records at the end of a chain: [[text, kind, column, ...], ...]. One that is there already is left out.
  CREATE FUNCTION fairlead.append_records(onto integer, added jsonb) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    head fairlead.chains%ROWTYPE;
    one jsonb;
  BEGIN
    SELECT * INTO head FROM fairlead.chains WHERE id = onto FOR UPDATE;
    FOR one IN SELECT value FROM jsonb_array_elements(added) LOOP
      CONTINUE WHEN EXISTS (SELECT FROM fairlead.records WHERE id = one->>2);
      head.place := head.place + 1;
      head.hash := encode(sha256(convert_to(head.hash || E'\\n' || (one->>0), 'UTF8')), 'hex');
      INSERT INTO fairlead.records VALUES (onto, head.place, head.hash, one->>1, one->>0, one->>2, (one->>3)::bigint,
        one->>4, one->>5, one->>6, one->>7, one->>8, one->>9, one->>10, one->>11, (one->>12)::bigint,
        (one->>13)::bigint, (one->>14)::bigint);
    END LOOP;
    UPDATE fairlead.chains SET place = head.place, hash = head.hash WHERE id = onto;
  END $$;

  -- What a process has spent becomes the windows' own, what it has not comes back, and its chain is free.
  CREATE FUNCTION fairlead.remove_process(gone text) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    lease fairlead.leases%ROWTYPE;
  BEGIN
    FOR lease IN SELECT * FROM fairlead.leases WHERE owner = gone ORDER BY budget, window_start LOOP
      UPDATE fairlead.budget_windows SET settled = settled + lease.settled
        WHERE budget = lease.budget AND window_start = lease.window_start;
      DELETE FROM fairlead.leases
        WHERE budget = lease.budget AND window_start = lease.window_start AND owner = gone;
    END LOOP;
    UPDATE fairlead.chains SET owner = NULL WHERE owner = gone;
    DELETE FROM fairlead.processes WHERE id = gone;
    PERFORM pg_notify('fairlead', 'freed');
  END $$;

  -- Leaves. A process whose requests are not all settled stays, to be buried with them.
  CREATE FUNCTION fairlead.leave_fleet(me text) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM FROM fairlead.processes WHERE id = me FOR UPDATE;
    IF EXISTS (SELECT FROM fairlead.reservations WHERE owner = me) THEN RETURN; END IF;
    PERFORM fairlead.remove_process(me);
  END $$;

  CREATE FUNCTION fairlead.lock_text(of text, OUT state text, OUT now bigint) LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO fairlead.rate_windows VALUES (of, '', clock_timestamp()) ON CONFLICT DO NOTHING;
    SELECT r.state INTO lock_text.state FROM fairlead.rate_windows r WHERE r.name = of FOR UPDATE;
    lock_text.now := floor(extract(epoch FROM clock_timestamp()) * 1000);
  END $$;

  -- Settles what a process that is not heard of any more had reserved, at its amount, and removes it. Says whether it
  -- did: the process may have been heard of, or be buried, meanwhile.
  CREATE FUNCTION fairlead.bury(me text, dead text, added jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM FROM fairlead.processes
      WHERE id = dead AND seen_at < clock_timestamp() - lease_ms * interval '1 millisecond' FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN RETURN false; END IF;
    INSERT INTO fairlead.leases (budget, window_start, owner, settled)
      SELECT claim->>0, (claim->>1)::bigint, dead, sum(amount)
        FROM fairlead.reservations, jsonb_array_elements(claims) AS claim WHERE owner = dead GROUP BY 1, 2
      ON CONFLICT (budget, window_start, owner) DO UPDATE SET settled = leases.settled + excluded.settled;
    DELETE FROM fairlead.reservations WHERE owner = dead;
    PERFORM fairlead.append_records((SELECT chain FROM fairlead.processes WHERE id = me), added);
    PERFORM fairlead.remove_process(dead);
    RETURN true;
  END $$;
`;
