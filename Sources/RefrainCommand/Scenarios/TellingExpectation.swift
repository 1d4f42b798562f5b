import RefrainKit

extension Scenario.Action {
  /// That a record comes, by the members that tell most of it; nil for one that only the trace need tell.
  /// - Parameters:
  ///   - start: When the trace began.
  ///   - namesSession: Whether the record's session is told: where there are several.
  static func expectation(
    of record: TraceRecord, startedAt start: Timestamp, namingSession namesSession: Bool
  ) -> Scenario.Action? {
    let type = record.happening.type
    guard var telling = type.tellingMembers else { return nil }
    if namesSession { telling.append(.session) }
    let names = telling.map(\.rawValue)
    let fields = record.json(traceStart: start).object?.filter { names.contains($0.key) }
    let members = fields?.map { field in
      field.key == RecordMember.input.rawValue ? field.with(only: tellingInputs) : field
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
