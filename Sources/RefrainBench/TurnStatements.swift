#if Service
/// What a store in a database asks the server for a turn without an effect, as pgbench is told it: no flow, no machine, and
/// nothing of this program's own.
enum TurnStatements {
  /// Turns of one transaction, as the service takes them.
  static let turns = 100

  private static let inputColumns =
    "arrival, key, body_digest, received, queue_kind, queue_name, content, tries, start, parked_behind, target"
  private static let sessionColumns = """
    key, flow, definition, customer, turn, record_count, started_at, latest_turn_at, ended_at, node, reason, \
    waits_since, is_stalled, document, number
    """

  /// Fills the table of inputs for so many transactions.
  static func inputs(_ transactions: Int) -> String {
    """
    DROP SEQUENCE IF EXISTS taken; CREATE SEQUENCE taken; TRUNCATE inputs, journal;
    INSERT INTO inputs (arrival, key, body_digest, received, queue_kind, queue_name, content, tries)
    SELECT n, 'key', 'digest', n, 2, convert_to('conversation-' || n % 1000, 'UTF8'), (SELECT repeat('x', 300)::bytea), 0
    FROM generate_series(\(turns), \((transactions + 1) * turns)) AS n;
    """
  }

  /// Gives sessions the keys that the script knows them by.
  static let namedSessions = """
    UPDATE sessions SET key = convert_to('session-' || convert_from(names.name, 'UTF8'), 'UTF8')
    FROM session_names AS names WHERE names.kind = 2 AND names.session = sessions.number
    """

  /// A transaction that marks a group and one that takes it: what all of it concerns is locked and read at once, and what each
  /// turn changes is sent without a wait.
  /// - Parameter sessions: How many sessions each client has for itself.
  static func script(_ sessions: Int) -> String {
    let each = "generate_series(0, \(turns - 1)) AS n"
    let arrivals = "(SELECT array_agg((:base + n)::bigint) FROM \(each))::bigint[]"
    let texts = "(SELECT array_agg(convert_to('conversation-' || (:s + n), 'UTF8')) FROM \(each))"
    let names = "unnest((SELECT array_agg(2::bigint) FROM \(each)), \(texts))"
    let found = """
      SELECT \(sessionColumns) FROM sessions WHERE number IN (SELECT session FROM session_names WHERE (kind, name) IN \
      (SELECT * FROM \(names)) UNION SELECT number FROM sessions WHERE key = ANY(ARRAY[]::bytea[])) ORDER BY number;
      """
    var lines = [
      "SELECT nextval('taken') * \(turns) AS base \\gset",
      "\\set s :client_id * \(sessions) + random(0, \(sessions / turns - 1)) * \(turns)",
      "BEGIN;",
      """
      SELECT \(inputColumns) FROM inputs WHERE parked_behind IS NULL AND (marked IS NULL OR start = 1) AND arrival >= :base \
      ORDER BY arrival LIMIT \(turns) FOR UPDATE SKIP LOCKED;
      """,
      "UPDATE inputs SET tries = tries + 1, start = 1, marked = 1 WHERE arrival = ANY(\(arrivals));",
      "COMMIT;", "BEGIN;", "SELECT number FROM project WHERE id = 1;",
      found,
      "INSERT INTO locked_names (kind, name) SELECT * FROM \(names) AS new (kind, name) ORDER BY kind, name ON CONFLICT DO NOTHING;",
      "SELECT kind FROM locked_names WHERE (kind, name) IN (SELECT * FROM \(names)) ORDER BY kind, name FOR UPDATE;",
      "SELECT \(inputColumns) FROM inputs WHERE arrival = ANY(\(arrivals)) FOR UPDATE SKIP LOCKED;",
      """
      SELECT queue.kind, queue.name, waiting.arrival FROM \(names) AS queue (kind, name) JOIN inputs AS waiting \
      ON waiting.queue_kind = queue.kind AND waiting.queue_name = queue.name \
      WHERE waiting.arrival < :base + \(turns - 1) AND waiting.parked_behind IS NULL ORDER BY waiting.arrival;
      """,
      "SELECT kind, name, session FROM session_names WHERE (kind, name) IN (SELECT * FROM \(names));",
      found,
      "\\startpipeline",
    ]
    for turn in 0..<turns {
      let key = "convert_to('session-conversation-' || (:s + \(turn)), 'UTF8')"
      lines += [
        """
        UPDATE sessions SET turn = turn + 1, record_count = record_count + 2, latest_turn_at = latest_turn_at + 1, \
        ended_at = NULL, document = repeat('d', 700)::bytea WHERE key = \(key) AND turn > 0 AND ended_at IS NULL;
        """,
        """
        INSERT INTO journal (session, number, now, machine_version, input, records, records_digest, document_digest) \
        VALUES (\(key), 1000000 + :base + \(turn), 1, 1, repeat('i', 300)::bytea, repeat('r', 600)::bytea, 1, 1) \
        ON CONFLICT DO NOTHING;
        """,
        "DELETE FROM inputs WHERE arrival = :base + \(turn);",
      ]
    }
    return (lines + ["\\endpipeline", "COMMIT;"]).joined(separator: "\n") + "\n"
  }

  /// Fills the tables that grow with so many sessions, nine of ten of which have ended. What leads to them is made anew behind
  /// that, which is quicker by far.
  static func rows(_ rows: Int) -> String {
    let numbers = "generate_series(1000000, \(1_000_000 + rows - 1)) AS n"
    let waits = "n % 10 = 0"
    return """
      SET maintenance_work_mem = '256MB';
      CREATE TEMPORARY TABLE led AS
        SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
          format('ALTER TABLE %s ADD %s', conrelid::regclass, pg_get_constraintdef(oid)) AS make
        FROM pg_constraint WHERE contype = 'p' AND conrelid IN ('sessions'::regclass, 'journal'::regclass, 'input_keys'::regclass)
        UNION ALL SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
        FROM pg_index WHERE NOT indisprimary AND indrelid IN ('sessions'::regclass, 'input_keys'::regclass);
      DO $$ DECLARE step TEXT; BEGIN FOR step IN SELECT drop FROM led LOOP EXECUTE step; END LOOP; END $$;
      INSERT INTO sessions (\(sessionColumns))
        SELECT decode(md5('s' || n), 'hex'), 'f', 'd', convert_to('sms:+1' || n, 'UTF8'), 3, 9, n, n,
          CASE WHEN NOT \(waits) THEN n END, NULL, NULL, NULL, FALSE,
          CASE WHEN \(waits) THEN repeat('d', 1500)::bytea ELSE repeat('d', 300)::bytea END, n FROM \(numbers);
      INSERT INTO session_names SELECT 2, convert_to('c' || n, 'UTF8'), n FROM \(numbers) WHERE \(waits);
      INSERT INTO locked_names SELECT 2, convert_to('c' || n, 'UTF8') FROM \(numbers) WHERE \(waits);
      INSERT INTO timers (session, number, time, place, tries)
        SELECT decode(md5('s' || n), 'hex'), 1, 4000000000000, n, 0 FROM \(numbers) WHERE \(waits);
      INSERT INTO journal SELECT decode(md5('s' || n), 'hex'), 3, n, 1, repeat('i', 100)::bytea, repeat('r', 100)::bytea, 0, 0
        FROM \(numbers);
      INSERT INTO input_keys SELECT decode(md5('k' || n), 'hex'), 'digest', n FROM \(numbers) WHERE \(waits);
      DO $$ DECLARE step TEXT; BEGIN FOR step IN SELECT make FROM led LOOP EXECUTE step; END LOOP; END $$;
      """
  }
}
#endif
