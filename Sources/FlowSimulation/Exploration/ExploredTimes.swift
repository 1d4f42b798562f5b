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
