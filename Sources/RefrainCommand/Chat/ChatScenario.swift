import RefrainKit

/// Writing a chat down.
extension Chat {
  /// What was done, as a scenario that passes: after each step it expects what the customer got, what was requested
  /// and sent on, and how a session ended.
  /// - Parameters:
  ///   - name: What the scenario shows.
  ///   - flow: The flow's file, relative to the scenario's.
  func scenario(named name: String, flow: String) -> Scenario {
    var actions: [Scenario.Action] = []
    var begin = 0
    for step in steps {
      // The usual answer comes by itself there too, unless the scenario says that none does.
      if !step.isAutomatic || !respondsByItself { actions.append(step.action) }
      actions += log[begin..<step.logEnd].compactMap(\.record).compactMap(expectation)
      begin = step.logEnd
    }
    if let node = simulation.latestSession?.state.node {
      actions.append(.expect(.waitingAt(program.graph[node].id)))
    }
    return Scenario(name: name, flow: flow, respondsByItself: respondsByItself, actions: actions)
  }

  /// That a record comes; nil for one that only the trace need tell.
  private func expectation(of record: TraceRecord) -> Scenario.Action? {
    guard let (type, members) = record.happening.expected else { return nil }
    let session = record.session.flatMap { name -> (String, JSON)? in
      simulation.host.sessions.count > 1 ? ("session", .string(name)) : nil
    }
    let fields = (session.map { [$0] } ?? []) + members
    return .expect(
      .record(type: type, members: .object(JSONObject(fields.map { JSONField(key: $0, value: $1) }))))
  }
}

extension Happening {
  /// The members by which a conversation request is known; the others are the same every time or new each time.
  private static let tellingInputs = ["entryPointId", "phoneNumber", "facebookPsid", "conversationId"]

  /// The type and the members of an expectation of this; nil where none is made.
  fileprivate var expected: (type: String, members: [(String, JSON)])? {
    switch self {
    case .messageSent(let node, let message):
      (
        "messageSent",
        [("node", .string(node)), ("to", .string(message.to)), ("text", .string(message.text))]
      )
    case .messageForwarded(let node, let text):
      ("messageForwarded", [("node", .string(node)), ("text", .string(text))])
    case .messageUnhandled(let channel, let from):
      ("messageUnhandled", [("channel", .string(channel.rawValue)), ("from", .string(from))])
    case .conversationRequested(let node, let input):
      (
        "conversationRequested",
        [
          ("node", .string(node)),
          ("input", .object(JSONObject(input.filter { Self.tellingInputs.contains($0.key) }))),
        ]
      )
    case .httpRequested(let node, let method, let url):
      ("httpRequested", [("node", .string(node)), ("method", .string(method)), ("url", .string(url))])
    case .waitingNodeSkipped(let node, let branch, let outcome):
      (
        "waitingNodeSkipped",
        [("node", .string(node)), ("branch", .string(branch)), ("outcome", .string(outcome))]
      )
    case .ended(let result, let reason):
      (
        "ended",
        [("result", .string(result.name))] + (reason.map { [("reason", .string($0.rawValue))] } ?? [])
      )
    case .sessionStarted, .nodeEntered, .variableSet, .referenceEmpty, .messageReceived, .answerReceived,
      .waiting, .eventReceived, .eventHeld, .eventDiscarded, .outcome, .branchEnded:
      nil
    }
  }
}
