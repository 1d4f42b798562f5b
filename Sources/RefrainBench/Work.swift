/// One thing that is measured, with the figure that it must reach where there is one.
struct Work: Sendable {
  /// Whether small results are good.
  enum Goal: Sendable {
    case atMost(Double)
    case atLeast(Double)
    /// Nothing is asked of the time: others are measured against it, or what is asked is counted (`.ci/check-counts`).
    case none

    func isReached(by result: Double) -> Bool {
      switch self {
      case .atMost(let limit): result <= limit
      case .atLeast(let limit): result >= limit
      case .none: true
      }
    }
  }

  /// A short name, by which works are chosen.
  let name: String
  /// What is measured, in a few words.
  let summary: String
  /// The unit of the results.
  let unit: String
  /// What is asked of the median.
  let goal: Goal
  /// Measures; nil where this machine lacks what it needs.
  let measure: @Sendable (Plan) async throws -> Measurement?

  /// Whether a result says how much is done in a second.
  var isRate: Bool { unit.hasSuffix("/s") }

  /// All works, in the order in which they are printed.
  static var all: [Work] {
    ConversationWorks.all + HostWorks.all + DocumentWorks.all + LoadingWorks.all + ProcessWorks.all + service
  }

  /// The works of the live service, in a build that has it.
  private static var service: [Work] {
    #if Service
    ServiceWorks.all + SendWorks.all + ServiceStoreWorks.all + ClusterWorks.all
    #else
    []
    #endif
  }
}
