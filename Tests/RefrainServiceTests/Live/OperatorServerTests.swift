#if Service
import FlowModel
import ServiceCore
import ServiceOperators
import ServiceProtocols
import TestSupport
import Testing

@testable import RefrainService

@Suite("What operators' machines ask a live service")
struct OperatorServerTests {
  /// What a service over a store tells.
  private static func server<Store: ServiceStore>(over store: Store, isAway: Bool) -> OperatorServer<Store> {
    let clock: @Sendable () -> Timestamp = { Timestamp(milliseconds: 0) }
    let log = ServiceLog(clock: clock, write: { _ in })
    let monitor = ServiceMonitor(log, clock: clock)
    monitor.note(.failed(.unavailable("the disk is full")))
    if !isAway { monitor.note(.pending(PendingInputs(count: 0, oldest: nil), clockAhead: 0)) }
    let page = OperatorPage(
      store, named: ServedName(project: "Care", environment: nil),
      access: OperatorAccess(
        token: SecretBytes("sixteen bytes it"), key: [1], authentication: LibraryAuthentication(), port: 8081),
      log: log, customerName: { _ in "" }, clock: clock, wallClock: clock, wake: {})
    return OperatorServer(store: store, monitor: monitor, page: page) { nil }
  }

  private static func metrics<Store: ServiceStore>(
    over store: Store, isAway: Bool = false
  ) async throws -> String {
    let request = ServerRequest("GET", "/metrics", fields: ["Host": "127.0.0.1:8081"])
    let response = await server(over: store, isAway: isAway).answer(request)
    #expect(response.status == 200)
    guard case .bytes(let bytes) = response.body else { throw StoreFailure.conflict }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("metrics are told while the store is away: its failures are among them")
  func metricsWithoutAStore() async throws {
    let failing = CrashingStore(MemoryStore()) { _, _ in .endBeforeCommit }
    for away in [
      try await Self.metrics(over: failing), try await Self.metrics(over: failing, isAway: true),
      try await Self.metrics(over: MemoryStore(), isAway: true),
    ] {
      #expect(away.contains("\nrefrain_store_failures_total 1\n"))
      #expect(!away.contains("refrain_dead_letters"))
    }
    let there = try await Self.metrics(over: MemoryStore())
    #expect(there.contains("\nrefrain_store_failures_total 1\n"))
    #expect(there.contains("\nrefrain_dead_letters 0\n"))
  }

  @Test("the operators' document explains each metric, and no other")
  func documentedMetrics() async throws {
    let told = try await Self.metrics(over: MemoryStore()).split(separator: "\n").compactMap { line in
      line.hasPrefix("# TYPE refrain_") ? line.dropFirst("# TYPE refrain_".count).prefix { $0 != " " } : nil
    }
    let names = try OperatorsDocument.names(under: "Metrics")
    #expect(Set(names) == Set(told.map(String.init)))
  }
}
#endif
