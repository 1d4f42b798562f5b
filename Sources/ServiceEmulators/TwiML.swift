#if Service
import FlowInterpreter
import FlowModel

/// What a program answers Twilio when a customer writes: messages to be sent.
///
/// `<Response><Message>text</Message></Response>`, or `Body` and `Media` within `Message`; or a plain text, which is one message.
struct TwiML: Sendable {
  /// A message that is to be sent.
  struct Message: Sendable {
    /// The text; empty where there is media alone.
    let text: String
    /// How many media there are.
    let media: Int
    /// To whom; nil for who has written.
    let to: String?
    /// From whom; nil for whom the customer has written to.
    let from: String?
    /// Who is told what becomes of it.
    let statusCallback: String?
  }

  /// Why an answer is none that Twilio obeys, by its own code.
  struct Problem: Error {
    let code: Int
    let message: String
  }

  /// The messages, in order.
  private(set) var messages: [Message] = []
  /// The names of other verbs, which Twilio would obey.
  private(set) var passedOver: [String] = []

  /// Reads an answer.
  /// - Parameters:
  ///   - type: Its `Content-Type`; nil where it has none.
  ///   - url: Where it is from, to which its addresses are relative.
  init(_ body: [UInt8], type: String?, at url: String) throws(Problem) {
    let text = WireText.xml(body)
    guard text.contains(where: { !$0.isWhitespace }) else { return }
    switch type?.prefix(while: { $0 != ";" }).filter({ $0 != " " }).lowercased() {
    case "text/plain":
      messages = [Message(text: text, media: 0, to: nil, from: nil, statusCallback: nil)]
      return
    case nil, "text/xml", "application/xml", "text/html": break
    default: throw Problem(code: 12300, message: "Invalid Content-Type")
    }
    let root: XMLElement
    do throws(MalformedCallback) {
      root = try XMLElement(parsing: body)
    } catch {
      throw Problem(code: 12100, message: "Document parse failure")
    }
    guard root.name == "Response" else { throw Problem(code: 12100, message: "Document parse failure") }
    for verb in root.children {
      if verb.name == "Message" || verb.name == "Sms" {
        messages.append(Self.message(verb, at: url))
      } else {
        passedOver.append(verb.name)
      }
    }
  }

  private static func message(_ verb: XMLElement, at url: String) -> Message {
    let bodies = verb.children.filter { $0.name == "Body" }
    let text = (bodies.isEmpty ? [verb] : bodies).map(\.text).joined()
    return Message(
      text: text.trimmed, media: verb.children.count { $0.name == "Media" }, to: verb["to"],
      from: verb["from"],
      statusCallback: (verb["statusCallback"] ?? verb["action"]).flatMap { address($0, at: url) })
  }

  /// An address as it is written, or on the host of the answer.
  private static func address(_ text: String, at url: String) -> String? {
    guard text.hasPrefix("/") else { return text.contains("://") ? text : nil }
    return url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).prefix(3).joined(
      separator: "/")
      + text
  }
}
#endif
