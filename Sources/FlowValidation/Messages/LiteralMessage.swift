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

extension FlowNode {
  /// The text that the node sends to a customer; nil where it sends none, or the text has an error.
  var message: LiteralMessage? {
    guard type == .sendSMS || type == .sendMessenger, let value = fields["message"],
      let template = value.template
    else { return nil }
    switch template {
    case .literal(let text):
      return LiteralMessage(literalText: text, references: [], place: value.place)
    case .lone:
      return LiteralMessage(literalText: "", references: template.references, place: value.place)
    case .composed(let parts):
      var text = ""
      for case .literal(let piece) in parts { text += piece }
      return LiteralMessage(literalText: text, references: template.references, place: value.place)
    }
  }
}
