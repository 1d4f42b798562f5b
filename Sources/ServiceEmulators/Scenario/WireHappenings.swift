#if Service
import FlowInterpreter
import FlowModel
import JSONSyntax
import ServiceProtocols

/// What requests to the emulators tell, in the words of a trace. Which node asks nobody sees: it is the client.
enum WireHappening {
  private static let client: NodeName = "the client"

  /// What a call of ECE's interface asks for, the likeliest first; nothing for a token, or for what cannot be read.
  /// - Parameters:
  ///   - ids: The ids on the wire, which are told as the scenario has them.
  ///   - isForwarded: Whether a text to an agent is what a customer wrote.
  static func of(
    _ call: LiveConfiguration.ECE.Path, _ request: ReceivedRequest, ids: PerformedIDs,
    isForwarded: (String) -> Bool
  ) -> [Happening] {
    let body = try? JSON(parsing: request.body)
    let entryPoint = request.queryFields?["entrypoint"] ?? ""
    let conversation = ConversationID(ids.written(body?["conversation"]?["id"]?.identifier ?? ""))
    switch call {
    case .token: return []
    case .configuration:
      return [.serviceRequested(node: client, .entrypointConfiguration(entryPointID: entryPoint))]
    case .availability:
      return [.serviceRequested(node: client, .agentAvailability(entryPointID: entryPoint))]
    case .capacity: return [.serviceRequested(node: client, .agentCapacity(entryPointID: entryPoint))]
    case .end: return [.serviceRequested(node: client, .endConversation(conversation))]
    case .start: return [.conversationRequested(node: client, input: input(of: body, request))]
    case .sendMessage:
      let text = ids.written(body?["content"]?.string ?? "")
      let isHTML = body?["type"]?["value"]?.string?.lowercased().hasPrefix("text/html") == true
      let told = Happening.serviceRequested(
        node: client, .sendMessage(conversation, text: text, format: isHTML ? .html : .plain))
      let forwarded = Happening.messageForwarded(node: client, text: text)
      return isForwarded(text) ? [forwarded, told] : [told, forwarded]
    }
  }

  /// The inputs of a start, as far as its request says them: what stands in the contact by the names that it has there.
  private static func input(of body: JSON?, _ request: ReceivedRequest) -> JSONObject {
    var input = JSONObject()
    input["key"] = request.queryFields?["searchContactOnAttribute"].map { .string($0) }
    let configuration = body?["entryPointConfiguration"]
    input["entryPointId"] = configuration?["entryPoint"]?["id"]?.identifier.map { .string($0) }
    input["lastModifiedDate"] = configuration?["lastModified"]?["date"]
    var pending = [body?["activity"]?["customer"]?["contacts"]?["contact"] ?? .null]
    while let next = pending.popLast() {
      if let elements = next.array { pending += elements.reversed() }
      for field in next.object ?? JSONObject() {
        if field.value.object != nil || field.value.array != nil {
          pending.append(field.value)
        } else if input[field.key] == nil {
          input[field.key] = field.value
        }
      }
    }
    return input
  }

  /// A message to a customer.
  static func message(on channel: Channel, to: String, from: String?, _ text: String) -> Happening {
    let sender = channel == .sms ? from.map { BusinessAddress(GatewayNumber().normalized($0) ?? $0) } : nil
    return .messageSent(
      node: client, OutboundMessage(channel: channel, to: CustomerAddress(to), from: sender, text: text),
      blanks: [])
  }

  /// A request to a web service.
  static func web(_ method: String, _ url: String, _ headers: [HTTPRequest.Header], _ body: [UInt8]?)
    -> Happening
  {
    .httpRequested(
      node: client,
      HTTPRequest(
        method: method, url: url, headers: headers, body: body.map { String(decoding: $0, as: UTF8.self) }))
  }
}
#endif
