import FlowInterpreter

/// Customers' messages.
extension Router {
  /// What becomes of a customer's message: each service decides by itself, and each that takes it reacts; see the language
  /// reference, "Several flows".
  func routes(for message: InboundMessage, among sessions: [HostedSession]) -> [Route] {
    let routes = project.services.compactMap { route(for: message, to: $0, among: sessions) }
    return routes.isEmpty ? [.leave(message)] : routes
  }

  private func route(
    for message: InboundMessage, to flows: [FlowID], among sessions: [HostedSession]
  ) -> Route? {
    let own = sessions.filter { flows.contains($0.flow.newest) }
    let taker = self.taker(of: message, among: own)
    let reached = flows.compactMap { flow in
      project[flow].beginning(with: .message(message)).map { (flow: flow, beginning: $0) }
    }
    if let taker {
      let interrupting = reached.first {
        let machine = project[$0.flow].machine
        return $0.flow != taker.flow.newest && machine.startsWithKeyword
          && !machine.startsOnlyWithoutLiveSession
      }
      return interrupting.map { .begin($0.flow, $0.beginning) }
        ?? .resume(taker.key, with: .messageArrived(message))
    }
    // A flow with the keyword is reached before any other, also where it may not begin.
    let exact = reached.filter { project[$0.flow].machine.startsWithKeyword }
    let first = (exact.isEmpty ? reached : exact).first {
      mayBegin($0.flow, for: message.customer, among: own)
    }
    return first.map { .begin($0.flow, $0.beginning) }
  }

  /// Whether a customer may begin a session of a flow: always, unless they have a live one and the flow begins no other.
  func mayBegin(_ flow: FlowID, for customer: Customer, among sessions: [HostedSession]) -> Bool {
    !project[flow].machine.startsOnlyWithoutLiveSession
      || !sessions.contains { $0.flow.newest == flow && $0.isLive && $0.customer == customer }
  }

  /// The session that takes a message: the one that waits longest in a Receive that it resumes, or else the one that
  /// started last of those that send it on to the agent.
  private func taker(of message: InboundMessage, among sessions: [HostedSession]) -> HostedSession? {
    let receivers = sessions.filter { project[$0.flow].machine.receives(message, in: $0.state) }
    if let longest = receivers.min(by: { ($0.waitingSince, $0.key) < ($1.waitingSince, $1.key) }) {
      return longest
    }
    let forwarders = sessions.filter {
      $0.customer == message.customer && project[$0.flow].machine.forwardsMessages(in: $0.state)
    }
    return forwarders.max { ($0.startedAt, $0.key) < ($1.startedAt, $1.key) }
  }
}
