public import JSONSyntax

/// Which messages a Start or a Receive takes by their first word.
///
/// A keyword counts without regard to case, and without the punctuation and the invisible characters that phones and people
/// put around it: `Stop.`, `"STOP"` and `stop!` are `STOP`.
public enum Keywords: Sendable, Hashable {
  /// Every message: `*`.
  case any
  /// Messages that begin with one of the words.
  case words([String])

  /// How many words there may be.
  public static let count = 1...32

  /// The keywords that a field says: a word, `*`, or an array of words; every message where there is no field.
  public init(_ field: FieldValue?) {
    if let list = field?.list {
      self = .words(list.compactMap(\.text))
    } else if let word = field?.text, word != "*" {
      self = .words([word])
    } else {
      self = .any
    }
  }

  /// Whether a message with that text is taken.
  public func admits(_ text: String) -> Bool {
    switch self {
    case .any: return true
    case .words(let words):
      let first = FoldedKeyword(KeywordSplit(text).word)
      return words.contains { FoldedKeyword($0) == first }
    }
  }

  /// The keyword and the text as templates see them: `*` and the whole text, or the message's first word and the rest.
  public func split(_ text: String) -> (keyword: String, text: String) {
    switch self {
    case .any: return ("*", text)
    case .words:
      let split = KeywordSplit(text)
      return (String(split.word), String(split.rest))
    }
  }
}

extension Keywords {
  /// The keywords as a flow file says them.
  public var json: JSON {
    switch self {
    case .any: "*"
    case .words(let words) where words.count == 1: .string(words[0])
    case .words(let words): .array(words.map { .string($0) })
    }
  }

  /// Reads keywords as a flow file says them.
  public init?(json: JSON) {
    if let word = json.string {
      self = word == "*" ? .any : .words([word])
    } else if let list = json.array, Self.count.contains(list.count), list.allSatisfy({ $0.string != nil }) {
      self = .words(list.compactMap(\.string))
    } else {
      return nil
    }
  }
}

/// A message's first word, and what follows it.
private struct KeywordSplit {
  /// What stands before the first white space, after white space and invisible characters at the text's beginning.
  let word: Substring
  /// What follows the word, from the first scalar on that is no white space.
  let rest: Substring

  init(_ text: String) {
    let scalars = text.unicodeScalars
    let start = scalars.firstIndex { !$0.isBlank } ?? text.endIndex
    let end = scalars[start...].firstIndex { $0.properties.isWhitespace } ?? text.endIndex
    let restStart = scalars[end...].firstIndex { !$0.properties.isWhitespace } ?? text.endIndex
    word = text[start..<end]
    rest = text[restStart...]
  }
}

/// A word in the form in which keywords are compared: upper-cased in full, without what stands around it; a word that is
/// nothing else as it is. Two that are equal are one keyword: `==` of strings is canonical equivalence.
package struct FoldedKeyword: Sendable, Hashable {
  private let text: String

  package init(_ word: some StringProtocol) {
    let whole = word.uppercased()
    // Most words are letters and digits alone.
    guard !whole.utf8.allSatisfy({ $0.isASCIILetter || $0.isASCIIDigit }) else {
      text = whole
      return
    }
    let core = whole.trimmingScalars { $0.isPunctuation || $0.isInvisible }
    text = core.isEmpty ? whole : String(core)
  }
}

extension String {
  /// Whether both are one keyword. Complexity: linear in their lengths.
  package func isSameKeyword(as other: String) -> Bool { FoldedKeyword(self) == FoldedKeyword(other) }
}
