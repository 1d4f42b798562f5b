import FlowInterpreter
public import FlowModel
import JSONSyntax

/// What the service has to tell in a trace, beside what the machine does.
///
/// Such a record is written as those of `TraceRecord` are. No scenario can expect one: nothing of the kind happens in virtual time.
public enum ServiceRecord: Sendable, Hashable {
  /// Nobody knows whether the world has done an effect, by its key.
  case effectInDoubt(EffectKey)
  /// An effect's wait was over, or its time past, before it was called for.
  case effectExpired(EffectKey)
  /// A conversation that nobody waits for is ended by the service.
  case orphanedConversation(ConversationID)
  /// Somebody has ended the session by hand.
  case endedByOperator

  /// What it tells, as a transcript has it.
  public var words: String {
    switch self {
    case .effectInDoubt(let key): "nobody knows whether the world has done what was asked (\(key.text))"
    case .effectExpired(let key): "what was asked is not called for any more (\(key.text))"
    case .orphanedConversation(let id): "the conversation \(id.text), which nobody waits for, is to be ended"
    case .endedByOperator: "somebody ends the session by hand"
    }
  }

  /// The record's type and its own member, if it has one, in the order of writing.
  private var members: (type: String, own: JSONField?) {
    switch self {
    case .effectInDoubt(let key): ("effectInDoubt", JSONField(key: "effect", value: .string(key.text)))
    case .effectExpired(let key): ("effectExpired", JSONField(key: "effect", value: .string(key.text)))
    case .orphanedConversation(let id):
      ("orphanedConversation", JSONField(key: "conversationId", value: .string(id.text)))
    case .endedByOperator: ("endedByOperator", nil)
    }
  }

  /// The record as a line of a session's trace.
  func line(sequence: Int, milliseconds: Int64, session: SessionKey) -> [UInt8] {
    let (type, own) = members
    let fields: [JSONField?] = [
      JSONField(key: "seq", value: .number(sequence)), JSONField(key: "at", value: .number(milliseconds)),
      JSONField(key: "type", value: .string(type)), JSONField(key: "session", value: .string(session.text)),
      own,
    ]
    return JSON.object(JSONObject(fields.compactMap(\.self))).storedContent + [UInt8(ascii: "\n")]
  }

  /// The record that a line of a session's trace holds; nil where it holds none of the service's.
  init?(line: [UInt8]) {
    guard let json = JSON(storedContent: line), let type = json["type"]?.string else { return nil }
    switch (type, json["effect"]?.string.flatMap(EffectKey.init(text:)), json["conversationId"]?.string) {
    case ("effectInDoubt", let key?, _): self = .effectInDoubt(key)
    case ("effectExpired", let key?, _): self = .effectExpired(key)
    case ("orphanedConversation", _, let id?): self = .orphanedConversation(ConversationID(id))
    case ("endedByOperator", _, _): self = .endedByOperator
    default: return nil
    }
  }

  /// The record as a store's own trace holds it: its number and time are the row's.
  var storeContent: [UInt8] {
    let (type, own) = members
    return JSON.object(JSONObject([JSONField(key: "type", value: .string(type)), own].compactMap(\.self)))
      .storedContent
  }
}
