import Foundation
import ServiceCore
import Testing

/// What operators are told of a live service.
@Suite struct OperatorsDocumentTests {
  @Test func eachEventOfTheLogIsExplainedAndNoOther() throws {
    let file = URL(filePath: #filePath).appending(path: "../../../Schemas/service.md").standardized
    let document = try String(contentsOf: file, encoding: .utf8)
    let section = try #require(document.components(separatedBy: "#### The log").last)
    let rows = section.components(separatedBy: "\n#")[0].split(separator: "\n").filter { $0.hasPrefix("| `") }
    let names = rows.flatMap { row in
      row.split(separator: "|")[0].split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }.map(
        \.element)
    }
    #expect(names.map(String.init).sorted() == ServiceLog.Event.allCases.map(\.rawValue).sorted())
  }
}
