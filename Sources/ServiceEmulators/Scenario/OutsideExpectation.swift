#if Service
import FlowInterpreter
import FlowModel
import FlowSimulation
import JSONSyntax

/// An expectation of a scenario, as far as somebody who sees a program from outside alone can judge it.
enum OutsideExpectation: Sendable {
  /// Something that the program asks the world for: all of it that is seen outside.
  /// - Parameter isCertain: Whether enough is seen that no other record is taken for it.
  case asked(RecordType, members: JSON, isCertain: Bool)
  /// Something that the program is not to ask for.
  case notAsked(RecordType, members: JSON)
  /// What happens within the program: why it is not checked.
  /// - Parameter passesOver: Whether a simulation would pass records over for it.
  case inside(String, passesOver: Bool = false)

  init(_ expectation: Scenario.Expectation) {
    switch expectation {
    case .record(let type, let members):
      guard type.isSeenOutside else {
        self = .inside("`\(type.rawValue)` happens within the client", passesOver: true)
        return
      }
      let seen = Self.seen(members)
      self = .asked(type, members: seen, isCertain: seen.object?.isEmpty == false)
    case .noRecord(let type, let members):
      guard type.isSeenOutside else {
        self = .inside("`\(type.rawValue)` happens within the client")
        return
      }
      let seen = Self.seen(members)
      let hidden = (members.object ?? JSONObject()).first { seen[$0.key] == nil }
      self =
        hidden.map { .inside("`\($0.key)` of `\(type.rawValue)` is not seen from outside") }
        ?? .notAsked(type, members: seen)
    case .variables: self = .inside("variables are the client's own")
    case .waitingAt: self = .inside("where a session waits is the client's own")
    case .live: self = .inside("whether a session is live is the client's own")
    }
  }

  /// The members that tell of something outside.
  private static func seen(_ members: JSON) -> JSON {
    let inside: [RecordMember] = RecordMember.common + [.node]
    let kept = (members.object ?? JSONObject()).filter { field in
      !inside.contains { $0.rawValue == field.key }
    }
    return .object(JSONObject(kept))
  }
}

extension RecordType {
  /// Whether the world sees what such a record tells of.
  var isSeenOutside: Bool {
    switch self {
    case .messageSent, .messageForwarded, .conversationRequested, .serviceRequested, .httpRequested: true
    case .sessionStarted, .nodeEntered, .variableSet, .referenceEmpty, .forwardFailed, .messageReceived,
      .answerReceived, .waiting, .eventReceived, .eventHeld, .eventDiscarded, .messageUnhandled,
      .callbackSkipped, .webhookReceived, .webhookRefused, .outcome, .branchEnded, .waitingNodeSkipped,
      .ended:
      false
    }
  }
}
#endif
