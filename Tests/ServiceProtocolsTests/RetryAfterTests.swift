import FlowInterpreter
import FlowModel
import Testing

@testable import ServiceProtocols

/// For how long somebody asks to be left alone.
@Suite struct RetryAfterTests {
  /// 2026-01-15T09:30:00Z.
  private static let now = Timestamp(milliseconds: 1_768_469_400_000)

  static let headers: [(told: String, date: String?, pause: Int64?)] = [
    ("0", nil, 0), ("7", nil, 7_000), ("86400", nil, 86_400_000), ("86401", nil, 86_400_000),
    ("99999999999999999999", nil, 86_400_000), ("1.5", nil, nil), ("-1", nil, nil), ("", nil, nil),
    ("soon", nil, nil),
    ("Thu, 15 Jan 2026 09:30:05 GMT", nil, 5_000), ("Thursday, 15-Jan-26 09:30:05 GMT", nil, 5_000),
    ("Thu Jan 15 09:30:05 2026", nil, 5_000), ("Thu, 15 Jan 2026 09:29:00 GMT", nil, 0),
    ("Thu, 01 Jan 1970 00:00:00 GMT", nil, 0), ("Thu, 22 Jan 2026 09:30:00 GMT", nil, 86_400_000),
    ("Thu, 15 Jan 2026 09:30:05 CET", nil, nil), ("Thu, 45 Jan 2026 09:30:05 GMT", nil, nil),
    // The time is the other side's own, whatever ours is.
    ("Thu, 15 Jan 2026 11:00:30 GMT", "Thu, 15 Jan 2026 11:00:00 GMT", 30_000),
    ("Thu, 15 Jan 2026 09:30:05 GMT", "yesterday", 5_000),
  ]

  @Test("a pause is told in seconds or as a time, and is a day at most", arguments: headers)
  func pauses(told: String, date: String?, pause: Int64?) {
    let headers = [("Retry-After", told)] + (date.map { [("Date", $0)] } ?? [])
    let answer = WireAnswer(
      status: 429, headers: headers.map { HTTPRequest.Header(name: $0.0, value: $0.1) }, at: Self.now)
    #expect(answer.retryAfter == pause)
  }
}
