#if Service
import Foundation

/// A link into a network namespace, as `.ci/lossy-link` makes it: packets come late, get lost or do not come, and the systems at
/// both ends make of it what they can.
final class NamespaceLink: ClusterLink {
  /// The file by which the namespace is entered.
  let file: String
  /// The machine's address on the link, and the namespace's.
  let addresses: (near: String, far: String)
  private let program: CheckProgram

  /// Makes it; nil where that cannot be done here, which the program says why.
  /// - Parameter seed: What is lost is drawn from it.
  init?(seed: UInt64) {
    guard let program = CheckProgram(".ci/lossy-link", ["\(seed)"]) else { return nil }
    let words = program.firstLine.split(separator: " ").map(String.init)
    guard words.count == 3 else { return nil }
    self.program = program
    file = words[0]
    addresses = (words[1], words[2])
  }

  func set(_ condition: LinkCondition) throws {
    guard try program.ask(condition.rawValue) else {
      throw ProofDatabase.Failure(description: "the link has ended")
    }
  }

  func address(of database: ProofDatabase) -> String { database.address(at: addresses.near) }

  var namespace: NamespaceLink? { self }

  var summary: String { "one of them in a network namespace behind a link of its own" }

  /// The command line by which a program is run in the namespace.
  func command(_ command: [String]) -> [String] { ["/usr/bin/env", "nsenter", "--net=\(file)"] + command }
}
#endif
