/// How a work's median compares to that of another one, measured in the same run: to the least that the machine can do it
/// with, or to the same work on less.
struct Ratio {
  /// The work.
  let work: String
  /// What it is compared to.
  let reference: String

  /// All ratios, in the order in which they are printed.
  static let all = [
    Ratio(work: "machine", reference: "table-loop"),
    Ratio(work: "session", reference: "table-loop"),
    Ratio(work: "trace", reference: "table-loop"),
    Ratio(work: "parse", reference: "scan"),
    Ratio(work: "machine-long", reference: "machine"),
    Ratio(work: "parked-many", reference: "parked"),
    Ratio(work: "validate-10000", reference: "validate-1000"),
  ]

  /// How many times as much the work takes; nil where one of the two was not measured.
  func value(in results: [(work: Work, measurement: Measurement)]) -> Double? {
    guard let own = results.first(where: { $0.work.name == work }),
      let other = results.first(where: { $0.work.name == reference })
    else { return nil }
    let ratio = own.measurement.median / other.measurement.median
    // What is done in a second is the less the longer it takes.
    return own.work.isRate ? 1 / ratio : ratio
  }
}
