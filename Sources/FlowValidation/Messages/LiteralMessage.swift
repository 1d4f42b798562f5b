import Diagnostics
import FlowModel

/// What is known of a message before it is sent: its text without what the references in it will hold.
struct LiteralMessage {
  let literalText: String
  let hasReferences: Bool
  /// Where the message stands.
  let place: SourcePlace
}

extension FlowNode {
  /// The text that the node sends to a customer; nil where it sends none, or the text has an error.
  var message: LiteralMessage? {
    guard type == .sendSMS || type == .sendMessenger, let value = fields["message"],
      let template = value.template
    else { return nil }
    switch template {
    case .literal(let text):
      return LiteralMessage(literalText: text, hasReferences: false, place: value.place)
    case .lone:
      return LiteralMessage(literalText: "", hasReferences: true, place: value.place)
    case .composed(let parts):
      var text = ""
      for case .literal(let piece) in parts { text += piece }
      return LiteralMessage(literalText: text, hasReferences: true, place: value.place)
    }
  }
}
