import FlowModel
import FlowReporting

/// Virtual times as pages show them: up to a day as a clock has them, then as `4d 9h`, and always with the date to look at.
struct SiteTime: Sendable {
  private static let day: Int64 = 86_400_000

  /// Virtual time 0.
  let start: Timestamp

  /// So much time, without a place at which a line could be broken.
  static func text(_ milliseconds: Int64) -> String {
    guard milliseconds >= day else { return Transcript.clock(milliseconds) }
    return "\(milliseconds / day)d\u{A0}\(milliseconds % day / 3_600_000)h"
  }

  /// The time at which something happens.
  func markup(_ milliseconds: Int64) -> Markup {
    let time = start + milliseconds
    return """
      <time datetime="\(time.rfc3339)" title="\(time.dayMonthYear) UTC">\(Self.text(milliseconds))</time>
      """
  }
}
