import FlowModel

/// The segments that a text takes as an SMS.
///
/// The language reference, How an SMS is counted: no boundary of a segment falls within an escape pair of GSM 03.38 or within a
/// grapheme cluster. A cluster that is longer than a segment is cut between its code points.
struct SMSSegments {
  /// How many there are; one for an empty text.
  let count: Int
  /// The characters that force UCS-2 upon the text, in order. None where it is sent as UCS-2 whatever it holds.
  let forcingCharacters: [Unicode.Scalar]

  /// No text of so many bytes of UTF-8 or fewer takes more than one segment: it has no more units of UTF-16, and no more
  /// than twice as many septets.
  static let longestByteCountOfOne = 70

  /// Counts the segments of a text. Complexity: linear in its length.
  init(of text: String, alwaysUCS2: Bool = false) {
    // Most texts: their bytes are looked at once, and nothing is made of them.
    if !alwaysUCS2, text.utf8.count <= GSMAlphabet.septetsOfOneSegment, GSMAlphabet.takesOneSeptetEach(text) {
      forcingCharacters = []
      count = 1
      return
    }
    forcingCharacters = alwaysUCS2 ? [] : text.unicodeScalars.filter { GSMAlphabet.septets(of: $0) == nil }
    if alwaysUCS2 || !forcingCharacters.isEmpty {
      count = Self.count(of: text, single: 70, several: 67) { UTF16.width($0) }
    } else {
      count = Self.count(of: text, single: GSMAlphabet.septetsOfOneSegment, several: 153) {
        GSMAlphabet.septets(of: $0) ?? 0
      }
    }
  }

  /// - Parameters:
  ///   - single: The units that one segment alone holds.
  ///   - several: The units that each of several segments holds.
  ///   - width: The units that a code point takes.
  private static func count(
    of text: String, single: Int, several: Int, width: (Unicode.Scalar) -> Int
  ) -> Int {
    guard text.unicodeScalars.lazy.map(width).reduce(0, +) > single else { return 1 }
    var packing = SegmentPacking(capacity: several)
    for character in text {
      let units = character.unicodeScalars.reduce(0) { $0 + width($1) }
      if units <= several {
        packing.add(units)
      } else {
        for scalar in character.unicodeScalars { packing.add(width(scalar)) }
      }
    }
    return packing.count
  }
}

/// Fills segments one after the other with pieces that are not cut.
private struct SegmentPacking {
  let capacity: Int
  private(set) var count = 1
  private var used = 0

  init(capacity: Int) {
    self.capacity = capacity
  }

  mutating func add(_ units: Int) {
    if used + units > capacity {
      count += 1
      used = 0
    }
    used += units
  }
}
