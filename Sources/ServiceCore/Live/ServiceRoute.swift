import ServiceProtocols

/// What a request is about, by its path: for counting and logs, which no secret in a path reaches.
public enum ServiceRoute: String, Sendable, Hashable, CaseIterable {
  case ece, smsInbound, smsReceipt, messenger, webhook, token, other

  /// The route of a path.
  public init(path: String) {
    func begins(with start: String) -> Bool { path == start || path.hasPrefix(start + "/") }
    self =
      if begins(with: ServicePath.callback) {
        .ece
      } else if begins(with: ServicePath.message) {
        .smsInbound
      } else if begins(with: ServicePath.receipt) {
        .smsReceipt
      } else if path == ServicePath.messenger {
        .messenger
      } else if begins(with: ServicePath.webhooks) {
        .webhook
      } else if path == ServicePath.token {
        .token
      } else {
        .other
      }
  }
}
