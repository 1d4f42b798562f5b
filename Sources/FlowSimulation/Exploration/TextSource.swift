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
    switch self[node].outputs[output.index].name {
    case "sms.message", "messenger.message", "receive.message": return .message(node)
    case "sms.keyword": return keywords(of: node) == .any ? nil : .keyword(node)
    case "sms.senderNumber", "messenger.psId": return .sender
    case "messenger.name": return .customerName
    case "receive.payload":
      switch path {
      case [.key("text")]: return .message(node)
      case [.key("from")]: return .sender
      case [.key("name")]: return .customerName
      case [.key("channel")]: return nil
      default: return .unvaried
      }
    case "sms.serviceNumber", "messenger.appId": return self[node].type == .start ? nil : .unvaried
    case "receive.channel", "event.type", "send.deliveryStatusCode", "send.deliveryStatusDescription":
      return nil
    case "delay.waitTime": return self[node].fields["seconds"]?.number == nil ? .unvaried : nil
    case "event.content": return .eventContent
    case "event.sender": return .eventSender
    case "event.contentType": return .eventContentType
    case "code" where path.isEmpty: return .refusalCode
    case "developerMessage": return .refusalMessage
    case "lastModifiedDate": return .entryPointDate
    case "attachmentPolicies": return .attachmentPolicies
    case "availableSlots": return .availableSlots
    case "available": return nil
    case "response": return responseSource(path)
    case "http.statusCode": return .status(node)
    case "http.statusText": return .statusText(node)
    case "http.responseBody": return path.isNear ? .body(node, path: path) : .unvaried
    case "http.responseHeaders": return path.count == 1 ? .header(node, path: path) : .unvaried
    case "webhook.payload": return payloadSource(path, of: node)
    case "webhook.event": return nil
    default: return .unvaried
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
    self[node].fields["trigger"]?.object?["customer"]?.object?["address"]?.text
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
    let fields = self[node].fields
    let owner = fields["trigger"]?.object ?? fields["channels"]?.object?["sms"]?.object
    return Keywords(owner?["keyword"])
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
