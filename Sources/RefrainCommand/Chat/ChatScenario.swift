import RefrainKit

/// Writing a chat down.
extension Chat {
  /// What was done, as a scenario that passes: after each step it expects what the customer got, what was requested
  /// and sent on, and how a session ended.
  /// - Parameters:
  ///   - name: What the scenario shows.
  ///   - subject: What is played, by paths relative to the scenario's file.
  ///   - environment: The environment of the project; nil for the one that counts anyway.
  func scenario(
    named name: String, playing subject: Scenario.Subject, in environment: String? = nil
  ) -> Scenario {
    var actions: [Scenario.Action] = []
    var begin = 0
    for step in steps {
      // The usual answer comes by itself there too, unless the scenario says that none does.
      if !step.isAutomatic || !respondsByItself { actions.append(step.action) }
      actions += log[begin..<step.logEnd].compactMap(\.record).compactMap(expectation)
      begin = step.logEnd
    }
    if let session = simulation.latestSession, let node = session.state.node {
      actions.append(.expect(.waitingAt(program(of: session).graph[node].id)))
    }
    return Scenario(
      name: name, playing: subject, in: environment, respondsByItself: respondsByItself, actions: actions)
  }

  /// That a record comes; nil for one that only the trace need tell.
  private func expectation(of record: TraceRecord) -> Scenario.Action? {
    let type = record.happening.type
    guard var telling = type.tellingMembers else { return nil }
    if simulation.host.startCount > 1 { telling.append(.session) }
    let names = telling.map(\.rawValue)
    let fields = record.json(traceStart: simulation.host.start).object?.filter { names.contains($0.key) }
    let members = fields?.map { field in
      field.key == RecordMember.input.rawValue ? field.with(only: Self.tellingInputs) : field
    }
    return .expect(.record(type: type, members: .object(JSONObject(members ?? []))))
  }

  /// The members by which a conversation request is known; the others are the same every time or new each time.
  private static let tellingInputs = ["entryPointId", "phoneNumber", "facebookPsid", "conversationId"]
}

extension JSONField {
  /// The field, of whose object some members are left.
  fileprivate func with(only names: [String]) -> JSONField {
    let members = (value.object ?? JSONObject()).filter { names.contains($0.key) }
    return JSONField(key: key, value: .object(JSONObject(members)))
  }
}

extension RecordType {
  /// The members that an expectation of such a record names; nil where none is made.
  fileprivate var tellingMembers: [RecordMember]? {
    switch self {
    case .messageSent: [.node, .to, .text]
    case .messageForwarded: [.node, .text]
    case .forwardFailed: [.node, .reason]
    case .messageUnhandled: [.channel, .from]
    case .webhookRefused: [.event, .reason]
    case .conversationRequested: [.node, .input]
    case .serviceRequested: [.node, .request, .conversationID, .entryPointID, .message]
    case .httpRequested: [.node, .method, .url]
    case .waitingNodeSkipped: [.node, .branch, .outcome]
    case .ended: [.result, .reason]
    case .sessionStarted, .nodeEntered, .variableSet, .referenceEmpty, .messageReceived, .answerReceived,
      .waiting, .eventReceived, .eventHeld, .eventDiscarded, .callbackSkipped, .webhookReceived, .outcome,
      .branchEnded:
      nil
    }
  }
}
