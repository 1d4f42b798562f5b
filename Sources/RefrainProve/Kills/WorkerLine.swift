#if Service
import FlowModel
import RefrainKit
import ServiceCore

/// What a worker and the world around it say to one another, a line of JSON each.
enum WorkerLine: Sendable {
  /// To the worker: something has happened, by its number.
  case input(Int, HostInput)
  /// To the worker: the world has done what an effect asked for; a start's conversation.
  case answer(EffectKey, conversation: String?)
  /// To the worker: the world does nothing about an effect now, and may be asked again.
  case refusal(EffectKey)
  /// To the worker, and back from it: all that was said before is heard now.
  case heard(Int)
  /// To the worker: it is to come to its end in order.
  case finish
  /// From the worker: it has begun, as the process of a start.
  case started(Int)
  /// From the worker: an input is on disk.
  case accepted(Int)
  /// From the worker: it asks the world for something.
  case call(EffectKey, WorldCall)
  /// From the worker: the world has not answered in time.
  case unanswered(EffectKey)

  var text: String {
    let json: JSON =
      switch self {
      case .input(let number, let input): ["input": .number(number), "host": input.json]
      case .answer(let key, let conversation):
        ["answer": .string(key.text), "conversation": conversation.map { .string($0) } ?? .null]
      case .heard(let number): ["heard": .number(number)]
      case .finish: ["finish": true]
      case .started(let number): ["started": .number(number)]
      case .refusal(let key): ["refusal": .string(key.text)]
      case .unanswered(let key): ["unanswered": .string(key.text)]
      case .accepted(let number): ["accepted": .number(number)]
      case .call(let key, let call):
        ["call": .string(key.text), "kind": .string(call.kind.rawValue), "of": .string(call.subject)]
      }
    return json.compact + "\n"
  }

  /// Reads a line; nil where it is none, such as one that a killed worker has not written to its end.
  init?(_ line: [UInt8]) {
    guard let json = try? JSON(parsing: line) else { return nil }
    if let number = json["input"]?.naturalNumber, let input = json["host"].flatMap(HostInput.init(json:)) {
      self = .input(number, input)
    } else if let key = json["answer"]?.string.flatMap(EffectKey.init(text:)) {
      self = .answer(key, conversation: json["conversation"]?.string)
    } else if let number = json["heard"]?.naturalNumber {
      self = .heard(number)
    } else if json["finish"] != nil {
      self = .finish
    } else if let number = json["started"]?.naturalNumber {
      self = .started(number)
    } else if let key = json["refusal"]?.string.flatMap(EffectKey.init(text:)) {
      self = .refusal(key)
    } else if let key = json["unanswered"]?.string.flatMap(EffectKey.init(text:)) {
      self = .unanswered(key)
    } else if let number = json["accepted"]?.naturalNumber {
      self = .accepted(number)
    } else if let key = json["call"]?.string.flatMap(EffectKey.init(text:)),
      let kind = json["kind"]?.string.flatMap(WorldCall.Kind.init), let subject = json["of"]?.string
    {
      self = .call(key, WorldCall(kind: kind, subject: subject))
    } else {
      return nil
    }
  }
}

/// What a worker asks the world for.
struct WorldCall: Sendable, Hashable {
  enum Kind: String, Sendable {
    /// A message to a customer, whose address it is of.
    case send
    /// A conversation.
    case start
    /// A message to the agent of the conversation that it is of.
    case forward
    /// The end of the conversation that it is of.
    case end
    /// Something that the flow does not ask for.
    case other
  }

  let kind: Kind
  let subject: String

  init(kind: Kind, subject: String) {
    self.kind = kind
    self.subject = subject
  }

  init(_ effect: WantedEffect) {
    switch effect {
    case .send(let message, _): self.init(kind: .send, subject: message.to.text)
    case .startConversation: self.init(kind: .start, subject: "")
    case .forward(let message): self.init(kind: .forward, subject: message.conversation.text)
    case .ask(let request):
      if case .endConversation(let id) = request.question {
        self.init(kind: .end, subject: id.text)
      } else {
        self.init(kind: .other, subject: "")
      }
    case .request: self.init(kind: .other, subject: "")
    }
  }
}

/// The worker's clock: it runs faster than the one on the wall, so that minutes need not be waited for.
struct FastClock: Sendable {
  /// How often it passes a second while the wall's passes one; 0 for one that stands still.
  let speed: Int64
  /// What the wall's clock showed when this one showed `start`.
  let epoch: Timestamp

  private static let start = Timestamp(milliseconds: 1_767_225_600_000)

  init(epoch: Timestamp, speed: Int64 = 10) {
    self.epoch = epoch
    self.speed = speed
  }

  /// What time it is when the wall's clock shows a time.
  func time(at wall: Timestamp) -> Timestamp { Self.start + (wall - epoch) * speed }
}
#endif
