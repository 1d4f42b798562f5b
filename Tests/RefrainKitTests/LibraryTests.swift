import Foundation
import RefrainKit
import Testing

/// What linting tells of the flow that README.md begins with, and that such a flow does not run.
@Suite("The library")
struct LibraryTests {
  private static func flow(_ name: String) throws -> [UInt8] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return Array(try Data(contentsOf: root.appendingPathComponent(name)))
  }

  @Test("A linter tells line, code and message of what is wrong")
  func lint() throws {
    let bytes = try Self.flow("Tests/Fixtures/retry-after-pause.flow.json")
    let linted = Linter().lint(bytes, named: "retry-after-pause.flow.json")
    let diagnostic = try #require(linted.diagnostics.first)
    #expect(linted.diagnostics.count == 1)
    #expect(diagnostic.start.line == 37)
    #expect(diagnostic.finding.code == .waitingNodeOnIntermediateBranch)
    #expect(diagnostic.finding.path == ["open", "Message", "relay", "onError", "pause"])
  }

  @Test("A flow with an error cannot be made ready to run, unless it is one of the conversation and forced")
  func reject() throws {
    let bytes = try Self.flow("Tests/Fixtures/retry-after-pause.flow.json")
    let error = #expect(throws: UnrunnableFlow.self) { try FlowProgram(file: bytes, named: "a") }
    let diagnostics = try #require(error).diagnostics
    #expect(diagnostics.map(\.finding.code) == [.waitingNodeOnIntermediateBranch])
    #expect(throws: Never.self) { try FlowProgram(file: bytes, named: "a", forcing: true) }
  }
}
