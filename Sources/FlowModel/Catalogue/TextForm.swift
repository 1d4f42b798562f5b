/// The form that a string must have.
public enum TextForm: Sendable {
  /// Any string.
  case any
  /// Any string but the empty one.
  case notEmpty
  /// A letter or `_`, then up to 63 of letters, digits, `_` and `-`.
  case identifier
  /// The name of a node or a custom variable: an identifier that means nothing else in a reference.
  case referenceName
  /// The name of a custom result: an identifier that no result has that every flow has.
  case resultName
  /// A number of the business: E.164, or a short code of three to eight digits.
  case businessNumber
  /// One word, or `*`.
  case keyword
  /// One word of several, `*` not among them.
  case keywordWord
  /// The name of a payload's member, as a reference's step writes it: letters, digits, `_` and `-`.
  case memberName
  /// The name of a header that a flow may write: a token of RFC 9110, none of the connection's own.
  case headerName
  /// A point in time as RFC 3339 writes it.
  case timestamp
  /// How time passes in a scenario: a span such as `4d9h`, or a point in time as RFC 3339 writes it.
  case passingTime
  /// The outcome of a Branch: any string but the empty one, `none` and `otherwise`.
  case branchName
  /// How long something is kept: a whole number with one unit, such as `30d`.
  case period
  /// The address of a service: scheme, host, perhaps a port and a path.
  case serviceAddress
  /// Where a service listens: an address of the internet and a port.
  case listeningAddress
  /// Hosts that may be called, as `HostPattern` reads them.
  case hostPattern
  /// A network of the internet: an address, perhaps with the length of its prefix.
  case network
  /// The path of an address.
  case urlPath
  /// A country calling code without `+`.
  case countryCode

  /// Whether `text` has the form. Complexity: linear in the text's length.
  public func admits(_ text: String) -> Bool {
    switch self {
    case .any: true
    case .notEmpty: !text.isEmpty
    case .identifier: text.isIdentifier
    case .referenceName: text.isIdentifier && !Reference.reservedNames.contains(text)
    case .resultName: text.isIdentifier && !FlowResult.builtIn.contains { $0.name == text }
    case .businessNumber: text.isE164 || text.isShortCode
    case .keyword: text.isOneWord
    case .keywordWord: text.isOneWord && text != "*"
    case .memberName: !text.isEmpty && text.utf8.allSatisfy { $0.isIdentifierByte }
    case .headerName: HTTPHeader.isName(text) && !HTTPHeader.isOfConnection(text)
    case .timestamp: Timestamp(rfc3339: text) != nil
    case .passingTime: text.isTimeSpan || Timestamp(rfc3339: text) != nil
    case .branchName: !text.isEmpty && text != "none" && text != "otherwise"
    case .period: Self.milliseconds(ofPeriod: text) != nil
    case .serviceAddress: ServiceAddress(text) != nil
    case .listeningAddress: ListeningAddress(text) != nil
    case .hostPattern: HostPattern(text) != nil
    case .network: NetworkRange(text) != nil
    case .urlPath:
      text.utf8.first == UInt8(ascii: "/")
        && text.utf8.allSatisfy { $0.isUnreserved || $0 == UInt8(ascii: "/") }
    case .countryCode:
      (1...3).contains(text.utf8.count) && text.utf8.allSatisfy(\.isASCIIDigit)
        && text.utf8.first != UInt8(ascii: "0")
    }
  }

  /// The milliseconds of a whole number, up to five digits, of days, hours, minutes or seconds; nil of any other text.
  package static func milliseconds(ofPeriod text: String) -> Int64? {
    let digits = text.utf8.dropLast()
    guard (1...5).contains(digits.count), digits.first != UInt8(ascii: "0"),
      digits.allSatisfy(\.isASCIIDigit),
      let number = Int64(text.dropLast())
    else { return nil }
    switch text.utf8.last {
    case UInt8(ascii: "d"): return number * 86_400_000
    case UInt8(ascii: "h"): return number * 3_600_000
    case UInt8(ascii: "m"): return number * 60_000
    case UInt8(ascii: "s"): return number * 1000
    default: return nil
    }
  }

  /// What is wanted, for a message: `a phone number such as …`.
  public var wanted: String {
    switch self {
    case .any: "a string"
    case .notEmpty: "a string that is not empty"
    case .identifier: "a letter or `_`, then at most 63 letters, digits, `_` and `-`"
    case .referenceName:
      "a letter or `_`, then at most 63 letters, digits, `_` and `-`; not `env` or `secret`"
    case .resultName:
      "a letter or `_`, then at most 63 letters, digits, `_` and `-`; not `success`, `error` or `incomplete`"
    case .businessNumber: "a number such as `+14155550123` (E.164), or a short code of 3 to 8 digits"
    case .keyword: "one word without spaces, or `*` for every message"
    case .keywordWord: "one word without spaces; `*`, for every message, stands by itself and in no array"
    case .memberName: "letters, digits, `_` and `-`, as a reference's step has them"
    case .headerName:
      "letters, digits and ``!#$%&'*+-.^_`|~``; not `Host`, `Content-Length`, `Transfer-Encoding` or `Connection`"
    case .timestamp: "a time such as `2026-01-15T09:30:00Z` (RFC 3339)"
    case .passingTime: "a span such as `90s`, `10m` or `4d9h`, or a time such as `2026-01-15T09:30:00Z`"
    case .branchName: "a name other than `none` and `otherwise`, and not empty"
    case .period: "a number and one unit, such as `30d`, `12h`, `90m` or `45s`"
    case .serviceAddress: "an address such as `https://ece.example.com`, without a query"
    case .listeningAddress: "an address and a port, such as `127.0.0.1:8080` or `[::1]:8080`"
    case .hostPattern: "a host such as `shop.example.com`, `*.example.com` or `shop.example.com:8443`"
    case .network: "a network such as `192.0.2.0/24`, or one address"
    case .urlPath: "a path such as `/system/ws/v19/end`"
    case .countryCode: "a country code without `+`, such as `44`"
    }
  }
}

extension String {
  /// Whether this is a span of time: whole numbers of days, hours, minutes and seconds, each with its unit's letter, of no
  /// more seconds than any wait may have.
  fileprivate var isTimeSpan: Bool {
    var rest = utf8[...]
    var seconds = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix(while: \.isASCIIDigit)
      rest = rest.dropFirst(digits.count)
      let unit: Double? =
        switch rest.popFirst() {
        case UInt8(ascii: "d")?: 86_400
        case UInt8(ascii: "h")?: 3600
        case UInt8(ascii: "m")?: 60
        case UInt8(ascii: "s")?: 1
        default: nil
        }
      guard let number = Double(String(digits) ?? ""), let unit else { return false }
      seconds += number * unit
    }
    return !isEmpty && seconds <= Limits.seconds
  }

  /// Whether this is not empty and has no white space.
  fileprivate var isOneWord: Bool {
    !isEmpty && !unicodeScalars.contains(where: \.isWhiteSpace)
  }

  /// Whether this is the name that a node, a custom variable or a custom result may have.
  public var isIdentifier: Bool {
    guard let first = utf8.first, first.beginsIdentifier, utf8.count <= Self.longestIdentifier else {
      return false
    }
    return utf8.allSatisfy { $0.isIdentifierByte }
  }

  /// How many bytes a name may have.
  static var longestIdentifier: Int { 64 }

  /// Whether this is a phone number in E.164's form: `+`, then 7 to 15 digits, the first not 0.
  public var isE164: Bool {
    guard utf8.first == UInt8(ascii: "+"), (8...16).contains(utf8.count) else { return false }
    let digits = utf8.dropFirst()
    return digits.first != UInt8(ascii: "0") && digits.allSatisfy(\.isASCIIDigit)
  }

  /// Whether this is a short code: 3 to 8 digits.
  public var isShortCode: Bool {
    (3...8).contains(utf8.count) && utf8.allSatisfy(\.isASCIIDigit)
  }
}

extension UInt8 {
  /// Whether this is an ASCII digit.
  var isASCIIDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  /// Whether this is an ASCII letter.
  var isASCIILetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }

  /// Whether an identifier may begin with this.
  var beginsIdentifier: Bool { isASCIILetter || self == UInt8(ascii: "_") }

  /// Whether this may stand in an identifier, but for its first byte.
  var isIdentifierByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
