public import FlowInterpreter
public import FlowModel
import JSONSyntax

/// Answering what flows ask besides conversations.
extension SimulatedECE {
  /// Answers a request as a flow's node makes it, with the token of its authorization.
  /// - Returns: The answer and when it arrives, or nil where it never does.
  public mutating func ask(_ request: ServiceRequest, at now: Timestamp) -> Arrival<ServiceAnswer>? {
    carry(request.authorization, at: now, failing: ServiceAnswer.failed) { service, token, _ in
      let answer = service.answer(request, bearing: token.text, at: now)
      if case .refused(status: 401, _) = answer { return (answer, isTokenRefused: true) }
      return (answer, isTokenRefused: false)
    }
  }

  /// Answers a request that bears a token, at once.
  public mutating func answer(
    _ request: ServiceRequest, bearing token: String?, at now: Timestamp
  ) -> ServiceAnswer {
    do throws(ServiceFailure) {
      let token = try tokens.valid(token, at: now)
      let details = try details(to: request.question, for: token.clientID, at: now)
      let answer = ServiceAnswer.simulated(details, to: request.question)
      guard details != AnswerDetails(), injector.injects(.answerIncomplete) else { return answer }
      return .succeeded(status: 200, ServiceResult(body: [:]))
    } catch {
      return .refused(status: error.status, error.refusal)
    }
  }

  private mutating func details(
    to question: ServiceRequest.Question, for clientID: String, at now: Timestamp
  ) throws(ServiceFailure) -> AnswerDetails {
    switch question {
    case .endConversation(let id):
      let index = try conversation(id, of: clientID)
      if injector.injects(.serviceFailed) { throw .internalError }
      end(index, at: now)
      return AnswerDetails()
    case .sendMessage(let id, let text, _):
      guard !text.unicodeScalars.contains(where: \.breaksJSON) else { throw .illegalCharacter }
      let index = try conversation(id, of: clientID)
      let (entryPointID, lastModified) = conversations[index].entryPoint
      guard directory.entryPoint(entryPointID)?.lastModified == lastModified else { throw .entryPointStale }
      if injector.injects(.serviceFailed) { throw .internalError }
      hear(text, in: index, at: now)
      return AnswerDetails()
    case .entrypointConfiguration(let id):
      let entryPoint = try entryPoint(id, for: clientID)
      return AnswerDetails(
        lastModifiedDate: entryPoint.lastModified.rfc3339, attachmentPolicies: entryPoint.attachmentPolicies)
    case .agentAvailability(let id):
      _ = try entryPoint(id, for: clientID)
      return AnswerDetails(isAvailable: openCount < directory.agentCapacity)
    case .agentCapacity(let id):
      _ = try entryPoint(id, for: clientID)
      let slots = max(0, directory.agentCapacity - openCount)
      return AnswerDetails(availableSlots: min(slots, Limits.availableSlots))
    }
  }

  private mutating func entryPoint(
    _ id: String, for clientID: String
  ) throws(ServiceFailure) -> EntryPoint {
    guard let entryPoint = directory.entryPoint(id) else { throw .entryPointNotFound }
    try checkUse(of: id, by: clientID)
    if injector.injects(.serviceFailed) { throw .internalError }
    return entryPoint
  }

  /// That a client application may use an entry point.
  func checkUse(of entryPointID: String, by clientID: String) throws(ServiceFailure) {
    guard directory.client(clientID)?.entryPoints.contains(entryPointID) == true else {
      throw .entryPointForbidden
    }
  }

  /// A conversation that goes on and that a client application has started.
  private func conversation(_ id: ConversationID, of clientID: String) throws(ServiceFailure) -> Int {
    guard let index = conversationNumbers[id], conversations[index].isOpen else {
      throw .conversationNotFound
    }
    guard conversations[index].clientID == clientID else { throw .conversationForbidden }
    return index
  }
}

/// The way of a request to the service, and of its answer back.
extension SimulatedECE {
  /// Takes a request of a node authorization, with all that goes wrong on the way.
  /// - Parameters:
  ///   - failure: Makes the answer of a request that has none.
  ///   - answer: Answers the request at a time, and says whether it is refused for its token.
  /// - Returns: The answer and when it arrives, or nil where it never does.
  mutating func carry<Answer: Sendable>(
    _ authorization: String, at now: Timestamp, failing failure: (RequestFailure) -> Answer,
    _ answer: (inout SimulatedECE, AccessToken, _ answered: Timestamp) -> (Answer, isTokenRefused: Bool)
  ) -> Arrival<Answer>? {
    guard !injector.injects(.requestFailed) else { return Arrival(failure(.error), at: now + 100) }
    guard let token = token(forAuthorization: authorization, at: now) else {
      return Arrival(failure(.authorization), at: now + 200)
    }
    if injector.injects(.tokenRevoked) { revoke(token) }
    let answered = now + generator.integer(in: 50...1_500)
    let (answer, isTokenRefused) = answer(&self, token, answered)
    // Whoever is refused for the token obtains another one for the next request.
    if isTokenRefused { tokens.use(nil, forAuthorization: authorization) }
    guard !injector.injects(.answerMissing) else { return nil }
    // The service does not know that its answer is delayed: what happens in the conversation meanwhile overtakes it.
    return Arrival(answer, at: answered + (injector.injects(.answerDelayed) ? injector.delay() : 0))
  }
}

extension Unicode.Scalar {
  /// Whether it may not stand in JSON as it is: the platform puts a text into its request so.
  fileprivate var breaksJSON: Bool { value < 0x20 && ![0x09, 0x0A, 0x0D].contains(value) }
}
