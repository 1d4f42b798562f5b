/// Pauses between tries: each twice as long as the one before, up to the longest, and between a half and the whole of that,
/// so that those who failed together do not come back together ("full jitter" with a floor, Brooker, AWS, 2015).
struct RetryPauses: Sendable {
  /// Draws a number from 0 to below 1.
  let random: @Sendable () -> Double

  /// How many milliseconds to pause after so many tries, from 1.
  func pause(after tries: Int) -> Int64 {
    let doubled = ServiceLimits.pauses.lowerBound << Int64(min(max(tries, 1), 20) - 1)
    let whole = min(doubled, ServiceLimits.pauses.upperBound)
    return whole / 2 + Int64(Double(whole - whole / 2) * random())
  }
}
