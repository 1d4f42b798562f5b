#if Service
import RefrainService

/// What a store in a database asks the server for turns without an effect, as pgbench is told it: no flow, no machine, and
/// nothing of this program's own but the statements.
enum TurnStatements {
  /// Turns of one transaction, as the service takes them.
  static let turns = 100

  private static let sessionColumns = """
    key, flow, definition, customer, turn, record_count, started_at, latest_turn_at, ended_at, node, reason, \
    waits_since, is_stalled, document, number
    """

  /// How many bytes a turn reads and writes, about.
  struct Sizes {
    /// Of an input.
    let input: Int
    /// Of a session's document, of what its journal keeps of the input, and of its records.
    let document: Int, journalled: Int, records: Int

    /// What tells the sizes of a store that has taken turns, in their order here: of those behind the
    /// two that open a conversation. A journal puts 11 bytes around an input.
    static let query = """
      SELECT avg(length(input))::bigint - 11, (SELECT avg(length(document))::bigint FROM sessions),
        avg(length(input))::bigint, avg(length(records))::bigint FROM journal WHERE number > 2
      """
  }

  /// Fills the table of inputs for so many transactions.
  static func inputs(_ transactions: Int, _ sizes: Sizes) -> String {
    """
    DROP SEQUENCE IF EXISTS taken; CREATE SEQUENCE taken; TRUNCATE inputs, journal;
    INSERT INTO inputs (arrival, key, body_digest, received, queue_kind, queue_name, content, tries)
    SELECT n, 'key', 'digest', n, 2, convert_to('conversation-' || n % 1000, 'UTF8'),
      (SELECT repeat('x', \(sizes.input))::bytea), 0
    FROM generate_series(\(turns), \((transactions + 1) * turns)) AS n;
    """
  }

  /// Gives sessions the keys that the script knows them by, and has all stand behind the same turn.
  static let namedSessions = """
    UPDATE sessions SET key = convert_to('session-' || convert_from(names.name, 'UTF8'), 'UTF8'), turn = 3
    FROM session_names AS names WHERE names.kind = 2 AND names.session = sessions.number
    """

  /// The transaction that claims a group and the one that takes it, in the store's own words: what is bound to them is made by
  /// the server, where the store sends it.
  /// - Parameter sessions: How many sessions each client has for itself.
  static func script(_ sessions: Int, _ sizes: Sizes) -> String {
    func list(_ type: String, _ value: String, _ turns: Range<Int> = 0..<turns) -> String {
      "(SELECT array_agg((\(value))::\(type)) FROM generate_series(\(turns.lowerBound), \(turns.upperBound - 1)) AS n)::\(type)[]"
    }
    func bytes(_ text: String) -> String { "convert_to(\(text), 'UTF8')" }
    let conversation = bytes("'conversation-' || (:s + n)")
    let customer = bytes("'sms:+1555' || (5550000 + :s + n)")
    let session = bytes("'session-conversation-' || (:s + n)")
    let arrivals = list("bigint", ":base + n")
    let (kinds, names) = (list("bigint", "2"), list("bytea", conversation))
    let locked = [list("bigint", "1") + " || " + kinds, list("bytea", customer) + " || " + names]
    let queues = [locked[0] + " || " + list("bigint", "5"), locked[1] + " || " + list("bytea", session)]
    let none = "ARRAY[]::bytea[]"
    let start = "(:client_id + 1)::bigint"
    let values: [[String]] = [
      [], ["0::bigint", "\(turns)::bigint", start], ["\(turns)::bigint", start], [arrivals, start],
      [], [kinds, names, none], locked, locked, [arrivals], queues + [":base + \(turns - 1)"],
      [kinds, names],
      [kinds, names, none], [],
    ]
    let statements = zip(PostgreSQLGroup.claiming + PostgreSQLGroup.reading, values).map { sql, values in
      // Clients must not be in each other's way, since what a statement gives is not known to the next one.
      bound(
        sql == PostgreSQLGroup.claiming[2]
          ? sql.replacing("ORDER BY", with: "AND arrival >= :base ORDER BY") : sql, values)
    }
    var lines = [
      "SELECT nextval('taken') * \(turns) AS base \\gset",
      "\\set s :client_id * \(sessions) + random(0, \(sessions / turns - 1)) * \(turns)",
      "BEGIN;",
    ]
    lines += statements.prefix(PostgreSQLGroup.claiming.count) + ["COMMIT;", "BEGIN;"]
    lines += statements.dropFirst(PostgreSQLGroup.claiming.count) + ["\\startpipeline"]
    for first in stride(from: 0, to: turns, by: PostgreSQLGroup.writtenTurns) {
      let some = first..<min(first + PostgreSQLGroup.writtenTurns, turns)
      func number(_ value: String) -> String { list("bigint", value, some) }
      func text(_ value: String) -> String { list("bytea", value, some) }
      func filled(_ length: Int) -> String { text("repeat('x', \(length))") }
      let change: [String] = [
        text(session), number("3"), number(":base + n"), number(":base + n"), number("NULL"), text("'open'"),
        text("'event'"), number("1"), filled(sizes.document), number("3"),
      ]
      let row: [String] = [
        text(session), number("1000000 + :base + n"), number("1"), number("1"), filled(sizes.journalled),
        filled(sizes.records), number("1"), number("1"),
      ]
      let values = [change, row, [number(":base + n")]]
      lines += zip(PostgreSQLGroup.writing, values).map { bound($0, $1) }
    }
    return (lines + ["\\endpipeline", "COMMIT;"]).joined(separator: "\n") + "\n"
  }

  /// A statement in a line, with what stands for its values.
  private static func bound(_ sql: String, _ values: [String]) -> String {
    var text = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for (index, value) in values.enumerated().reversed() {
      text = text.replacing("$\(index + 1)", with: "(\(value))")
    }
    return text + ";"
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
