package import FlowInterpreter
import FlowModel

/// Decides who takes an input, in two steps: what the input concerns, and, given the sessions that this names, what becomes
/// of it.
///
/// It is pure, and knows no session but those that it is given.
public struct Router: Sendable {
  /// The flows.
  public let project: FlowProject

  /// Creates a router for the sessions of a project's flows.
  public init(_ project: FlowProject) { self.project = project }

  /// What an input concerns. Of an input that is taken in several turns it is what the first of them concerns.
  public func keys(of input: HostInput) -> RoutingKeys {
    switch input {
    case .message(let message): .sender(message.customer)
    case .webhook(let webhook): .customers(customers(of: webhook))
    case .callback(let body):
      if case .success(let event) = body.first { RoutingKeys(event.conversationID, nil) } else { .none }
    case .event(let event, let session): RoutingKeys(event.conversationID, session)
    case .answer(.conversation(let answer), let key): RoutingKeys(answer.conversationID, key.session)
    case .answer(_, let key), .receipt(_, _, let key?): .session(key.session)
    case .receipt(_, let gatewayID, nil): .gatewayID(gatewayID)
    case .timer(.session(let key, _)): .session(key)
    case .timer(.heldEvent), .timePassed: .none
    }
  }

  /// What becomes of an input, in order. Of an input that is taken in several turns it is what the first of them brings;
  /// time alone brings nothing.
  /// - Parameter sessions: All that the input's keys name, in any order, save that of those that learnt one conversation at
  ///   one instant the later stand later. Others may be among them, and do not matter.
  public func routes(for input: HostInput, among sessions: [HostedSession]) -> [Route] {
    switch input {
    case .message(let message): routes(for: message, among: sessions)
    case .webhook(let webhook): routes(for: webhook, among: sessions)
    case .callback, .event, .answer, .receipt, .timer, .timePassed:
      route(for: input, among: sessions).map { [$0] } ?? []
    }
  }

  /// What becomes of an input that concerns no more than one session; nil where it is another one, or nothing becomes of it.
  func route(for input: HostInput, among sessions: some Collection<HostedSession>) -> Route? {
    switch input {
    case .callback(let body):
      switch body.first {
      case .success(let event): route(for: event, of: nil, among: sessions)
      case .failure(let problem): .report(.messageSkipped(index: body.firstIndex, problem))
      }
    case .event(let event, let key): route(for: event, of: key, among: sessions)
    case .answer(let answer, let key):
      route(for: key.session, among: sessions) { SessionInput(answer, to: key.effect) }
    case .receipt(let report, let gatewayID, let key):
      route(for: report, gatewayID: gatewayID, of: key, among: sessions)
    case .timer(.session(let key, let timer)): route(for: key, among: sessions) { .timerFired(timer) }
    case .timer(.heldEvent(let number)): .stopHolding(number)
    case .message, .webhook, .timePassed: nil
    }
  }

  private func route(
    for key: SessionKey, among sessions: some Collection<HostedSession>, with input: () -> SessionInput
  ) -> Route {
    sessions.contains { $0.key == key } ? .resume(key, with: input()) : .report(.unknownSession(key))
  }

  /// A receipt is for the session that waits to hear of that message, and for no other. The effect's key tells which, where
  /// the receipt has one: a gateway need not give the message one id everywhere, or any.
  private func route(
    for report: DeliveryReport, gatewayID: GatewayMessageID, of key: IdempotencyKey?,
    among sessions: some Collection<HostedSession>
  ) -> Route? {
    for session in sessions.sorted(by: { $0.key < $1.key }) {
      guard case .apart(.deliveryReport(let effect, let awaited, _), _, _) = session.stage,
        key.map({ $0 == IdempotencyKey(session: session.key, effect: effect) }) ?? (awaited == gatewayID)
      else { continue }
      return .resume(session.key, with: .deliveryReported(report, of: awaited))
    }
    return nil
  }
}

extension SessionInput {
  /// What came of an effect, as its session takes it.
  package init(_ answer: EffectAnswer, to effect: EffectID) {
    switch answer {
    case .gateway(let answer): self = .gatewayAnswered(answer, to: effect)
    case .conversation(let answer): self = .conversationAnswered(answer, to: effect, held: [])
    case .service(let answer): self = .serviceAnswered(answer, to: effect)
    case .http(let answer): self = .httpAnswered(answer, to: effect)
    case .forward(let answer): self = .forwardSettled(answer, of: effect)
    }
  }
}
