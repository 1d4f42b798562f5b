import FlowModel

/// Where a text from outside comes from: what an exploration varies by itself.
enum TextSource: Hashable {
  /// What the customer writes to a Start or a Receive, behind the keyword where it has one.
  case message(NodeID)
  /// The keyword as the customer writes it.
  case keyword(NodeID)
  /// The number or the page-scoped id of whoever writes.
  case sender
  case customerName
  case eventContent, eventSender, eventContentType
  case refusalCode, refusalMessage
  /// What ECE tells of an entry point.
  case entryPointDate, attachmentPolicies, availableSlots
  /// The status of an HTTPRequest's answer, and the status in words.
  case status(NodeID)
  case statusText(NodeID)
  /// A place within the body of an HTTPRequest's answer.
  case body(NodeID, path: [Reference.Step])
  /// A place within the headers of an HTTPRequest's answer.
  case header(NodeID, path: [Reference.Step])
  /// A place within the payload of the webhook that begins a session.
  case payload([Reference.Step])
  /// Something of which one value is tried, such as an id or a time.
  case unvaried

  /// Whether every text that a condition asks for can be tried, so that a condition that holds for none of them holds for
  /// none at all.
  var isVaried: Bool {
    switch self {
    case .sender, .statusText, .unvaried: false
    default: true
    }
  }
}

extension FlowGraph {
  /// Where the value of an output comes from; nil where the flow alone decides it, or where all its values are tried.
  func source(of output: OutputID, of node: NodeID, path: [Reference.Step]) -> TextSource? {
    switch self[node].outputs[output.index].origin {
    case .flow: return nil
    case .opaque, .clock: return .unvaried
    case .customer(let part): return source(of: part, to: node, path: path)
    case .event(let part): return part.source
    case .answer: return responseSource(path)
    case .refusal(.code): return .refusalCode
    case .refusal(.message): return .refusalMessage
    case .entryPoint(.date): return .entryPointDate
    case .entryPoint(.attachmentPolicies): return .attachmentPolicies
    case .entryPoint(.availableSlots): return .availableSlots
    case .web(.status): return .status(node)
    case .web(.statusText): return .statusText(node)
    case .web(.body): return path.isNear ? .body(node, path: path) : .unvaried
    case .web(.headers): return path.count == 1 ? .header(node, path: path) : .unvaried
    case .webhook: return payloadSource(path, of: node)
    }
  }

  /// Where a part of a customer's message to a node comes from.
  private func source(of part: Output.MessagePart, to node: NodeID, path: [Reference.Step]) -> TextSource? {
    switch part {
    case .text: return .message(node)
    case .keyword: return keywords(of: node) == .any ? nil : .keyword(node)
    case .phoneNumber, .pageScopedID: return .sender
    case .name: return .customerName
    case .message:
      switch path {
      case [.key("text")]: return .message(node)
      case [.key("from")]: return .sender
      case [.key("name")]: return .customerName
      case [.key("channel")]: return nil
      default: return .unvaried
      }
    }
  }

  /// Where a place within a webhook's payload comes from: nowhere, where the payload has to be an array for it.
  private func payloadSource(_ path: [Reference.Step], of node: NodeID) -> TextSource? {
    switch path.first {
    case .key(let key)? where path.count == 1 && key == addressMember(of: node): .sender
    case .key?: path.isNear ? .payload(path) : .unvaried
    case .index?: nil
    case nil: .unvaried
    }
  }

  /// The member of a webhook's payload that holds the customer's address.
  private func addressMember(of node: NodeID) -> String? {
    self[node].trigger?.addressMember
  }

  /// Where a place within an answer or a webhook message comes from.
  private func responseSource(_ path: [Reference.Step]) -> TextSource? {
    switch path {
    case [.key("code")]: return .refusalCode
    case [.key("developerMessage")]: return .refusalMessage
    case [.key("lastModifiedDate")]: return .entryPointDate
    case [.key("attachmentPolicies")]: return .attachmentPolicies
    case [.key("availableSlots")]: return .availableSlots
    case [.key("available")]: return nil
    default: break
    }
    guard path.count > 2, path[0] == .key("message"), path[1] == .index(0) else { return .unvaried }
    switch Array(path[2...]) {
    case [.key("content")]: return .eventContent
    case [.key("sender"), .key("type")]: return .eventSender
    case [.key("type"), .key("value")]: return .eventContentType
    default: return .unvaried
    }
  }

  /// The keywords of a Start or of a Receive's SMS.
  func keywords(of node: NodeID) -> Keywords {
    self[node].trigger?.keywords ?? self[node].receive?.smsKeywords ?? .any
  }
}

extension Output.EventPart {
  /// Where the part comes from; nil where all its values are tried.
  fileprivate var source: TextSource? {
    switch self {
    case .type: nil
    case .content: .eventContent
    case .sender: .eventSender
    case .contentType: .eventContentType
    case .id, .time: .unvaried
    }
  }
}

extension [Reference.Step] {
  /// Whether the way is short enough for a value to be put at its end.
  fileprivate var isNear: Bool {
    count <= Limits.exploredPathSteps
      && allSatisfy { step in
        if case .index(let index) = step { index <= Limits.exploredPathSteps } else { true }
      }
  }
}
