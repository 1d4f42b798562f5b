import ServiceCore
import Testing

struct MemoryStoreTests {
  static let conformance = StoreConformance(
    open: { MemoryStore() }, reopen: { await $0.reopened() })

  @Test("A store in memory is a store", arguments: conformance.checks)
  func conforms(_ check: StoreConformance<MemoryStore>.Check) async throws {
    try await check.run()
  }
}
