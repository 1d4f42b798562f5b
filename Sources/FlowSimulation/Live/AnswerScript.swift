import FlowHosting

/// How a twin answers one question of a session.
public enum ScriptedAnswer<Answer: Sendable>: Sendable {
  /// At once.
  case atOnce(Answer)
  /// When the test says so; until then the session waits, for as long as its flow lets it.
  case later
}

/// What a twin has been told to answer, and what it has answered.
struct AnswerScript<Answer: Sendable> {
  /// Answers to the questions to come, in their order; after these each is answered as usual.
  private var answers: ArraySlice<ScriptedAnswer<Answer>>
  /// Answers that have been given before they were waited for.
  private var early: ArraySlice<Answer> = []
  /// Those who wait for an answer that comes later.
  private var waiting: [(key: IdempotencyKey, continuation: CheckedContinuation<Answer, Never>)] = []
  private var given: [IdempotencyKey: Answer] = [:]

  init(_ answers: [ScriptedAnswer<Answer>]) {
    self.answers = answers[...]
  }

  /// Whether a question has been put before.
  func knows(_ key: IdempotencyKey) -> Bool { given[key] != nil || waiting.contains { $0.key == key } }

  /// Answers a question, now or later. One that has been put before gets the same answer.
  mutating func answer(
    _ key: IdempotencyKey, usual: Answer, to continuation: CheckedContinuation<Answer, Never>
  ) {
    if let answer = given[key] {
      continuation.resume(returning: answer)
    } else if waiting.contains(where: { $0.key == key }) {
      waiting.append((key, continuation))
    } else {
      switch answers.popFirst() ?? .atOnce(usual) {
      case .atOnce(let answer): give(answer, to: key, continuation)
      case .later:
        if let answer = early.popFirst() {
          give(answer, to: key, continuation)
        } else {
          waiting.append((key, continuation))
        }
      }
    }
  }

  /// Answers the question that has waited longest, or where none waits the next that is to be answered later.
  mutating func reply(_ answer: Answer) {
    guard let key = waiting.first?.key else {
      early.append(answer)
      return
    }
    for (_, continuation) in waiting.filter({ $0.key == key }) { give(answer, to: key, continuation) }
    waiting.removeAll { $0.key == key }
  }

  private mutating func give(
    _ answer: Answer, to key: IdempotencyKey, _ continuation: CheckedContinuation<Answer, Never>
  ) {
    given[key] = answer
    continuation.resume(returning: answer)
  }
}
