import FlowInterpreter
import FlowModel

/// Webhooks that begin sessions.
extension Router {
  /// The customers whose sessions a webhook would begin.
  func customers(of webhook: InboundWebhook) -> [Customer] {
    var customers: [Customer] = []
    for flow in project.flows {
      guard let customer = flow.beginning(with: .webhook(webhook))?.customer, !customers.contains(customer)
      else { continue }
      customers.append(customer)
    }
    return customers
  }

  /// What becomes of a webhook: in each service the first of its flows begins that may; see the language reference,
  /// "Start". Where none does, the first flow that it triggers says why.
  func routes(for webhook: InboundWebhook, among sessions: [HostedSession]) -> [Route] {
    var begun: [Route] = []
    var refused: Route?
    for flows in project.services {
      let judged = flows.filter { project[$0].isTriggered(by: .webhook(webhook)) }
        .map { route(for: webhook, to: $0, among: sessions) }
      if let beginning = judged.first(where: \.beginsSession) {
        begun.append(beginning)
      } else if refused == nil {
        refused = judged.first
      }
    }
    return begun.isEmpty ? [refused ?? .refuse(webhook, .noFlow)] : [.accept(webhook)] + begun
  }

  /// What a flow that a webhook triggers makes of it, if it is the flow's to decide: it begins a session, or says why it does not.
  private func route(
    for webhook: InboundWebhook, to flow: FlowID, among sessions: [HostedSession]
  ) -> Route {
    guard let beginning = project[flow].beginning(with: .webhook(webhook)) else {
      return .refuse(webhook, .noAddress)
    }
    return mayBegin(flow, for: beginning.customer, among: sessions)
      ? .begin(flow, beginning) : .refuse(webhook, .liveSession)
  }
}

extension Route {
  fileprivate var beginsSession: Bool { if case .begin = self { true } else { false } }
}
