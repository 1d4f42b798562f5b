import JSONSyntax

/// What a template does to the text of a reference before it takes it: `$(start.sms.senderNumber | nationalNumber)`.
public enum TextFilter: Sendable, Hashable {
  /// The text without white space and invisible characters at its ends.
  case trim
  /// Every letter small, by Unicode's full default mapping.
  case lowercase
  /// Every letter capital, by Unicode's full default mapping.
  case uppercase
  /// The decimal digits alone, those of other scripts as ASCII.
  case digits
  /// What stands before the first white space.
  case firstWord
  /// The text of HTML.
  case plainText
  /// The country calling code of a phone number.
  case countryCode
  /// A phone number's digits without its country calling code.
  case nationalNumber
  /// A text of the author's, where there is none.
  case defaultText(String)

  /// The filters that are a name alone, by it.
  static let named: [(name: String, filter: TextFilter)] = [
    ("trim", .trim), ("lowercase", .lowercase), ("uppercase", .uppercase), ("digits", .digits),
    ("firstWord", .firstWord), ("plainText", .plainText), ("countryCode", .countryCode),
    ("nationalNumber", .nationalNumber),
  ]

  /// The name of the filter that has a text, which follows it after a colon.
  public static let defaultName = "default"

  /// The names of all filters, in the order of the language reference.
  public static let names = named.map(\.name) + [defaultName]
  static let knownNames = KnownTexts(names)

  /// The filter as a template has it: `trim`, `default:nobody`.
  public var written: String {
    if case .defaultText(let text) = self { return "\(Self.defaultName):\(text)" }
    guard let named = Self.named.first(where: { $0.filter == self }) else {
      preconditionFailure("every filter but `default` is a name alone")
    }
    return named.name
  }

  /// What the filter gives, in a few words.
  public static func summary(ofNamed name: String) -> String? {
    switch named.first(where: { $0.name == name })?.filter {
    case .trim: "the text without white space and invisible characters at its ends"
    case .lowercase: "the text in small letters"
    case .uppercase: "the text in capital letters"
    case .digits: "the text's decimal digits alone"
    case .firstWord: "what stands before the text's first white space"
    case .plainText: "the text of HTML, without tags"
    case .countryCode: "the country calling code of a number such as `+14155550123`: `1`"
    case .nationalNumber: "the digits of such a number after the country calling code: `4155550123`"
    case .defaultText, nil: name == defaultName ? "a text where there is none: `default:customer`" : nil
    }
  }

  /// What the filter gives for a text. Complexity: linear in the text's length.
  public func callAsFunction(_ text: String) -> String {
    switch self {
    case .trim: text.trimmed
    case .lowercase: text.lowercasedWithoutContext
    case .uppercase: text.uppercasedWithoutContext
    case .digits: text.decimalDigits
    case .firstWord: text.firstWord
    case .plainText: HTMLText.plainText(of: text)
    case .countryCode: InternationalNumber(text)?.countryCode ?? ""
    case .nationalNumber: InternationalNumber(text)?.nationalNumber ?? text.decimalDigits
    case .defaultText(let other): text.isEmpty ? other : text
    }
  }
}

extension String {
  /// What filters give for the text, each for what the one before gives.
  public func filtered(by filters: [TextFilter]) -> String { filters.reduce(self) { $1($0) } }
}
