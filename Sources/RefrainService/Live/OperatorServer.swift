#if Service
import FlowModel
import ServiceCore
import ServiceOperators

/// What operators and their machines ask a service: whether it lives, whether it is ready, what it has counted; and their page.
///
/// Any other host's name is refused (421): a page that somebody reads here must not ask in its own name, whatever that name
/// leads to.
struct OperatorServer<Store: ServiceStore>: Sendable {
  private let store: Store
  private let monitor: ServiceMonitor
  private let page: OperatorPage<Store>
  private let audience: OperatorAudience<Store>
  /// Why the service is not ready; nil where it is.
  private let obstacle: @Sendable () async -> String?

  init(
    store: Store, monitor: ServiceMonitor, page: OperatorPage<Store>,
    obstacle: @escaping @Sendable () async -> String?
  ) {
    self.store = store
    self.monitor = monitor
    self.page = page
    self.obstacle = obstacle
    audience = OperatorAudience(page, turns: { monitor.turnCount })
  }

  func answer(_ request: ServerRequest) async -> ServerResponse {
    let received = request.received
    guard OperatorAccess.isNamedRightly(received) else { return ServerResponse(421) }
    switch request.path {
    case "/health/live", "/health/ready", "/metrics":
      guard request.method == "GET" || request.method == "HEAD" else {
        return ServerResponse(405, fields: ["Allow": "GET, HEAD"])
      }
      return await tellMachines(request.path)
    default:
      return switch await page.answer(received) {
      case .reply(let reply): ServerResponse(reply)
      case .events: ServerResponse(await audience.lookOn())
      }
    }
  }

  private func tellMachines(_ path: String) async -> ServerResponse {
    switch path {
    case "/health/live": return Self.text(200, "alive")
    case "/health/ready":
      guard let obstacle = await obstacle() else { return Self.text(200, "ready") }
      return Self.text(503, obstacle)
    default:
      // While the store is away, and perhaps does not answer at all, what was counted is told all the more: its failures are
      // among it.
      let gauges = monitor.isStoreThere ? try? await gauges() : nil
      return ServerResponse(
        200, type: "text/plain; version=0.0.4; charset=utf-8", text: monitor.metrics(gauges ?? []))
    }
  }

  private static func text(_ status: Int, _ text: String) -> ServerResponse {
    ServerResponse(status, type: "text/plain; charset=utf-8", text: text + "\n")
  }

  private func gauges() async throws(StoreFailure) -> [ServiceMetrics.Gauge] {
    let (sessions, letters, doubts, isPaused) = try await store.transaction {
      (store) throws(StoreFailure) in
      .rollBack(
        (
          try store.liveSessionCounts(), try store.deadLetterCount(), try store.effectsInDoubtCount(),
          try store.isPaused()
        ))
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
