#if Service
import Foundation

@testable import RefrainService

/// A PostgreSQL server that is there for the tests, as `.ci/postgresql` starts it.
final class PostgreSQLServer: Sendable {
  /// The server; nil where it cannot be had here.
  static let shared = PostgreSQLServer()

  /// Why tests are skipped where there is none.
  static let absence = "PostgreSQL is not installed here, or cannot be started"

  private let address: String
  /// What the server stops by when the tests end, however they do.
  private let input: Pipe

  private init?() {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    let process = Process()
    let output = Pipe()
    input = Pipe()
    process.executableURL = root.appending(path: ".ci/postgresql").standardizedFileURL
    process.standardInput = input
    process.standardOutput = output
    guard (try? process.run()) != nil else { return nil }
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let address = line.split(separator: "\n").first else { return nil }
    self.address = String(address)
  }

  /// The address of a place in its database where nothing is yet.
  func newAddress() throws -> String {
    let name = "s\(UUID().uuidString.lowercased().replacing("-", with: ""))"
    try PostgreSQLConnection(address).execute("CREATE SCHEMA \(name)")
    return "\(address)?options=-csearch_path%3D\(name)"
  }
}

/// The address of a place for one test.
func newPostgreSQLAddress() throws -> String {
  guard let server = PostgreSQLServer.shared else { throw CocoaError(.featureUnsupported) }
  return try server.newAddress()
}
#endif
