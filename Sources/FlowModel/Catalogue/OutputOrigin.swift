extension Output {
  /// Where the value of an output comes from: what exploring a flow varies, and whom its text may be from.
  public enum Origin: Sendable, Hashable {
    /// The flow decides it, or the node by what happens: there is no text of somebody else's in it.
    case flow
    /// An id, or something else of the world's that means nothing to a flow.
    case opaque
    /// The time at which something happened.
    case clock
    /// A customer's message.
    case customer(MessagePart)
    /// The latest event of a conversation.
    case event(EventPart)
    /// What ECE has answered, or sent last, with all that is in it.
    case answer
    /// What ECE says of a request that it refuses.
    case refusal(RefusalPart)
    /// What ECE says of an entry point.
    case entryPoint(EntryPointPart)
    /// A web service's answer.
    case web(AnswerPart)
    /// What a webhook brings.
    case webhook
  }

  /// A part of a customer's message.
  public enum MessagePart: Sendable, Hashable {
    /// The message with all that is known of it.
    case message
    /// The text, behind the keyword where it has one.
    case text
    /// The keyword as the customer writes it.
    case keyword
    /// The customer's number.
    case phoneNumber
    /// The customer's page-scoped id.
    case pageScopedID
    /// The customer's name.
    case name
  }

  /// A part of an event of a conversation.
  public enum EventPart: Sendable, Hashable {
    case type, id, content, contentType, sender, time
  }

  /// A part of a refusal.
  public enum RefusalPart: Sendable, Hashable {
    case code, message
  }

  /// A part of what ECE says of an entry point.
  public enum EntryPointPart: Sendable, Hashable {
    case date, attachmentPolicies, availableSlots
  }

  /// A part of a web service's answer.
  public enum AnswerPart: Sendable, Hashable {
    case status, statusText, body, headers
  }
}

extension Output.Origin {
  /// Whether it is, or holds, a text that a customer or an agent writes.
  package var isWrittenByPeople: Bool {
    switch self {
    case .customer(.text), .customer(.keyword), .customer(.name), .customer(.message), .event(.content): true
    case .customer, .event, .flow, .opaque, .clock, .answer, .refusal, .entryPoint, .web, .webhook: false
    }
  }
}

extension FlowGraph {
  /// Where the output comes from that a reference is to; nil where it is to something else.
  package func origin(of subject: Reference.Subject) -> Output.Origin? {
    guard case .output(let output, of: let node, _) = subject else { return nil }
    return self[node].outputs[output.index].origin
  }

  /// Where the output comes from that a reference is to; nil where it is to something else.
  package func origin(of reference: ReferenceID) -> Output.Origin? {
    origin(of: references[reference.index].subject)
  }
}
