import FlowModel
import Foundation
import Testing

@Suite struct TimestampTests {
  /// Texts of RFC 3339, each with its time in milliseconds, or `-` where it is none.
  static let rfc3339 = """
    1970-01-01T00:00:00Z = 0
    1970-01-01T00:00:00.001Z = 1
    1969-12-31T23:59:59.999Z = -1
    2026-01-15T09:30:00Z = 1768469400000
    2026-01-15t09:30:00z = 1768469400000
    2026-01-15T09:30:00.5Z = 1768469400500
    2026-01-15T09:30:00.12Z = 1768469400120
    2026-01-15T09:30:00.123456789Z = 1768469400124
    2026-01-15T09:30:00.9999Z = 1768469401000
    2026-01-15T09:30:00.123000Z = 1768469400123
    2026-01-15T10:30:00+01:00 = 1768469400000
    2026-01-15T03:45:00-05:45 = 1768469400000
    2026-01-14T09:31:00-23:59 = 1768469400000
    2026-01-15T09:30:00-00:00 = 1768469400000
    2026-01-15T09:30:00+00:00 = 1768469400000
    2000-02-29T00:00:00Z = 951782400000
    2024-02-29T00:00:00Z = 1709164800000
    2400-02-29T00:00:00Z = 13574563200000
    1900-03-01T00:00:00Z = -2203891200000
    0000-01-01T00:00:00Z = -62167219200000
    9999-12-31T23:59:59.999Z = 253402300799999
    2016-12-31T23:59:60Z = 1483228800000
    9999-12-31T23:59:59+23:59 = 253402214459000
    9999-12-31T23:59:59-00:01 -
    9999-12-31T23:59:59-23:59 -
    9999-12-31T23:59:60Z -
    9999-12-31T23:59:59.9999Z -
    0000-01-01T00:00:00+00:01 -
    0000-01-01T00:00:00-00:01 = -62167219140000
    2023-02-29T00:00:00Z -
    1900-02-29T00:00:00Z -
    2100-02-29T00:00:00Z -
    2026-00-15T09:30:00Z -
    2026-13-15T09:30:00Z -
    2026-01-00T09:30:00Z -
    2026-01-32T09:30:00Z -
    2026-04-31T09:30:00Z -
    2026-06-31T09:30:00Z -
    2026-09-31T09:30:00Z -
    2026-11-31T09:30:00Z -
    2026-01-15T24:00:00Z -
    2026-01-15T09:60:00Z -
    2026-01-15T09:30:61Z -
    2026-01-15T09:30:00 -
    2026-01-15T09:30:00. -
    2026-01-15T09:30:00.Z -
    2026-01-15T09:30Z -
    2026-01-15 09:30:00Z -
    2026-01-15 -
    2026-1-15T09:30:00Z -
    26-01-15T09:30:00Z -
    +2026-01-15T09:30:00Z -
    2026-01-15T09:30:00+24:00 -
    2026-01-15T09:30:00+01:60 -
    2026-01-15T09:30:00+0100 -
    2026-01-15T09:30:00+01 -
    2026-01-15T09:30:00Zz -
    2026-01-15T09:30:00,5Z -
    20２6-01-15T09:30:00Z -
     -
    """

  /// The same for day, month and year.
  static let dayMonthYear = """
    31-12-2026 23:59:59 = 1798761599000
    01-01-1970 00:00:00 = 0
    29-02-2024 00:00:00 = 1709164800000
    15-01-2026 09:30:00 = 1768469400000
    29-02-2023 00:00:00 -
    31-04-2026 00:00:00 -
    00-01-2026 00:00:00 -
    01-13-2026 00:00:00 -
    2026-12-31 23:59:59 -
    31-12-2026 23:59:60 -
    31-12-2026 24:00:00 -
    31-12-2026T23:59:59 -
    31-12-2026  23:59:59 -
    31-12-2026 23:59:59Z -
    31-12-2026 23:59 -
    31-12-2026 -
    31/12/2026 23:59:59 -
    1-1-2026 0:00:00 -
     -
    """

  @Test(arguments: [(rfc3339, true), (dayMonthYear, false)])
  func aTextIsTheTimeThatItSays(_ table: String, isRFC3339: Bool) {
    for line in table.components(separatedBy: "\n") {
      let parts = line.components(separatedBy: " = ")
      let text = parts.count > 1 ? parts[0] : String(line.dropLast(2))
      let time = isRFC3339 ? Timestamp(rfc3339: text) : Timestamp(dayMonthYear: text)
      #expect(time?.milliseconds == (parts.count > 1 ? Int64(parts[1]) : nil), "\(line)")
    }
  }

  @Test func aTimeIsWrittenInUTCAndReadsBack() {
    #expect(Timestamp(milliseconds: 0).rfc3339 == "1970-01-01T00:00:00.000Z")
    #expect(Timestamp(milliseconds: -1).rfc3339 == "1969-12-31T23:59:59.999Z")
    #expect(Timestamp(milliseconds: 1_768_469_400_007).rfc3339 == "2026-01-15T09:30:00.007Z")
    // Every 114 days and a bit, over the years 0 to 9999.
    var misread: [Int64] = []
    for milliseconds in stride(from: -62_167_219_200_000, to: 253_402_300_800_000, by: 9_876_543_210) {
      let time = Timestamp(milliseconds: Int64(milliseconds))
      if Timestamp(rfc3339: time.rfc3339) != time { misread.append(time.milliseconds) }
    }
    #expect(misread == [])
  }

  @Test func everyDayOfTwoHundredYearsFollowsTheOneBefore() {
    var previous = Timestamp(rfc3339: "1899-12-31T00:00:00Z")
    var broken: [String] = []
    for day in 0..<200 * 12 * 31 {
      let month = String(101 + day / 31 % 12).dropFirst()
      let text = "\(1900 + day / 31 / 12)-\(month)-\(String(101 + day % 31).dropFirst())T00:00:00Z"
      guard let time = Timestamp(rfc3339: text) else { continue }
      if previous.map({ time - $0 }) != 86_400_000 { broken.append(text) }
      previous = time
    }
    #expect(broken == [])
    #expect(previous == Timestamp(rfc3339: "2099-12-31T00:00:00Z"))
  }

  @Test func timesAreOrderedAndCounted() {
    let time = Timestamp(milliseconds: 1000)
    #expect(time + 500 == Timestamp(milliseconds: 1500))
    #expect((time + 500) - time == 500)
    #expect(time < time + 1)
  }
}
