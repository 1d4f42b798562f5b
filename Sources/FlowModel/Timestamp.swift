/// A point in time: whole milliseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Sendable, Hashable, Strideable {
  /// Milliseconds since the Unix epoch.
  public let milliseconds: Int64

  /// Creates a time from milliseconds since the Unix epoch.
  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

  /// The time so many milliseconds later.
  public func advanced(by milliseconds: Int64) -> Timestamp { self + milliseconds }

  /// The milliseconds from this time to another.
  public func distance(to other: Timestamp) -> Int64 { other - self }

  /// The time so many milliseconds later.
  public static func + (time: Timestamp, milliseconds: Int64) -> Timestamp {
    Timestamp(milliseconds: time.milliseconds + milliseconds)
  }

  /// The milliseconds from one time to another.
  public static func - (left: Timestamp, right: Timestamp) -> Int64 { left.milliseconds - right.milliseconds }
}

extension Timestamp {
  /// Reads RFC 3339: `2026-01-15T09:30:00Z`, with a fraction of a second or an offset if need be.
  ///
  /// Nil for another text, and for a time that is outside of the years 0000 to 9999 once the offset is taken off, which no
  /// text could tell. A fraction is rounded up to whole milliseconds, so that nobody who waits for the time goes on before it; a leap
  /// second is the first of the next minute.
  public init?(rfc3339 text: String) {
    var digits = DigitReader(text)
    guard let year = digits.number(of: 4), digits.skip("-"), let month = digits.number(of: 2),
      digits.skip("-"),
      let day = digits.number(of: 2), digits.skip("Tt"), let time = digits.timeOfDay(leapSeconds: true),
      let fraction = digits.fraction(), let offset = digits.offset(), digits.isAtEnd,
      let days = daysSinceEpoch(year: year, month: month, day: day)
    else { return nil }
    self.init(written: (Int64(days) * 86_400 + Int64(time - offset)) * 1000 + Int64(fraction))
  }

  /// Reads day, month and year as `31-12-2026 23:59:59`, in UTC.
  public init?(dayMonthYear text: String) {
    var digits = DigitReader(text)
    guard let day = digits.number(of: 2), digits.skip("-"), let month = digits.number(of: 2),
      digits.skip("-"),
      let year = digits.number(of: 4), digits.skip(" "), let time = digits.timeOfDay(leapSeconds: false),
      digits.isAtEnd, let days = daysSinceEpoch(year: year, month: month, day: day)
    else { return nil }
    self.init(written: (Int64(days) * 86_400 + Int64(time)) * 1000)
  }

  /// The first time that RFC 3339 can write in UTC.
  private static let first = Timestamp(milliseconds: -62_167_219_200_000)
  /// The last time that RFC 3339 can write in UTC: the end of the year 9999.
  package static let last = Timestamp(milliseconds: 253_402_300_799_999)

  private init?(written milliseconds: Int64) {
    self.init(milliseconds: milliseconds)
    guard Self.first <= self, self <= Self.last else { return nil }
  }

  /// The time in UTC as RFC 3339 with milliseconds: `2026-01-15T09:30:00.000Z`.
  public var rfc3339: String {
    let days = Int(milliseconds.floorDivided(by: 86_400_000))
    let time = Int(milliseconds - Int64(days) * 86_400_000)
    let date = civilDate(daysSinceEpoch: days)
    // Byte by byte: every message that is sent has its time among its node's outputs.
    func tens(_ number: Int) -> UInt8 { UInt8(ascii: "0") | UInt8(truncatingIfNeeded: number / 10) }
    func ones(_ number: Int) -> UInt8 { UInt8(ascii: "0") | UInt8(truncatingIfNeeded: number % 10) }
    let (century, year) = (date.year / 100 % 100, date.year % 100)
    let (hour, minute, second) = (time / 3_600_000, time / 60_000 % 60, time / 1000 % 60)
    let (tenth, thousandths) = (time / 100 % 10, time % 100)
    let text: [UInt8] = [
      tens(century), ones(century), tens(year), ones(year), UInt8(ascii: "-"),
      tens(date.month), ones(date.month), UInt8(ascii: "-"), tens(date.day), ones(date.day),
      UInt8(ascii: "T"), tens(hour), ones(hour), UInt8(ascii: ":"), tens(minute), ones(minute),
      UInt8(ascii: ":"), tens(second), ones(second), UInt8(ascii: "."), ones(tenth), tens(thousandths),
      ones(thousandths), UInt8(ascii: "Z"),
    ]
    return String(decoding: text, as: UTF8.self)
  }

  /// The time in UTC as day, month and year, without what is below a second: `31-12-2026 23:59:59`.
  public var dayMonthYear: String {
    let text = rfc3339.utf8
    func digits(_ start: Int, _ count: Int) -> String {
      String(decoding: text.dropFirst(start).prefix(count), as: UTF8.self)
    }
    return "\(digits(8, 2))-\(digits(5, 2))-\(digits(0, 4)) \(digits(11, 8))"
  }
}

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar, or nil where there is no such date.
///
/// The year is taken to begin in March, so that a leap day is its last.
private func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int? {
  guard (1...12).contains(month), day >= 1, day <= daysIn(month: month, of: year) else { return nil }
  let shiftedYear = month <= 2 ? year - 1 : year
  let era = shiftedYear.floorDivided(by: 400)
  let yearOfEra = shiftedYear - era * 400
  let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

private func daysIn(month: Int, of year: Int) -> Int {
  switch month {
  case 4, 6, 9, 11: 30
  case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  default: 31
  }
}

/// The inverse of `daysSinceEpoch`.
private func civilDate(daysSinceEpoch days: Int) -> (year: Int, month: Int, day: Int) {
  let shifted = days + 719_468
  let era = shifted.floorDivided(by: 146_097)
  let dayOfEra = shifted - era * 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let shiftedMonth = (5 * dayOfYear + 2) / 153
  let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
  return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
}

extension BinaryInteger {
  fileprivate func floorDivided(by divisor: Self) -> Self {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}

/// Reads numbers of fixed width from a text.
private struct DigitReader {
  private var rest: Substring.UTF8View

  init(_ text: String) {
    rest = text[...].utf8
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// A number of exactly `width` digits.
  mutating func number(of width: Int) -> Int? {
    let digits = rest.prefix(width)
    guard digits.count == width, digits.allSatisfy(\.isASCIIDigit) else { return nil }
    rest = rest.dropFirst(width)
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  /// Passes over the next byte if it is one of `bytes`.
  mutating func skip(_ bytes: String) -> Bool {
    guard let next = rest.first, bytes.utf8.contains(next) else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// `23:59:59`, as seconds of the day.
  mutating func timeOfDay(leapSeconds: Bool) -> Int? {
    guard let hours = number(of: 2), skip(":"), let minutes = number(of: 2), skip(":"),
      let seconds = number(of: 2), hours < 24, minutes < 60, seconds < (leapSeconds ? 61 : 60)
    else { return nil }
    return (hours * 60 + minutes) * 60 + seconds
  }

  /// `.123`, as milliseconds; 0 where there is none.
  mutating func fraction() -> Int? {
    guard skip(".") else { return 0 }
    let digits = rest.prefix(while: \.isASCIIDigit)
    guard !digits.isEmpty else { return nil }
    rest = rest.dropFirst(digits.count)
    let thousandths = digits.prefix(3).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    let hasMore = digits.dropFirst(3).contains { $0 != UInt8(ascii: "0") }
    return [100, 10, 1][min(digits.count, 3) - 1] * thousandths + (hasMore ? 1 : 0)
  }

  /// `Z` or `+01:00`, as seconds east of UTC.
  mutating func offset() -> Int? {
    if skip("Zz") { return 0 }
    let isWest = rest.first == UInt8(ascii: "-")
    guard skip("+-"), let hours = number(of: 2), skip(":"), let minutes = number(of: 2), hours < 24,
      minutes < 60
    else { return nil }
    return (isWest ? -1 : 1) * (hours * 60 + minutes) * 60
  }
}
