import FlowInterpreter
import FlowModel

/// Webhooks that begin sessions.
extension Router {
  /// The customers whose sessions a webhook would begin.
  func customers(of webhook: InboundWebhook) -> [Customer] {
    var customers: [Customer] = []
    for flow in project.flows where flow.isTriggered(by: .webhook(webhook)) {
      guard let customer = flow.machine.customer(of: .webhook(webhook)), !customers.contains(customer) else {
        continue
      }
      customers.append(customer)
    }
    return customers
  }

  /// What becomes of a webhook: in each service the first of its flows begins that may; see the language reference,
  /// "Start". Where none does, the first flow that it triggers says why.
  func routes(for webhook: InboundWebhook, among sessions: [HostedSession]) -> [Route] {
    var begun: [Route] = []
    var refusal: RefusalReason?
    for flows in project.services {
      let judged = flows.filter { project[$0].isTriggered(by: .webhook(webhook)) }
        .map { (flow: $0, refusal: self.refusal(of: webhook, by: $0, among: sessions)) }
      if let first = judged.first(where: { $0.refusal == nil }) {
        begun.append(.begin(first.flow, with: .webhook(webhook)))
      } else if refusal == nil {
        refusal = judged.first?.refusal
      }
    }
    return begun.isEmpty ? [.refuse(webhook, refusal ?? .noFlow)] : [.accept(webhook)] + begun
  }

  /// Why a flow that a webhook triggers begins no session; nil where it does.
  private func refusal(
    of webhook: InboundWebhook, by flow: FlowID, among sessions: [HostedSession]
  ) -> RefusalReason? {
    guard let customer = project[flow].machine.customer(of: .webhook(webhook)) else { return .noAddress }
    return mayBegin(flow, for: customer, among: sessions) ? nil : .liveSession
  }
}
