public import FlowInterpreter
public import FlowModel
import JSONSyntax

/// Starting conversations.
extension SimulatedECE {
  /// Answers a conversation request as a flow's node makes it, with the token of its authorization.
  /// - Returns: The answer and when it arrives, or nil where it never does.
  public mutating func start(
    _ request: ConversationRequest, at now: Timestamp
  ) -> Arrival<ConversationAnswer>? {
    carry(request.authorization, at: now, failing: ConversationAnswer.failed) { service, token, answered in
      let answer = service.answer(request, bearing: token.text, at: now, answered: answered)
      if case .refused(status: 401, _) = answer { return (answer, isTokenRefused: true) }
      return (answer, isTokenRefused: false)
    }
  }

  /// Answers a conversation request that bears a token, at once.
  public mutating func answer(
    _ request: ConversationRequest, bearing token: String?, at now: Timestamp
  ) -> ConversationAnswer {
    answer(request, bearing: token, at: now, answered: now)
  }

  private mutating func answer(
    _ request: ConversationRequest, bearing token: String?, at now: Timestamp, answered: Timestamp
  ) -> ConversationAnswer {
    do throws(ServiceFailure) {
      let token = try tokens.valid(token, at: now)
      let body = try StartBody(request)
      guard directory.entryPoint(body.entryPointID) != nil else { throw .entryPointUnknown }
      try check(body.entryPointID, lastModified: body.lastModified, for: token.clientID)
      let known = try body.conversationID.map { id throws(ServiceFailure) in try conversation(id) }
      try findContact(body)
      guard directory.hasActiveCallback else { throw .callbackInactive }
      let hasAgent = known.map { conversations[$0].isOpen } ?? false
      guard hasAgent || openCount < directory.agentCapacity else { throw .agentUnavailable }
      if injector.injects(.serviceFailed) { throw .internalError }
      return open(known, for: token.clientID, body, answered: answered, at: now)
    } catch {
      return .refused(status: error.status, error.refusal)
    }
  }

  private func check(
    _ entryPointID: String, lastModified: Timestamp, for clientID: String
  ) throws(ServiceFailure) {
    try checkUse(of: entryPointID, by: clientID)
    guard directory.entryPoint(entryPointID)?.lastModified == lastModified else { throw .entryPointStale }
  }

  private func conversation(_ id: ConversationID) throws(ServiceFailure) -> Int {
    guard let index = conversationNumbers[id] else { throw .conversationUnknown }
    return index
  }

  private mutating func findContact(_ body: StartBody) throws(ServiceFailure) {
    switch directory.contacts.search(body.attribute, for: body.attributeValue) {
    case .one: break
    case .none: directory.contacts.set(.one, forAttribute: body.attribute, value: body.attributeValue)
    case .uncreatable: throw .contactNotCreated
    case .ambiguous: throw .contactAmbiguous
    }
  }

  /// Starts a conversation, or goes on with one.
  private mutating func open(
    _ known: Int?, for clientID: String, _ body: StartBody, answered: Timestamp, at now: Timestamp
  ) -> ConversationAnswer {
    activityCount += 1
    let index = known ?? conversations.count
    // The first messages wait for the answer, unless a fault lets them overtake it.
    let earliest = injector.injects(.eventBeforeAnswer) ? now : answered
    if known == nil {
      conversations.append(
        ServiceConversation(
          id: "conversation-\(index + 1)", caseID: "case-\(index + 1)", clientID: clientID,
          entryPoint: (body.entryPointID, body.lastModified), isOpen: false, remainingActivities: 0,
          latestPosting: earliest, generator: generator.split()))
      conversationNumbers[conversations[index].id] = index
    }
    if !conversations[index].isOpen { assignAgent(to: index, at: earliest) }
    let conversation = conversations[index]
    let activityID = "activity-\(activityCount)"
    return .started(
      status: 200,
      StartedConversation(
        id: conversation.id, caseID: conversation.caseID, activityID: activityID,
        body: [
          "id": .string(conversation.id.text), "caseId": .string(conversation.caseID),
          "activityId": .string(activityID),
        ]))
  }

  private mutating func assignAgent(to index: Int, at time: Timestamp) {
    openCount += 1
    conversations[index].isOpen = true
    conversations[index].latestPosting = max(conversations[index].latestPosting, time)
    conversations[index].remainingActivities = conversations[index].generator.integer(in: agents.activities)
    post("assigned", "Agent \(conversations[index].agent)", in: index, sender: "system", at: time)
    agenda.add(.act(index), at: time + conversations[index].generator.integer(in: agents.pause))
  }
}

/// What a conversation request holds, by the rules of its body.
private struct StartBody {
  let attribute: String
  let attributeValue: String
  let entryPointID: String
  let lastModified: Timestamp
  let conversationID: ConversationID?

  init(_ request: ConversationRequest) throws(ServiceFailure) {
    func text(_ name: String) throws(ServiceFailure) -> String {
      guard let value = request.input[name] else { throw .memberMissing }
      guard let text = value.string else { throw .memberInvalid }
      guard !text.isEmpty else { throw .memberMissing }
      return text
    }
    func digits(_ name: String, _ count: ClosedRange<Int>) throws(ServiceFailure) -> String {
      let text = try text(name)
      guard count.contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else {
        throw .memberInvalid
      }
      return text
    }
    attribute = try text("key")
    switch (request.method, attribute) {
    case (.sms, "mobile.phone"):
      attributeValue = try digits("countryCode", 1...3) + digits("phoneNumber", 4...14)
    case (.messenger, "custom.facebookpsid"): attributeValue = try text("facebookPsid")
    case (.sms, _), (.messenger, _): throw .searchAttributeUnsupported
    }
    entryPointID = try digits("entryPointId", 1...18)
    guard let date = Timestamp(rfc3339: try text("lastModifiedDate")) else { throw .memberInvalid }
    lastModified = date
    switch request.input["isRichTextSupported"] {
    case .boolean?, .string("true")?, .string("false")?: break
    case nil: throw .memberMissing
    case .null?, .number?, .string?, .array?, .object?: throw .memberInvalid
    }
    for name in ["transactionId", "firstName", "clusterId"] { _ = try text(name) }
    switch request.input["conversationId"] {
    case .string(let id)?: conversationID = ConversationID(id)
    case nil, .null?: conversationID = nil
    case .boolean?, .number?, .array?, .object?: throw .memberInvalid
    }
  }
}
