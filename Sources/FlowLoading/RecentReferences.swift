import FlowModel
import JSONSyntax

/// The references that were met last, one for each text: most that follow have one of these texts again.
struct RecentReferences {
  private static let remembered = 8

  private var entries: [(text: String, id: ReferenceID)] = []
  /// Which of them is forgotten next.
  private var oldest = 0

  /// The one of a text; nil where none of them has it.
  func reference(of text: String) -> ReferenceID? {
    let length = text.utf8.count
    for index in entries.indices
    where entries[index].text.utf8.count == length && entries[index].text.hasSameUTF8(as: text) {
      return entries[index].id
    }
    return nil
  }

  /// The one whose text some bytes are; nil where there is none.
  func reference(of bytes: [UInt8], in range: Range<Int>) -> ReferenceID? {
    for index in entries.indices
    where entries[index].text.utf8.count == range.count
      && bytes.holds(entries[index].text, at: range.lowerBound)
    {
      return entries[index].id
    }
    return nil
  }

  /// Remembers one whose text none of them has.
  mutating func remember(_ id: ReferenceID, of text: String) {
    if entries.count < Self.remembered {
      entries.append((text, id))
    } else {
      entries[oldest] = (text, id)
      oldest = (oldest + 1) % Self.remembered
    }
  }
}
