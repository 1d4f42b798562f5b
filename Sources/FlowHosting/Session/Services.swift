public import FlowInterpreter
public import FlowModel

/// Sends messages to customers: an SMS gateway, Messenger, or their in-memory twin.
///
/// This and the services below begin their work on the session's executor: one that computes for long before it first
/// waits keeps the session from its other inputs.
public protocol MessageChannel: Sendable {
  /// Submits a message and gives the gateway's answer. One that comes too late is disregarded.
  ///
  /// - Parameter key: The same for the same message, however often it is submitted.
  nonisolated(nonsending) func send(_ message: OutboundMessage, key: IdempotencyKey) async -> GatewayAnswer
}

/// Starts conversations with agents, passes on what customers write, and answers what flows ask besides: ECE's API, or its
/// in-memory twin.
public protocol ConversationService: Sendable {
  /// Requests a conversation and gives the answer. One that comes too late is disregarded.
  nonisolated(nonsending) func start(
    _ request: ConversationRequest, key: IdempotencyKey
  ) async -> ConversationAnswer

  /// Asks one thing and gives the answer. One that comes too late is disregarded.
  nonisolated(nonsending) func ask(_ request: ServiceRequest, key: IdempotencyKey) async -> ServiceAnswer

  /// Sends what a customer wrote to the agent, as often as it takes, and tells whether the agent has it. What is given up is in the
  /// trace as `forwardFailed`.
  nonisolated(nonsending) func forward(
    _ text: String, toConversation id: ConversationID, key: IdempotencyKey
  ) async -> ForwardAnswer
}

/// Asks web services: an HTTP client, or its in-memory twin.
public protocol HTTPClient: Sendable {
  /// Makes a request and gives the answer. One that comes too late is disregarded.
  nonisolated(nonsending) func send(_ request: HTTPRequest, key: IdempotencyKey) async -> HTTPAnswer
}

/// Tells the time and waits for it.
public protocol FlowClock: Sendable {
  /// What time it is.
  var now: Timestamp { get }

  /// Waits until a time.
  /// - Throws: `CancellationError` where the task is cancelled first; any other error ends the sessions that wait.
  func sleep(until time: Timestamp) async throws
}
