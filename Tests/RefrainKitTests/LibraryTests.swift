import Foundation
import RefrainKit
import Testing

/// What README.md shows of linting and simulating, done with the flow that it speaks of.
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
    #expect(diagnostic.start.line == 38)
    #expect(diagnostic.finding.code == .waitingNodeOnIntermediateBranch)
    #expect(diagnostic.finding.path == ["open", "Message", "relay", "onError", "pause"])
  }

  @Test("A simulation is driven by what customers, agents and the gateway do")
  func simulate() throws {
    let program = try FlowProgram(
      file: Self.flow("Flows/sms-support.flow.json"), named: "sms-support.flow.json")
    var simulation = Simulation(program)
    simulation.customerWrites("my order is late", on: .sms, from: "+15555550142", to: "+15555550100")
    let session = try #require(simulation.sessionAwaitingConversation)
    simulation.startConversation(of: session, id: "c-1")
    simulation.post(WebhookEvent(id: "m1", conversationID: "c-1", type: "Message", content: "Hi, Maya here."))
    let texts = simulation.records.compactMap { record in
      if case .messageSent(_, let message) = record.happening { message.text } else { nil }
    }
    #expect(texts == ["Hi, Maya here."])
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
