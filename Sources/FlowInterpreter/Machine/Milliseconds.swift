/// Whole milliseconds of the seconds that a flow or a scenario names.
package enum Milliseconds {
  /// The nearest, a half up.
  package static func nearest(_ seconds: Double) -> Int64 {
    Int64((thousandfold(seconds) + 0.5).rounded(.down))
  }

  /// A timeout's: the nearest, a half up, never less than 1.
  static func ofTimeout(_ seconds: Double) -> Int64 { max(1, nearest(seconds)) }

  /// A thousand times a number of seconds, as the decimal number that the author wrote gives it.
  ///
  /// 2.007 is no binary fraction, and 2.007 × 1000 is a little more than 2007: within the error of one multiplication,
  /// half a millisecond or a whole one is meant.
  private static func thousandfold(_ seconds: Double) -> Double {
    let product = seconds * 1000
    let halves = (product * 2).rounded() / 2
    return abs(product - halves) <= 2 * product.ulp ? halves : product
  }
}
