#if Service
import FlowModel
import ServiceCore

/// What operators and their machines ask a service: whether it lives, whether it is ready, and what it has counted.
///
/// Any other host's name is refused (421): a page that somebody reads here must not ask in its own name, whatever that name
/// leads to.
struct OperatorServer<Store: ServiceStore>: Sendable {
  private let address: ListeningAddress
  private let store: Store
  private let monitor: ServiceMonitor
  /// Why the service is not ready; nil where it is.
  private let obstacle: @Sendable () async -> String?

  init(
    address: ListeningAddress, store: Store, monitor: ServiceMonitor,
    obstacle: @escaping @Sendable () async -> String?
  ) {
    self.address = address
    self.store = store
    self.monitor = monitor
    self.obstacle = obstacle
  }

  func answer(_ request: ServerRequest) async -> ServerResponse {
    guard isNamedRightly(request.fields["Host"]) else { return ServerResponse(421) }
    guard request.method == "GET" || request.method == "HEAD" else {
      return ServerResponse(405, fields: ["Allow": "GET, HEAD"])
    }
    switch request.path {
    case "/health/live": return Self.text(200, "alive")
    case "/health/ready":
      guard let obstacle = await obstacle() else { return Self.text(200, "ready") }
      return Self.text(503, obstacle)
    case "/metrics":
      guard let gauges = try? await gauges() else { return Self.text(503, "the store is away") }
      return ServerResponse(
        200, type: "text/plain; version=0.0.4; charset=utf-8", text: monitor.metrics(gauges))
    default: return ServerResponse(404)
    }
  }

  private static func text(_ status: Int, _ text: String) -> ServerResponse {
    ServerResponse(status, type: "text/plain; charset=utf-8", text: text + "\n")
  }

  /// Whether a host is this machine's by an address, which no name server can turn elsewhere, or by the name that always is.
  private func isNamedRightly(_ host: String?) -> Bool {
    guard let host else { return false }
    return ListeningAddress(host) != nil || ListeningAddress("\(host):1") != nil
  }

  private func gauges() async throws(StoreFailure) -> [ServiceMetrics.Gauge] {
    let (sessions, letters, doubts, isPaused) = try await store.transaction {
      (store) throws(StoreFailure) in
      var doubts = 0
      var order = 0
      while case let more = try store.effectsInDoubt(after: order, limit: 500), let last = more.last {
        doubts += more.count
        order = last.order
      }
      return .rollBack(
        (try store.liveSessionCounts(), try store.deadLetterCount(), doubts, try store.isPaused()))
    }
    return [
      .init(
        "sessions", "Live sessions, by flow and the node that they are parked at.",
        sessions.map { (["flow": $0.flow, "node": $0.node?.text ?? ""], Double($0.count)) }
      ),
      .init("dead_letters", "What was given up and somebody is to look at.", Double(letters)),
      .init(
        "effects_in_doubt", "Effects of which nobody knows whether the world has done them.", Double(doubts)),
      .init("paused", "1 where effects are held.", isPaused ? 1 : 0),
    ]
  }
}
#endif
