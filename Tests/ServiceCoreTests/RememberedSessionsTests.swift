import FlowInterpreter
import FlowModel
import Testing

@testable import ServiceCore

/// What documents said that is kept in mind.
@Suite struct RememberedSessionsTests {
  /// A session that waits, and its row.
  private static func parked() async throws -> (state: SessionState, row: SessionRow) {
    let rig = try await ServiceRig(TestFlow.question)
    try await rig.accept(.writes("hi"))
    try await rig.settle(try await rig.driver(), rig.effects())
    let row = try await rig.change { $0.sessions(under: [], keys: [SessionKey(simulated: 1)])[0] }
    let program = try ServiceProject(TestFlow.question).flows[0].program
    return (try SessionDocument(row.document).session(of: program), row)
  }

  @Test func onlyTheSameDocumentIsKnown() async throws {
    let (state, row) = try await Self.parked()
    var sessions = RememberedSessions()
    #expect(sessions.state(of: row.key, in: row.document) == nil)
    sessions.remember(state, in: row.document)
    #expect(sessions.state(of: row.key, in: row.document)?.waitingSince == state.waitingSince)
    #expect(sessions.state(of: row.key, in: row.document + [0]) == nil)
    for index in row.document.indices {
      var damaged = row.document
      damaged[index] ^= 1
      #expect(sessions.state(of: row.key, in: damaged) == nil)
    }
    #expect(sessions.state(of: SessionKey("other"), in: row.document) == nil)
  }
}
