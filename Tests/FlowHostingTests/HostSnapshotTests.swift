import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import TestSupport
import Testing

@Suite struct HostSnapshotTests {
  /// Each value of a snapshot is taken away or replaced, one at a time. What can still be restored can be run.
  @Test func aDamagedSnapshotIsRefusedOrRuns() throws {
    let machine = try TestFlow.machine(TestFlow.chat, settings: ["expiresAfterSeconds": 60])
    var host = TestHost(machine)
    host.take(.message(TestFlow.message()))
    host.take(.event(TestFlow.event("Message", "m0", in: "c-1"), of: nil))
    host.take(.event(TestFlow.event("Message", "m9", in: "c-9"), of: nil))
    try host.answerRequest(of: 0, with: TestFlow.started("c-1"))
    host.take(.event(TestFlow.event("Message", "m1", in: "c-1"), of: nil))
    let project = host.host.project
    let snapshot = try JSON(parsing: host.host.snapshot())
    var refused = 0
    let damaged = snapshot.damaged()
    for damage in damaged {
      do {
        // A key that is damaged may be that of the next session too.
        let keys = SessionKeySource { SessionKey("new-\($0)") }
        var host = try FlowHost(restoring: Array(damage.compact.utf8), project, keys: keys)
        _ = host.take(.event(TestFlow.event("Complete", "m2", in: "c-1"), of: nil))
        _ = host.take(.message(TestFlow.message("again")))
        let end = HostInput.timePassed(until: TestFlow.start + 1_000_000)
        while host.take(end).rest != nil {}
      } catch {
        refused += 1
      }
    }
    #expect(damaged.count > 300)
    #expect(refused > 100)
    #expect(throws: Never.self) {
      try FlowHost(restoring: Array(snapshot.compact.utf8), project, keys: .numbered)
    }
  }

  @Test func aHostNeedsTheFlowsThatItsSnapshotNamesInAnyOrder() throws {
    let chat = FlowProject.Flow(try TestFlow.machine(TestFlow.chat, named: "A"))
    let other = FlowProject.Flow(try TestFlow.machine(TestFlow.chat, named: "B"))
    var host = FlowHost(FlowProject([chat]), keys: .numbered, start: TestFlow.start)
    _ = host.take(.message(TestFlow.message()))
    let restored = try FlowHost(restoring: host.snapshot(), FlowProject([other, chat]), keys: .numbered)
    #expect(restored.sessions.map(\.flow.index) == [1])
    #expect(throws: SessionDocumentError.otherFlow(hash: chat.machine.program.hash.text)) {
      try FlowHost(restoring: host.snapshot(), FlowProject([other]), keys: .numbered)
    }
  }
}

extension JSON {
  fileprivate func adding(_ key: String, _ value: JSON) -> JSON {
    var object = object ?? [:]
    object[key] = value
    return .object(object)
  }

  /// This value with each value within it taken away or replaced by others, one at a time.
  fileprivate func damaged() -> [JSON] {
    let replacements: [JSON] = [nil, -1, 7, 1e15, 1e300, "x", [], [:], [9, 9, 9]]
    switch self {
    case .object(let object):
      return replacements
        + object.flatMap { field -> [JSON] in
          var without = object
          without[field.key] = nil
          return [.object(without)] + field.value.damaged().map { adding(field.key, $0) }
        }
    case .array(let elements):
      return replacements
        + elements.indices.flatMap { index -> [JSON] in
          elements[index].damaged().map { value in
            var changed = elements
            changed[index] = value
            return .array(changed)
          }
        }
    default: return replacements
    }
  }
}
