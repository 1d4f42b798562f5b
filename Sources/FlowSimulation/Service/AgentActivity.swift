import FlowInterpreter
public import FlowModel
import JSONSyntax

/// What came of sending a customer's text to the agent.
public enum ForwardResult: Sendable, Hashable {
  /// The agent has it.
  case taken
  /// It did not arrive; another attempt may.
  case failed
  /// The agent has ended the conversation, or there never was one: no attempt helps.
  case refused
}

/// What agents do in their conversations.
extension SimulatedECE {
  /// Sends what a customer wrote to the agent, who may answer.
  public mutating func forward(_ text: String, toConversation id: ConversationID, at now: Timestamp)
    -> ForwardResult
  {
    guard !injector.injects(.forwardFailed) else { return .failed }
    guard let index = conversationNumbers[id], conversations[index].isOpen else { return .refused }
    hear(text, in: index, at: now)
    return .taken
  }

  /// The agent of a conversation is told something, and may answer.
  mutating func hear(_ text: String, in index: Int, at now: Timestamp) {
    conversations[index].customerTexts.append(text)
    if conversations[index].generator.chance(agents.answerProbability) {
      let pause = conversations[index].generator.integer(in: agents.pause)
      agenda.add(.answer(index, text: text), at: now + pause)
    }
  }

  /// A flow ends a conversation. Whether it is then posted as completed is documented nowhere.
  mutating func end(_ index: Int, at now: Timestamp) {
    if directory.completesEndedConversations {
      complete(index, at: now)
    } else {
      close(index)
    }
  }

  /// Lets the agent of a conversation write: what a test wants to be said at a time of its choosing.
  /// - Parameters:
  ///   - type: The wire's `type.value`, such as `text/plain`, `transfer`, `complete`.
  ///   - id: The conversation's.
  /// - Returns: Whether there is such a conversation and it goes on.
  @discardableResult
  public mutating func act(
    _ type: String, content: String? = nil, inConversation id: ConversationID, at now: Timestamp
  )
    -> Bool
  {
    guard let index = conversationNumbers[id], conversations[index].isOpen else { return false }
    if type == "complete" {
      complete(index, at: now)
    } else {
      post(type, content, in: index, sender: "user", at: now)
    }
    return true
  }

  /// The agent of a conversation does the next thing, or ends it.
  mutating func proceed(in index: Int, at now: Timestamp) {
    guard conversations[index].isOpen else { return }
    guard conversations[index].remainingActivities > 0 else {
      // An agent who does not end the conversation leaves it open for good.
      if conversations[index].generator.chance(agents.completionProbability) { complete(index, at: now) }
      return
    }
    conversations[index].remainingActivities -= 1
    perform(agents.activity(from: &conversations[index].generator), in: index, at: now)
    agenda.add(.act(index), at: now + conversations[index].generator.integer(in: agents.pause))
  }

  /// The agent of a conversation answers what the customer wrote.
  mutating func answer(_ text: String, in index: Int, at now: Timestamp) {
    guard conversations[index].isOpen else { return }
    post("text/plain", "You wrote: \(text)", in: index, sender: "user", at: now)
  }

  private mutating func perform(_ activity: AgentBehavior.Activity, in index: Int, at now: Timestamp) {
    switch activity {
    case .message: post("text/plain", "How can I help?", in: index, sender: "user", at: now)
    case .richMessage:
      post("text/html", "<p>One <b>moment</b>, please.</p>", in: index, sender: "user", at: now)
    case .typing:
      post("startTyping", nil, in: index, sender: "user", at: now)
      post("endTyping", nil, in: index, sender: "user", at: now)
    case .pagePush: post("pagePush", "https://example.com/help", in: index, sender: "user", at: now)
    case .transfer:
      conversations[index].agent += 1
      let agent = "Agent \(conversations[index].agent)"
      post("transfer", agent, in: index, sender: "system", at: now)
      post("assigned", agent, in: index, sender: "system", at: now)
    case .acceptAttachment: post("acceptAttachment", "photo.jpg", in: index, sender: "user", at: now)
    case .rejectAttachment: post("rejectAttachment", "photo.jpg", in: index, sender: "user", at: now)
    case .uploadAttachment: post("uploadAttachment", "form.pdf", in: index, sender: "user", at: now)
    }
  }

  private mutating func close(_ index: Int) {
    conversations[index].isOpen = false
    openCount -= 1
  }

  private mutating func complete(_ index: Int, at now: Timestamp) {
    close(index)
    post("complete", nil, in: index, sender: "system", at: now)
    if injector.injects(.eventAfterComplete) {
      post("text/plain", "One more thing.", in: index, sender: "user", at: now)
    }
  }
}
