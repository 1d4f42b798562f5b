import Diagnostics
import FlowModel
import JSONSyntax

extension SourceSigns {
  /// Looks through a file's bytes once, and at the surroundings of the few that tell something.
  ///
  /// Complexity: linear in the file's size.
  init(_ document: JSONDocument) {
    let source = document.source
    var keys: [SourcePlace] = []
    var hasForeignPlaceholder = false
    var next = KeyBeginning.tellingBytes.firstIndex(in: source, from: 0)
    while let index = next, index + 1 < source.count {
      next = KeyBeginning.tellingBytes.firstIndex(in: source, from: index + 1)
      switch source[index] {
      case UInt8(ascii: "$"):
        if source[index + 1] != UInt8(ascii: "("), source[index + 1] != UInt8(ascii: "s") {
          hasForeignPlaceholder = true
        } else if source[index + 1] == UInt8(ascii: "s"), !source[index...].starts(with: "$schema\"".utf8) {
          hasForeignPlaceholder = true
        }
        continue
      case UInt8(ascii: "{"):
        if source[index + 1] == UInt8(ascii: "{") { hasForeignPlaceholder = true }
        continue
      default: break
      }
      guard KeyBeginning.stands(in: source, toldAt: index), let text = document.string(at: index),
        document.plainText(of: text) != nil,
        case let place = SourcePlace(document.range(of: text), element: text), keys.last != place
      else { continue }
      keys.append(place)
    }
    var hasEscapedKey = false
    // What texts with escapes hold is seen in none of the bytes; most files have none.
    for element in 0..<(document.hasEscapes ? document.elementCount : 0)
    where document.kind(of: element) == .string && document.plainText(of: element) == nil {
      let text = document.text(of: element)
      if mayHoldPlaceholder(text) { hasForeignPlaceholder = true }
      guard Self.holdsKey(text) else { continue }
      keys.append(SourcePlace(document.range(of: element), element: element))
      hasEscapedKey = true
    }
    if hasEscapedKey { keys.sort { $0.range.lowerBound < $1.range.lowerBound } }
    self.init(keys: keys, hasForeignPlaceholder: hasForeignPlaceholder)
  }
}

extension SourceSigns {
  /// Whether a word of a text begins as the keys of web services do.
  static func holdsKey(_ text: String) -> Bool {
    // Most values are short, and hold no byte that tells a key.
    let isTold = text.utf8.withContiguousStorageIfAvailable { $0.contains(where: KeyBeginning.mayTell) }
    guard isTold ?? true else { return false }
    let source = [UInt8(ascii: "\"")] + Array(text.utf8)
    return source.indices.contains { KeyBeginning.stands(in: source, toldAt: $0) }
  }
}

/// How a key of a web service begins, and by which of its bytes it is found.
private struct KeyBeginning {
  let bytes: [UInt8]
  /// The index of the byte that tells it.
  let telling: Int

  private static let withUnderscore = [
    KeyBeginning("sk_live_", telling: 2), KeyBeginning("sk_test_", telling: 2),
    KeyBeginning("ghp_", telling: 3),
    KeyBeginning("github_pat_", telling: 6),
  ]
  private static let withK = [KeyBeginning("AKIA", telling: 1)]
  private static let withHyphen = [KeyBeginning("-----BEGIN", telling: 0), KeyBeginning("xoxb-", telling: 4)]

  /// Bytes that are rare in flows: those that tell a key, and those with which placeholders begin.
  static let tellingBytes = SoughtBytes(
    UInt8(ascii: "_"), UInt8(ascii: "K"), UInt8(ascii: "-"), UInt8(ascii: "$"), UInt8(ascii: "{"))

  private init(_ text: String, telling: Int) {
    bytes = Array(text.utf8)
    self.telling = telling
  }

  /// Whether a byte may be the one that tells a key.
  static func mayTell(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte == UInt8(ascii: "K") || byte == UInt8(ascii: "-")
  }

  /// Whether one stands in a text, at the beginning of a word, that is told by the byte at an index.
  static func stands(in source: [UInt8], toldAt index: Int) -> Bool {
    switch source[index] {
    case UInt8(ascii: "_"): withUnderscore.contains { $0.stands(in: source, telling: index) }
    case UInt8(ascii: "K"): withK.contains { $0.stands(in: source, telling: index) }
    case UInt8(ascii: "-"): withHyphen.contains { $0.stands(in: source, telling: index) }
    default: false
    }
  }

  private func stands(in source: [UInt8], telling index: Int) -> Bool {
    let start = index - telling
    guard start > 0, source[start...].starts(with: bytes) else { return false }
    return !source[..<start].endsInWord
  }
}

/// Whether a `{{`, or a `$` that begins no reference, is in a text.
private func mayHoldPlaceholder(_ text: String) -> Bool {
  zip(text.utf8, text.utf8.dropFirst()).contains { byte, next in
    byte == UInt8(ascii: "$") && next != UInt8(ascii: "(") || byte == UInt8(ascii: "{") && next == byte
  }
}

extension ArraySlice<UInt8> {
  /// Whether the last character of a text in UTF-8 is of a word: a letter, a digit, a mark, `_` or `-`.
  fileprivate var endsInWord: Bool {
    guard let last = self.last else { return false }
    guard last >= 0x80 else {
      return last == UInt8(ascii: "_") || last == UInt8(ascii: "-") || Unicode.Scalar(last).belongsToWord
    }
    let beginning = suffix(4).lastIndex { $0 & 0b1100_0000 != 0b1000_0000 } ?? startIndex
    return String(decoding: self[beginning...], as: UTF8.self).unicodeScalars.last?.belongsToWord ?? false
  }
}

extension Unicode.Scalar {
  fileprivate var belongsToWord: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      true
    default: false
    }
  }
}

extension JSONDocument {
  /// The string in which a byte stands; nil where that is none.
  fileprivate func string(at offset: Int) -> Int? {
    let element = (0..<elementCount).partitioningIndex { range(of: $0).lowerBound > offset } - 1
    guard element >= 0, kind(of: element) == .string, range(of: element).contains(offset) else { return nil }
    return element
  }
}
