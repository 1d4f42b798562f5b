#if Service
import Foundation

/// A PostgreSQL of the proof's own, as `.ci/postgresql` starts it, whose clock the proof sets.
///
/// The store's tables stand in a schema that the server looks in first, with a clock of its own beside them: minutes need not be
/// waited for, and the server's clock is another one than the processes'.
actor ProofDatabase {
  /// What does not become of the server's doing.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// How its server is ended, to be started again.
  enum Ending: String, Sendable {
    /// In order.
    case restart
    /// As a failure of its machine ends it.
    case kill
  }

  /// Where it is, as libpq takes it.
  nonisolated let address: String
  /// The server's port.
  nonisolated let port: UInt16
  private let server: CheckProgram

  /// Starts a server; nil where there is no PostgreSQL.
  /// - Parameter others: Another address of this machine at which it listens, and the one from which it is reached there.
  init?(listeningAt others: (near: String, far: String)?) throws {
    let arguments = others.map { [$0.near, $0.far] } ?? []
    guard let server = CheckProgram(".ci/postgresql", arguments) else { return nil }
    self.server = server
    let address = server.firstLine
    guard let port = URLComponents(string: address)?.port.flatMap(UInt16.init(exactly:)) else {
      throw Failure(description: "the server's address has no port")
    }
    self.address = address + "?options=-csearch_path%3Dproof%2Cpg_catalog"
    self.port = port
  }

  /// The address by which the server is reached at another port.
  nonisolated func address(at other: UInt16) -> String { address.replacing(":\(port)/", with: ":\(other)/") }

  /// The address by which the server is reached at another one of the machine's.
  nonisolated func address(at other: String) -> String {
    address.replacing("@127.0.0.1:", with: "@\(other):")
  }

  /// Makes the schema, and the clock that shows the time that it is.
  func prepare() throws {
    try ask(
      "CREATE SCHEMA proof; CREATE TABLE proof.lead (id BIGINT PRIMARY KEY, milliseconds BIGINT NOT NULL); "
        + "INSERT INTO proof.lead VALUES (1, 0); "
        + "CREATE FUNCTION proof.clock_timestamp() RETURNS TIMESTAMPTZ LANGUAGE sql VOLATILE AS "
        + "'SELECT pg_catalog.clock_timestamp() + (SELECT milliseconds FROM proof.lead) * INTERVAL ''1 millisecond'''"
    )
  }

  /// Sets the server's clock so many milliseconds before the machine's.
  func setLead(_ milliseconds: Int64) throws {
    try ask("UPDATE proof.lead SET milliseconds = \(milliseconds)")
  }

  /// Ends all connections but the one by which this is asked for.
  func endConnections() throws {
    try ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'refrain'")
  }

  /// Ends the server and starts it again.
  func end(by ending: Ending) throws { try ask(ending.rawValue) }

  private func ask(_ line: String) throws {
    guard try server.ask(line) else { throw Failure(description: "PostgreSQL has ended") }
  }
}
#endif
