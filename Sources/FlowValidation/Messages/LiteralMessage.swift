import Diagnostics
import FlowModel

/// What is known of a message before it is sent: its text without what the references in it will hold.
struct LiteralMessage {
  let literalText: String
  /// The references in it.
  let references: [ReferenceID]
  /// Where the message stands.
  let place: SourcePlace

  var hasReferences: Bool { !references.isEmpty }

  /// The characters of the literal text that stand for something, each with its bytes in the file.
  func characters(in graph: FlowGraph, where isMeant: (Unicode.Scalar) -> Bool) -> [(
    scalar: Unicode.Scalar, range: Range<Int>
  )] {
    let references = self.references.map { graph.references[$0.index].place.range }
    var next = 0
    return SourceCharacters(place.range, of: graph.source).filter { character in
      while next < references.count, references[next].upperBound <= character.range.lowerBound { next += 1 }
      let isInReference = next < references.count && references[next].contains(character.range.lowerBound)
      return !isInReference && isMeant(character.scalar)
    }
  }
}

extension WrittenMessage {
  /// The text before it is sent; nil where it has an error.
  var literal: LiteralMessage? {
    text.map { text in
      LiteralMessage(
        literalText: text.template.literalText, references: text.template.references, place: text.place)
    }
  }
}

extension Template {
  /// How many bytes of the text do not come from its references.
  var literalByteCount: Int {
    switch self {
    case .lone: 0
    case .literal(let text): text.utf8.count
    case .composed(let parts):
      parts.reduce(0) { count, part in
        if case .literal(let text) = part { count + text.utf8.count } else { count }
      }
    }
  }

  /// The text without its references.
  var literalText: String {
    parts.reduce(into: "") { text, part in if case .literal(let piece) = part { text += piece } }
  }
}
