#if Service
import Foundation

/// A schema for one work in the database whose address is in `REFRAIN_POSTGRES`, by PostgreSQL's own programs.
struct BenchmarkDatabase {
  private let schema: String
  /// The database's.
  private let base: String
  /// The schema's.
  let address: String

  /// Makes the schema anew; nil where no database is named.
  init?(schema: String = "refrain_bench") throws {
    guard let base = ProcessInfo.processInfo.environment["REFRAIN_POSTGRES"], !base.isEmpty else {
      return nil
    }
    self.base = base
    self.schema = schema
    address = base + (base.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(schema)"
    try drop()
    try psql(base, "CREATE SCHEMA \(schema)")
  }

  private func drop() throws { try psql(base, "DROP SCHEMA IF EXISTS \(schema) CASCADE") }

  /// Does something with it, and lets it go.
  func used<Result>(_ body: () async throws -> Result) async throws -> Result {
    do {
      let result = try await body()
      try drop()
      return result
    } catch {
      try? drop()
      throw error
    }
  }

  /// Runs SQL.
  func run(_ sql: String) throws { try psql(address, sql) }

  /// Tells the planner what the tables hold now.
  func analyze() throws { try run("VACUUM ANALYZE") }

  /// The numbers in the row that a query gives.
  func numbers(_ query: String) throws -> [Int] {
    try psql(address, query).split { !$0.isNumber }.compactMap { Int($0) }
  }

  /// - Returns: What it writes: values alone.
  @discardableResult
  private func psql(_ address: String, _ sql: String) throws -> String {
    try ChildProcess.run(["/usr/bin/env", "psql", address, "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", sql])
      .output
  }

  /// How many transactions pgbench makes in a second; nil where it is not installed.
  func transactionsPerSecond(_ script: String, _ clients: Int, _ transactions: Int) throws -> Double? {
    let file = FileManager.default.temporaryDirectory.appending(path: "refrain-bench-\(UUID()).sql")
    try Data(script.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let command = [
      "/usr/bin/env", "pgbench", address, "-n", "-M", "prepared", "-c", "\(clients)", "-j", "\(clients)",
      "-t",
      "\(transactions)", "-f", file.path(percentEncoded: false),
    ]
    guard let run = try? ChildProcess.run(command) else { return nil }
    let line = run.output.split(separator: "\n").first { $0.hasPrefix("tps = ") }
    return line?.split(separator: " ").dropFirst(2).first.flatMap { Double($0) }
  }
}
#endif
