#if Service
import ServiceCore

/// What the tables of a store in a PostgreSQL database are, as the steps that make them.
///
/// A step that has been released is never changed: stores were made by it. A change is another step at the end. Processes that
/// start at the same time make each step once: who comes second finds the version grown, once the row is his.
enum PostgreSQLMigrations {
  /// Brings a store up to date, a transaction for each step.
  /// - Parameters:
  ///   - steps: The steps, all of them by default.
  ///   - isMade: Whether a store is made where there is none.
  /// - Throws: `.absent` where it is not, and there is none.
  static func run(
    on connection: PostgreSQLConnection, steps: [String] = steps, isMade: Bool = true
  ) throws(StoreOpeningFailure) {
    var found = 0
    do throws(StoreFailure) {
      found = isMade ? try version(of: connection) : try foundVersion(of: connection) ?? 0
      while found < steps.count, isMade || found > 0 {
        try take(steps[found], after: found, on: connection)
        found = try version(of: connection)
      }
      if found == steps.count { return }
    } catch {
      throw .failed(error)
    }
    throw found == 0 ? .absent : .newer(found)
  }

  /// The version of the store in the database; 0 where there is none yet.
  private static func version(of connection: PostgreSQLConnection) throws(StoreFailure) -> Int {
    if let version = try foundVersion(of: connection) { return version }
    // Whoever may only use the tables that are there is not asked to be allowed to make them.
    try makeVersion(on: connection)
    return try foundVersion(of: connection) ?? 0
  }

  /// The version of the store that is in the database; nil where nothing is. Nothing is changed.
  static func foundVersion(of connection: PostgreSQLConnection) throws(StoreFailure) -> Int? {
    let known: [Void] = try connection.rows(
      "SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'store_version'",
      []
    ) { _ in }
    guard !known.isEmpty else { return nil }
    return try connection.rows("SELECT version FROM store_version WHERE id = 1", []) { $0.integer(0) }.first
  }

  private static func makeVersion(on connection: PostgreSQLConnection) throws(StoreFailure) {
    do throws(StoreFailure) {
      try connection.execute(
        """
        CREATE TABLE IF NOT EXISTS store_version (
          id BIGINT PRIMARY KEY CHECK (id = 1), version BIGINT NOT NULL
        );
        INSERT INTO store_version (id, version) VALUES (1, 0) ON CONFLICT DO NOTHING;
        """)
    } catch {
      // Who makes the same table at the same time may fail, and finds it then.
      guard let state = connection.failure?.state, ["23505", "42P07", "42710", "40001"].contains(state) else {
        throw error
      }
    }
  }

  private static func take(
    _ step: String, after version: Int, on connection: PostgreSQLConnection
  ) throws(StoreFailure) {
    try connection.begin()
    let latest = try connection.rows("SELECT version FROM store_version WHERE id = 1 FOR UPDATE", []) {
      $0.integer(0)
    }
    if latest == [version] {
      try connection.execute(step)
      try connection.run("UPDATE store_version SET version = $1 WHERE id = 1", [.number(version + 1)])
    }
    try connection.commit()
  }

  /// The steps, in order: the first makes version 1.
  static let steps = [tables, missingMessages]

  /// Times are milliseconds since 1970. A text is its bytes in UTF-8, so that it may hold any character and is compared by
  /// bytes; `SET bytea_output = 'escape'` has psql show them. Numbers that a store gives are drawn from one sequence.
  private static let tables = """
    CREATE SEQUENCE numbers;

    CREATE TABLE facts (
      id BIGINT PRIMARY KEY CHECK (id = 1), incarnation BYTEA, kind BYTEA, starts BIGINT NOT NULL,
      is_paused BOOLEAN NOT NULL, hashing_key BYTEA
    );
    INSERT INTO facts (id, starts, is_paused) VALUES (1, 0, FALSE);

    CREATE TABLE locked_names (kind BIGINT NOT NULL, name BYTEA NOT NULL, PRIMARY KEY (kind, name));

    CREATE TABLE inputs (
      arrival BIGINT PRIMARY KEY, key BYTEA, body_digest BYTEA NOT NULL, received BIGINT NOT NULL,
      queue_kind BIGINT, queue_name BYTEA, content BYTEA NOT NULL, tries BIGINT NOT NULL, start BIGINT,
      marked BIGINT, parked_behind BYTEA, target BYTEA
    );
    CREATE INDEX inputs_to_take ON inputs (arrival) WHERE parked_behind IS NULL;
    CREATE INDEX inputs_by_queue ON inputs (queue_kind, queue_name, arrival) WHERE queue_kind IS NOT NULL;
    CREATE INDEX inputs_parked ON inputs (parked_behind) WHERE parked_behind IS NOT NULL;

    CREATE TABLE input_keys (key BYTEA PRIMARY KEY, body_digest BYTEA NOT NULL, received BIGINT NOT NULL);
    CREATE INDEX input_keys_by_age ON input_keys (received);

    CREATE TABLE sessions (
      number BIGINT PRIMARY KEY, key BYTEA NOT NULL, flow BYTEA NOT NULL, definition BYTEA NOT NULL,
      customer BYTEA NOT NULL, turn BIGINT NOT NULL, record_count BIGINT NOT NULL, started_at BIGINT NOT NULL,
      latest_turn_at BIGINT NOT NULL, ended_at BIGINT, node BYTEA, reason BYTEA, waits_since BIGINT,
      is_stalled BOOLEAN NOT NULL, document BYTEA NOT NULL
    );
    CREATE UNIQUE INDEX sessions_by_key ON sessions (key);
    CREATE INDEX sessions_by_customer ON sessions (customer, number);
    CREATE INDEX sessions_by_definition ON sessions (definition);
    CREATE INDEX sessions_live ON sessions (number) WHERE ended_at IS NULL;
    CREATE INDEX sessions_by_end ON sessions (ended_at) WHERE ended_at IS NOT NULL;

    CREATE TABLE session_names (
      kind BIGINT NOT NULL, name BYTEA NOT NULL, session BIGINT NOT NULL, PRIMARY KEY (kind, name, session)
    );
    CREATE INDEX session_names_by_session ON session_names (session);

    CREATE TABLE timers (
      session BYTEA NOT NULL, number BIGINT NOT NULL, time BIGINT NOT NULL, place BIGINT NOT NULL,
      tries BIGINT NOT NULL, start BIGINT, marked BIGINT, PRIMARY KEY (session, number)
    );
    CREATE INDEX timers_by_time ON timers (time, place);

    CREATE TABLE effects (
      place BIGINT PRIMARY KEY, session BYTEA NOT NULL, number BIGINT NOT NULL, incarnation BYTEA NOT NULL,
      content BYTEA NOT NULL, lane BYTEA, not_after BIGINT NOT NULL, is_wanted BOOLEAN NOT NULL,
      is_last_try BOOLEAN NOT NULL, tries BIGINT NOT NULL, first_try BIGINT, state BIGINT NOT NULL,
      state_time BIGINT NOT NULL, start BIGINT
    );
    CREATE UNIQUE INDEX effects_by_key ON effects (session, number, incarnation);
    CREATE INDEX effects_by_lane ON effects (lane, place) WHERE lane IS NOT NULL;
    CREATE INDEX effects_waiting ON effects (place) WHERE state = 0;
    CREATE INDEX effects_by_time ON effects (state_time) WHERE state = 0;
    CREATE INDEX effects_attempted ON effects (place) WHERE state = 1;
    CREATE INDEX effects_in_doubt ON effects (place) WHERE state = 2;

    CREATE TABLE journal (
      session BYTEA NOT NULL, number BIGINT NOT NULL, now BIGINT NOT NULL, machine_version BIGINT NOT NULL,
      input BYTEA NOT NULL, records BYTEA NOT NULL, records_digest BIGINT NOT NULL,
      document_digest BIGINT NOT NULL, PRIMARY KEY (session, number)
    );

    CREATE TABLE store_records (
      number BIGINT PRIMARY KEY, at BIGINT NOT NULL, customer BYTEA, content BYTEA NOT NULL
    );
    CREATE INDEX store_records_by_time ON store_records (at);
    CREATE INDEX store_records_by_customer ON store_records (customer) WHERE customer IS NOT NULL;

    CREATE TABLE held_events (
      number BIGINT PRIMARY KEY, kind BIGINT NOT NULL, name BYTEA NOT NULL, key BYTEA, received BIGINT NOT NULL,
      content BYTEA NOT NULL
    );
    CREATE INDEX held_events_by_name ON held_events (kind, name, number);

    CREATE TABLE project (id BIGINT PRIMARY KEY DEFAULT 1 CHECK (id = 1), number BIGINT NOT NULL, content BYTEA NOT NULL);
    CREATE TABLE definitions (hash BYTEA PRIMARY KEY, content BYTEA NOT NULL, is_in_force BOOLEAN NOT NULL);

    CREATE TABLE dead_letters (
      number BIGINT PRIMARY KEY, kind BYTEA NOT NULL, at BIGINT NOT NULL, session BYTEA, customer BYTEA,
      problem BYTEA NOT NULL, content BYTEA NOT NULL
    );
    CREATE INDEX dead_letters_by_session ON dead_letters (session) WHERE session IS NOT NULL;
    CREATE INDEX dead_letters_by_customer ON dead_letters (customer) WHERE customer IS NOT NULL;
    CREATE TABLE suppressed_customers (customer BYTEA PRIMARY KEY);
    """

  /// What a gateway does not repeat is still to be asked for by the next start.
  private static let missingMessages = "ALTER TABLE facts ADD COLUMN missing_since BIGINT;"
}
#endif
