import FlowModel
import Foundation
import Testing

@Suite struct TextFilterTests {
  /// Filters, a text, and what they give, as JSON.
  static let table = #"""
    ["trim", " a b ", "a b"]
    ["trim", "\u200b\ufeff\u00a0\u2003\n a\u200d\u00ad", "a"]
    ["trim", " \u200b ", ""]
    ["trim", "", ""]
    ["trim", "e\u0301 ", "e\u0301"]
    ["lowercase", "ÀÉ İ ΟΔΟΣ ẞ", "àé i̇ οδοσ ß"]
    ["uppercase", "straße ﬁ ŉ ΐ i", "STRASSE FI ʼN \u0399\u0308\u0301 I"]
    ["digits", "Order 12-34, please", "1234"]
    ["digits", "١٢٣ ४५ 𝟗 ²½Ⅷ 七", "123459"]
    ["firstWord", "  Ana Maria", "Ana"]
    ["firstWord", "\u200bAna\u00a0Maria", "Ana"]
    ["firstWord", "Ana", "Ana"]
    ["firstWord", " ", ""]
    ["countryCode", "+14155550123", "1"]
    ["countryCode", "+1 (415) 555-01.23", "1"]
    ["countryCode", " +351 912 345 678", "351"]
    ["countryCode", "4155550123", ""]
    ["countryCode", "+1415555", "1"]
    ["countryCode", "+141555", ""]
    ["countryCode", "+123456789012345", "1"]
    ["countryCode", "+1234567890123456", ""]
    ["countryCode", "+99912345678", ""]
    ["countryCode", "+0123456789", ""]
    ["nationalNumber", "+0123456789", "0123456789"]
    ["countryCode", "++14155550123", ""]
    ["countryCode", "+1415555012x", ""]
    ["countryCode", "+١٤١٥٥٥٥٠١٢٣", ""]
    ["countryCode", "00351912345678", ""]
    ["countryCode", "", ""]
    ["nationalNumber", "+14155550123", "4155550123"]
    ["nationalNumber", "+351 912-345-678", "912345678"]
    ["nationalNumber", "+99912345678", "99912345678"]
    ["nationalNumber", "(0)912 345 678", "0912345678"]
    ["nationalNumber", "+12", "12"]
    ["nationalNumber", "call ٠١٢", "012"]
    ["nationalNumber", "", ""]
    ["default:customer", "", "customer"]
    ["default:customer", " ", " "]
    ["trim|default:a b", " ", "a b"]
    ["digits|default:0", "none", "0"]
    ["default:7|digits", "", "7"]
    ["plainText|firstWord|uppercase", "<p>Ana Maria</p>", "ANA"]
    """#

  @Test("Each filter gives what the language reference says", arguments: table.split(separator: "\n"))
  func filters(line: Substring) throws {
    let row = try JSONDecoder().decode([String].self, from: Data(line.utf8))
    let template = "$(a|\(row[0]))"
    guard case .reference(let reference)? = try TemplateParser.parse(template).first else {
      Issue.record("\(template) has no reference")
      return
    }
    let text = reference.filters.reduce(row[1]) { $1($0) }
    #expect(Array(text.unicodeScalars) == Array(row[2].unicodeScalars), "\(row)")
  }

  @Test("Every filter has a summary and is written as it is read") func names() throws {
    #expect(TextFilter.names.count == 9)
    for name in TextFilter.names {
      #expect(TextFilter.summary(ofNamed: name) != nil)
      let written = name == "default" ? "default:x" : name
      guard case .reference(let reference)? = try TemplateParser.parse("$(a|\(written))").first else {
        Issue.record("no reference")
        return
      }
      #expect(reference.filters.map(\.written) == [written])
    }
    #expect(TextFilter.summary(ofNamed: "reverse") == nil)
  }

  /// The country calling codes that libphonenumber 9.0 has metadata of.
  static let libphonenumber = """
    1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82
    84 86 90 91 92 93 94 95 98 211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234
    235 236 237 238 239 240 241 242 243 244 245 246 247 248 249 250 251 252 253 254 255 256 257 258 260 261 262
    263 264 265 266 267 268 269 290 291 297 298 299 350 351 352 353 354 355 356 357 358 359 370 371 372 373 374
    375 376 377 378 380 381 382 383 385 386 387 389 420 421 423 500 501 502 503 504 505 506 507 508 509 590 591
    592 593 594 595 596 597 598 599 670 672 673 674 675 676 677 678 679 680 681 682 683 685 686 687 688 689 690
    691 692 800 808 850 852 853 855 856 870 878 880 881 882 883 886 888 960 961 962 963 964 965 966 967 968 970
    971 972 973 974 975 976 977 979 992 993 994 995 996 998
    """

  @Test("The assigned country codes are those that libphonenumber knows, and two that nobody can call")
  func countryCodes() {
    let known = Set(Self.libphonenumber.split(whereSeparator: \.isWhitespace).compactMap { Int($0) })
    #expect(known.count == 215)
    // The Vatican's own code, which is not in use, and the code of groups of countries.
    #expect(InternationalNumber.assignedCountryCodes.symmetricDifference(known) == [379, 388])
  }

  @Test("No country code begins with another one") func prefixFree() {
    let codes = InternationalNumber.assignedCountryCodes
    #expect(codes.allSatisfy { !codes.contains($0 / 10) && !codes.contains($0 / 100) })
  }
}
