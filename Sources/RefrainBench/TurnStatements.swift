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

  /// A transaction that marks a group and one that takes it.
  /// - Parameter sessions: How many sessions each client has for itself.
  static func script(_ sessions: Int) -> String {
    var lines = [
      "SELECT nextval('taken') * \(turns) AS base \\gset",
      "BEGIN;",
      """
      SELECT \(inputColumns) FROM inputs WHERE parked_behind IS NULL AND (marked IS NULL OR start = 1) AND arrival >= :base \
      ORDER BY arrival LIMIT \(turns) FOR UPDATE SKIP LOCKED;
      """,
      "\\startpipeline",
    ]
    for turn in 0..<turns {
      lines.append(
        "UPDATE inputs SET tries = tries + 1, start = 1, marked = 1 WHERE arrival = :base + \(turn);")
    }
    lines += ["\\endpipeline", "COMMIT;", "BEGIN;", "SELECT number FROM project WHERE id = 1;"]
    for turn in 0..<turns {
      let names = "ARRAY[2]::bigint[], ARRAY[convert_to('conversation-' || :s, 'UTF8')]::bytea[]"
      lines += [
        "\\set s :client_id * \(sessions) + random(0, \(sessions - 1))",
        "SELECT \(inputColumns) FROM inputs WHERE arrival = :base + \(turn) FOR UPDATE SKIP LOCKED;",
        """
        SELECT \(sessionColumns) FROM sessions WHERE number IN (SELECT session FROM session_names WHERE (kind, name) IN \
        (SELECT * FROM unnest(\(names))) UNION SELECT number FROM sessions WHERE key = ANY(ARRAY[]::bytea[])) ORDER BY number
        \\gset
        """,
        """
        SELECT min(earliest.arrival) FROM unnest(\(names)) AS queue (kind, name) CROSS JOIN LATERAL (SELECT arrival FROM inputs \
        WHERE queue_kind = queue.kind AND queue_name = queue.name AND arrival < 1 AND parked_behind IS NULL \
        ORDER BY arrival LIMIT 1) AS earliest;
        """,
        """
        WITH changed AS (UPDATE sessions SET turn = turn + 1, record_count = record_count + 2, latest_turn_at = latest_turn_at + 1, \
        document = :document WHERE key = :key AND turn = :turn RETURNING number) SELECT filed.kind, filed.name, changed.number \
        FROM changed LEFT JOIN session_names AS filed ON filed.session = changed.number;
        """,
        "\\startpipeline",
        """
        INSERT INTO journal (session, number, now, machine_version, input, records, records_digest, document_digest) \
        VALUES (:key, :turn + 1, 1, 1, repeat('i', 300)::bytea, repeat('r', 600)::bytea, 1, 1) ON CONFLICT DO NOTHING;
        """,
        "DELETE FROM inputs WHERE arrival = :base + \(turn);",
        "\\endpipeline",
      ]
    }
    return (lines + ["COMMIT;"]).joined(separator: "\n") + "\n"
  }

  /// Fills the tables that grow with so many rows, as they are when most sessions have ended, each after three turns.
  static func rows(_ rows: Int) -> String {
    let numbers = "generate_series(1000000, \(1_000_000 + rows / 5)) AS n"
    return """
      INSERT INTO sessions SELECT n, convert_to('s' || n, 'UTF8'), 'f', 'd', convert_to('sms:+' || n, 'UTF8'), 3, 9, n, n,
        CASE WHEN n % 10 > 0 THEN n END, NULL, NULL, NULL, FALSE, repeat('d', 500)::bytea FROM \(numbers);
      INSERT INTO session_names SELECT 2, convert_to('c' || n, 'UTF8'), n FROM \(numbers) WHERE n % 10 = 0;
      INSERT INTO locked_names SELECT 2, convert_to('c' || n, 'UTF8') FROM \(numbers) WHERE n % 10 = 0;
      INSERT INTO journal SELECT convert_to('s' || n, 'UTF8'), turn, n, 1, repeat('i', 300)::bytea, repeat('r', 600)::bytea, 0, 0
        FROM \(numbers), generate_series(1, 3) AS turn;
      INSERT INTO input_keys SELECT convert_to('k' || n, 'UTF8'), 'digest', n FROM \(numbers);
      """
  }
}
#endif
