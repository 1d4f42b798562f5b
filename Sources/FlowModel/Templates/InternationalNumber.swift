/// A phone number with its country calling code: `+1 (415) 555-0123`.
public struct InternationalNumber: Sendable, Hashable {
  /// The country calling code; nil where none is assigned with which the number begins.
  public let countryCode: String?
  /// The digits after the country calling code; all where none is assigned.
  public let nationalNumber: String

  /// Reads `+` and 7 to 15 digits, spaces, `-`, `.`, `(` and `)` aside; nil for any other text.
  public init?(_ text: String) {
    let bytes = text.utf8.filter { !Self.separators.contains($0) }
    let digits = bytes.dropFirst()
    guard bytes.first == UInt8(ascii: "+"), (7...15).contains(digits.count),
      digits.allSatisfy(\.isASCIIDigit)
    else { return nil }
    let length = Self.lengthOfCountryCode(in: digits)
    countryCode = length.map { String(decoding: digits.prefix($0), as: UTF8.self) }
    nationalNumber = String(decoding: digits.dropFirst(length ?? 0), as: UTF8.self)
  }

  private static let separators = Array(" -.()".utf8)

  /// How many of a number's digits its country calling code takes. No code begins with another one.
  private static func lengthOfCountryCode(in digits: ArraySlice<UInt8>) -> Int? {
    guard digits.first != UInt8(ascii: "0") else { return nil }
    var code = 0
    for (index, digit) in digits.prefix(3).enumerated() {
      code = code * 10 + Int(digit - UInt8(ascii: "0"))
      if assignedCountryCodes.contains(code) { return index + 1 }
    }
    return nil
  }

  /// The country codes that are assigned, those of services and networks among them.
  ///
  /// Source: ITU-T, "List of ITU-T Recommendation E.164 assigned country codes" (Annex to the ITU Operational Bulletin).
  /// 970, which the list reserves, is in use; spare, reserved and trial codes are not here.
  package static let assignedCountryCodes: Set<Int> = {
    let ranges: [ClosedRange<Int>] = [
      // Zones 1 and 7: the North American Numbering Plan; Kazakhstan and the Russian Federation.
      1...1, 7...7,
      // Zone 2: Africa, and some of the Atlantic and Indian Oceans.
      20...20, 27...27, 211...213, 216...216, 218...218, 220...258, 260...269, 290...291, 297...299,
      // Zones 3 and 4: Europe.
      30...34, 36...36, 39...39, 350...359, 370...383, 385...389, 40...41, 43...49, 420...421, 423...423,
      // Zone 5: Middle and South America.
      51...58, 500...509, 590...599,
      // Zone 6: South-East Asia and Oceania.
      60...66, 670...670, 672...683, 685...692,
      // Zone 8: East Asia, and services of the whole world.
      81...82, 84...84, 86...86, 800...800, 808...808, 850...850, 852...853, 855...856, 870...870, 878...878,
      880...883, 886...886, 888...888,
      // Zone 9: Central, South and West Asia, and a service of the whole world.
      90...95, 98...98, 960...968, 970...977, 979...979, 992...996, 998...998,
    ]
    return Set(ranges.joined())
  }()
}
