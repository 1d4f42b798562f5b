import FlowInterpreter
public import FlowModel
import JSONSyntax

/// Posting what happens in conversations to the callback URL.
extension SimulatedECE {
  /// The most messages that are collected for one body; the platform's own limit is far above.
  private static let batchLimit = 20

  /// When the service does the next thing; nil where it has nothing to do.
  public var nextTime: Timestamp? { agenda.nextTime }

  /// Goes on to the next thing that the service does.
  /// - Returns: The callback, where that is one.
  public mutating func proceed() -> Callback? {
    guard let (work, now) = agenda.popNext() else { return nil }
    switch work {
    case .act(let index): proceed(in: index, at: now)
    case .answer(let index, let text): answer(text, in: index, at: now)
    case .postMessage(let message):
      if batch.isEmpty { agenda.add(.postBatch, at: now + batchWindow()) }
      batch.append(message)
    case .postBatch: return postBatch(at: now)
    case .repost(let body, let attempt): return post(body, attempt: attempt, at: now)
    }
    return nil
  }

  /// Posts a callback again, as the service does where the receiver has rejected it or has not answered. It does so
  /// by itself where a fault of its own is the reason.
  public mutating func repost(_ callback: Callback, at now: Timestamp) {
    guard callback.attempt < injector.faults.mostAttempts else { return }
    agenda.add(.repost(callback.body, attempt: callback.attempt + 1), at: now + pauseBeforeAttempt())
  }

  /// Something has happened in a conversation: plans when that is posted.
  mutating func post(_ type: String, _ content: String?, in index: Int, sender: String, at now: Timestamp) {
    let message = message(type, content, conversationID: conversations[index].id, sender: sender, at: now)
    var time = max(now, conversations[index].latestPosting)
    if injector.injects(.eventDelayed) { time = time + injector.delay() }
    if injector.injects(.eventReordered) {
      agenda.add(.postMessage(message), at: time + injector.delay())
    } else {
      conversations[index].latestPosting = time
      agenda.add(.postMessage(message), at: time)
    }
    if injector.injects(.eventDuplicated) {
      // At once, in the same body, or later.
      agenda.add(.postMessage(message), at: time + (generator.chance(0.5) ? 0 : injector.delay()))
    }
    if injector.injects(.eventOfStranger) {
      let strange = self.message(
        type, content, conversationID: "unknown-\(index + 1)", sender: sender, at: now)
      agenda.add(.postMessage(strange), at: time)
    }
  }

  private mutating func message(
    _ type: String, _ content: String?, conversationID: ConversationID, sender: String, at now: Timestamp
  ) -> JSON {
    messageCount += 1
    return WebhookEvent(
      id: "message-\(messageCount)", conversationID: conversationID, type: type, content: content,
      sender: sender, timeStamp: JSONNumber(now.milliseconds)
    ).wire
  }

  /// For how many milliseconds messages are collected for one body: mostly not at all.
  private mutating func batchWindow() -> Int64 {
    generator.chance(0.3) ? generator.integer(in: 1...3_000) : 0
  }

  private mutating func pauseBeforeAttempt() -> Int64 { generator.integer(in: 1_000...20_000) }

  private mutating func postBatch(at now: Timestamp) -> Callback {
    var messages = Array(batch.prefix(Self.batchLimit))
    batch.removeFirst(messages.count)
    if !batch.isEmpty { agenda.add(.postBatch, at: now) }
    if injector.injects(.messageMalformed) {
      let place = generator.index(below: messages.count + 1)
      messages.insert(Self.malformedMessages[generator.index(below: Self.malformedMessages.count)], at: place)
    }
    return post(["message": .array(messages)], attempt: 1, at: now)
  }

  private mutating func post(_ body: JSON, attempt: Int, at now: Timestamp) -> Callback {
    let isLast = attempt >= injector.faults.mostAttempts
    let isLost = !isLast && injector.injects(.callbackLost)
    let callback = Callback(body: body, time: now, attempt: attempt, isReceived: !isLost)
    if isLost || (!isLast && injector.injects(.callbackUnacknowledged)) { repost(callback, at: now) }
    return callback
  }

  /// Messages that a receiver cannot read, one for each thing that can be wrong.
  static let malformedMessages: [JSON] = [
    .null, 17, "text", [], [:],
    ["id": "", "conversation": ["id": "c"], "type": ["value": "text/plain"]],
    ["id": 5.5, "conversation": ["id": "c"], "type": ["value": "text/plain"]],
    ["id": "m", "conversation": "c", "type": ["value": "text/plain"]],
    ["id": "m", "conversation": ["id": "c"], "type": "complete"],
    ["id": "m", "conversation": ["id": "c"], "type": ["value": "text/plain"], "content": 5],
    ["id": "m", "conversation": ["id": "c"], "type": ["value": "text/plain"], "sender": "user"],
    ["id": "m", "conversation": ["id": "c"], "type": ["value": "text/plain"], "timeStamp": "now"],
  ]
}
