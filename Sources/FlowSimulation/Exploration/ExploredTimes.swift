import FlowModel

/// The times that are tried where a flow reads one: one past, one near, one far.
struct ExploredTimes {
  /// Whole times, as RFC 3339 writes them.
  let texts: [String]
  /// What a flow may put together a time of: dates in both spellings, and times of day.
  let parts: [String]

  init(around start: Timestamp) {
    let day: Int64 = 86_400_000
    texts = [-day, 60_000, 400 * day].map { (start + $0).rfc3339 }
    let dates = texts.map { String($0.prefix(10)) }
    let dayFirst = dates.map { $0.split(separator: "-").reversed().joined(separator: "-") }
    parts = dates + dayFirst + ["00:00:00", "23:59:59"]
  }
}

extension Timestamp {
  /// The time that a Delay reads.
  init?(delayedUntil text: String) {
    guard let time = Timestamp(rfc3339: text) ?? Timestamp(dayMonthYear: text) else { return nil }
    self = time
  }
}

extension FlowGraph {
  /// When sessions begin besides: a minute before each date that the flow waits for, and a day after it.
  func laterStarts(than start: Timestamp) -> [Timestamp] {
    let dates = nodes.compactMap { $0.delay?.until?.template.literal }
      .compactMap { Timestamp(delayedUntil: $0) }
    return Set(dates.flatMap { [$0 + -60_000, $0 + 86_400_000] }).filter { $0 > start }.sorted()
  }
}
