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
    guard !injector.injects(.requestFailed) else { return Arrival(.failed(.error), at: now + 100) }
    guard let token = token(forAuthorization: request.authorization, at: now) else {
      return Arrival(.failed(.authorization), at: now + 200)
    }
    if injector.injects(.tokenRevoked) { revoke(token) }
    let answered = now + generator.integer(in: 50...1_500)
    let answer = answer(request, bearing: token.text, at: now, answered: answered)
    // Whoever is refused for the token obtains another one for the next request.
    if case .refused(status: 401, _) = answer { tokens.use(nil, forAuthorization: request.authorization) }
    guard !injector.injects(.answerMissing) else { return nil }
    // The service does not know that its answer is delayed: what happens in the conversation meanwhile overtakes it.
    return Arrival(answer, at: answered + (injector.injects(.answerDelayed) ? injector.delay() : 0))
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
      try check(body.entryPointID, lastModified: body.lastModified, for: token.clientID)
      let known = try body.conversationID.map { id throws(ServiceFailure) in try conversation(id) }
      try findContact(body)
      guard directory.hasActiveCallback else { throw .callbackInactive }
      let hasAgent = known.map { conversations[$0].isOpen } ?? false
      guard hasAgent || openCount < directory.agentCapacity else { throw .agentUnavailable }
      if injector.injects(.serviceFailed) { throw .internalError }
      return open(known, answered: answered, at: now)
    } catch {
      return error.answer
    }
  }

  private func check(
    _ entryPointID: String, lastModified: Timestamp, for clientID: String
  ) throws(ServiceFailure) {
    guard let entryPoint = directory.entryPoint(entryPointID) else { throw .entryPointUnknown }
    guard directory.client(clientID)?.entryPoints.contains(entryPointID) == true else {
      throw .entryPointForbidden
    }
    guard entryPoint.lastModified == lastModified else { throw .entryPointStale }
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
    _ known: Int?, answered: Timestamp, at now: Timestamp
  ) -> ConversationAnswer {
    activityCount += 1
    let index = known ?? conversations.count
    // The first messages wait for the answer, unless a fault lets them overtake it.
    let earliest = injector.injects(.eventBeforeAnswer) ? now : answered
    if known == nil {
      conversations.append(
        ServiceConversation(
          id: "conversation-\(index + 1)", caseID: "case-\(index + 1)", isOpen: false, remainingActivities: 0,
          latestPosting: earliest, generator: generator.split()))
      conversationNumbers[conversations[index].id] = index
    }
    if !conversations[index].isOpen { assignAgent(to: index, at: earliest) }
    let conversation = conversations[index]
    return .started(
      status: 200,
      .simulated(
        number: activityCount, id: conversation.id, caseID: conversation.caseID, activityID: nil))
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
