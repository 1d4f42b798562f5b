import FlowInterpreter
import FlowModel
import Testing

@testable import ServiceCore

/// What documents said that is kept in mind.
@Suite struct RememberedSessionsTests {
  /// Sessions that wait, and their rows.
  private static func parked(_ count: Int = 1) async throws -> [(state: SessionState, row: SessionRow)] {
    let rig = try await ServiceRig(TestFlow.question)
    for number in 0..<count {
      let address = CustomerAddress("+1555555020\(number)")
      try await rig.accept(.writes("hi", Customer(channel: .sms, address: address)))
    }
    try await rig.settle(try await rig.driver(), rig.effects())
    let rows = try await rig.change { $0.sessions(of: nil, after: 0, limit: count) }
    let program = try ServiceProject(TestFlow.question).flows[0].program
    return try rows.map { (try SessionDocument($0.document).session(of: program), $0) }
  }

  @Test func onlyTheSameDocumentIsKnown() async throws {
    let (state, row) = try await Self.parked()[0]
    var sessions = RememberedSessions()
    #expect(sessions.takeState(of: row.key, in: row.document) == nil)
    sessions.remember(state, in: row.document)
    #expect(sessions.takeState(of: SessionKey("other"), in: row.document) == nil)
    #expect(sessions.takeState(of: row.key, in: row.document)?.waitingSince == state.waitingSince)
    #expect(sessions.takeState(of: row.key, in: row.document) == nil, "it has been given away")
    sessions.remember(state, in: row.document)
    #expect(sessions.takeState(of: row.key, in: row.document + [0]) == nil)
    for index in row.document.indices {
      var damaged = row.document
      damaged[index] ^= 1
      sessions.remember(state, in: row.document)
      #expect(sessions.takeState(of: row.key, in: damaged) == nil)
    }
  }

  @Test func longDocumentsAreForgottenBeforeThereAreManyOfThem() async throws {
    let parked = try await Self.parked(6)
    let long = [UInt8](repeating: 7, count: 6 << 20)
    var sessions = RememberedSessions()
    for (state, row) in parked {
      sessions.remember(state, in: long)
      #expect(sessions.takeState(of: row.key, in: long) != nil)
      sessions.remember(state, in: long)
    }
    #expect(sessions.takeState(of: parked[0].row.key, in: long) == nil)
    #expect(sessions.takeState(of: parked[4].row.key, in: long) != nil)
  }
}
