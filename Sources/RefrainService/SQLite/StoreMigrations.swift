#if Service
import ServiceCore

/// What the tables of a store are, as the steps that make them.
///
/// A step that has been released is never changed: stores were made by it. A change is another step at the end.
enum StoreMigrations {
  /// The number that the file says it is a store by: `Rfrn`.
  static let applicationID = 0x5266_726E

  /// The version of a store that all steps have made.
  static var version: Int { steps.count }

  /// Brings a store up to date, a transaction for each step.
  /// - Parameter steps: The steps, all of them by default.
  static func run(
    on connection: SQLiteConnection, from version: Int, steps: [String] = steps
  ) throws(StoreFailure) {
    for (index, step) in steps.enumerated().dropFirst(version) {
      try connection.execute(
        """
        BEGIN IMMEDIATE;
        \(step)
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(index + 1);
        COMMIT;
        """)
    }
  }

  /// The steps, in order: the first makes version 1.
  static let steps = [tables, liveSessions, missingMessages]

  /// Times are milliseconds since 1970. Names are compared by their bytes. Numbers that a store gives are drawn from
  /// `facts.latest_number`, and never again.
  private static let tables = """
    CREATE TABLE facts (
      id INTEGER PRIMARY KEY CHECK (id = 1), incarnation TEXT, kind TEXT, starts INTEGER NOT NULL DEFAULT 0,
      is_paused INTEGER NOT NULL DEFAULT 0, latest_number INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    INSERT INTO facts (id) VALUES (1);

    CREATE TABLE inputs (
      arrival INTEGER PRIMARY KEY, key BLOB, body_digest BLOB NOT NULL, received INTEGER NOT NULL,
      queue_kind INTEGER, queue_name TEXT, content BLOB NOT NULL, tries INTEGER NOT NULL, start INTEGER,
      parked_behind TEXT, target TEXT
    ) STRICT;
    CREATE INDEX inputs_to_take ON inputs (arrival, received) WHERE parked_behind IS NULL;
    CREATE INDEX inputs_by_queue ON inputs (queue_kind, queue_name, arrival)
      WHERE queue_kind IS NOT NULL;
    CREATE INDEX inputs_parked ON inputs (parked_behind, arrival) WHERE parked_behind IS NOT NULL;

    CREATE TABLE input_keys (
      key BLOB PRIMARY KEY, body_digest BLOB NOT NULL, received INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX input_keys_by_age ON input_keys (received);

    CREATE TABLE sessions (
      number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, flow TEXT NOT NULL, definition TEXT NOT NULL,
      customer TEXT NOT NULL, turn INTEGER NOT NULL, record_count INTEGER NOT NULL, started_at INTEGER NOT NULL,
      latest_turn_at INTEGER NOT NULL, ended_at INTEGER, node TEXT, reason TEXT, waits_since INTEGER,
      is_stalled INTEGER NOT NULL, document BLOB NOT NULL
    ) STRICT;
    CREATE INDEX sessions_by_customer ON sessions (customer, number);
    CREATE INDEX sessions_by_definition ON sessions (definition);
    CREATE INDEX sessions_by_end ON sessions (ended_at) WHERE ended_at IS NOT NULL;

    CREATE TABLE session_names (
      kind INTEGER NOT NULL, name TEXT NOT NULL, session INTEGER NOT NULL, PRIMARY KEY (kind, name, session)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX names_by_session ON session_names (session, kind, name);

    CREATE TABLE timers (
      session TEXT NOT NULL, number INTEGER NOT NULL, time INTEGER NOT NULL, place INTEGER NOT NULL,
      tries INTEGER NOT NULL, start INTEGER, PRIMARY KEY (session, number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX timers_by_time ON timers (time, place);

    CREATE TABLE effects (
      place INTEGER PRIMARY KEY, session TEXT NOT NULL, number INTEGER NOT NULL, incarnation TEXT NOT NULL,
      content BLOB NOT NULL, lane TEXT, not_after INTEGER NOT NULL, is_wanted INTEGER NOT NULL,
      is_last_try INTEGER NOT NULL, tries INTEGER NOT NULL, first_try INTEGER, state INTEGER NOT NULL,
      state_time INTEGER NOT NULL, start INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX effects_by_key ON effects (session, number, incarnation);
    CREATE INDEX effects_by_lane ON effects (lane, place) WHERE lane IS NOT NULL;
    CREATE INDEX effects_by_state ON effects (state, state_time);

    CREATE TABLE journal (
      id INTEGER PRIMARY KEY, session TEXT NOT NULL, number INTEGER NOT NULL, now INTEGER NOT NULL,
      machine_version INTEGER NOT NULL, input BLOB NOT NULL, records BLOB NOT NULL,
      records_digest INTEGER NOT NULL, document_digest INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX journal_by_session ON journal (session, number);

    CREATE TABLE store_records (
      number INTEGER PRIMARY KEY, at INTEGER NOT NULL, customer TEXT, content BLOB NOT NULL
    ) STRICT;
    CREATE INDEX store_records_by_time ON store_records (at);
    CREATE INDEX store_records_by_customer ON store_records (customer) WHERE customer IS NOT NULL;

    CREATE TABLE held_events (
      number INTEGER PRIMARY KEY, kind INTEGER NOT NULL, name TEXT NOT NULL, key BLOB, received INTEGER NOT NULL,
      content BLOB NOT NULL
    ) STRICT;
    CREATE INDEX held_events_by_name ON held_events (kind, name, number);

    CREATE TABLE project (number INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT;
    CREATE TABLE definitions (
      hash TEXT PRIMARY KEY, content BLOB NOT NULL, is_in_force INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE dead_letters (
      number INTEGER PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, session TEXT, customer TEXT,
      problem TEXT NOT NULL, content BLOB NOT NULL
    ) STRICT;
    CREATE TABLE suppressed_customers (customer TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    """

  /// Operators look for live sessions, of which there are few among those that are kept.
  private static let liveSessions = "CREATE INDEX sessions_live ON sessions (number) WHERE ended_at IS NULL;"

  /// What a gateway does not repeat is still to be asked for by the next start.
  private static let missingMessages = "ALTER TABLE facts ADD COLUMN missing_since INTEGER;"
}
#endif
