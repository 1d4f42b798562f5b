/// The results of a work's repetitions, in the work's own unit.
struct Measurement {
  /// The results in ascending order; never empty.
  let results: [Double]

  init(_ results: [Double]) {
    precondition(!results.isEmpty, "a measurement has a result")
    self.results = results.sorted()
  }

  /// Repeats a work that says how many nanoseconds it took, after one repetition that warms up.
  /// - Parameter units: How many events, nodes or sessions one repetition deals with: results are for one.
  nonisolated(nonsending) init(
    _ plan: Plan, per units: Int, _ work: () async throws -> Int64
  ) async rethrows {
    _ = try await work()
    var results: [Double] = []
    for _ in 0..<plan.repetitions { results.append(Double(try await work()) / Double(units)) }
    self.init(results)
  }

  var minimum: Double { results[0] }
  var median: Double { results[results.count / 2] }
  var maximum: Double { results[results.count - 1] }

  /// The same results in another unit.
  func map(_ convert: (Double) -> Double) -> Measurement {
    Measurement(results.map(convert))
  }
}

/// How thoroughly is measured.
struct Plan {
  /// How often each work is repeated, once for warming up aside.
  let repetitions: Int
  /// By what the size of each work is divided.
  let divisor: Int

  /// For figures.
  static let full = Plan(repetitions: 9, divisor: 1)
  /// For a look at whether everything still runs.
  static let smoke = Plan(repetitions: 1, divisor: 50)

  /// The size of a work.
  func scaled(_ size: Int) -> Int { max(1, size / divisor) }
}
