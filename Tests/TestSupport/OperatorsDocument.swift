import Foundation

/// What `Schemas/service.md` explains to operators.
package enum OperatorsDocument {
  /// The names that the rows of a section's tables explain, in order.
  /// - Parameter heading: The section's heading, without the signs before it.
  package static func names(under heading: String) throws -> [String] {
    let file = URL(filePath: #filePath).appending(path: "../../../Schemas/service.md").standardized
    let document = try String(contentsOf: file, encoding: .utf8)
    let section = document.components(separatedBy: "#### \(heading)").last ?? ""
    let rows = section.components(separatedBy: "\n#")[0].split(separator: "\n").filter { $0.hasPrefix("| `") }
    return rows.flatMap { row in
      row.split(separator: "|")[0].split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }.map {
        String($0.element)
      }
    }
  }
}
