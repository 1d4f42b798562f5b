import FlowHosting
public import FlowInterpreter
public import FlowModel
import JSONSyntax

/// Webex Connect's SMS interface, version 1, and its webhooks.
public struct WebexConnect: SMSGateway {
  private let url: ServiceAddress
  private let publicURL: ServiceAddress
  private let key: SecretBytes
  private let signatureSecret: SecretBytes?
  private let unsigned: UnsignedCalls
  private let authentication: any MessageAuthentication

  /// Creates the gateway.
  /// - Parameters:
  ///   - key: The service key.
  ///   - signatureSecret: What webhooks are signed with; nil where they are not.
  ///   - unsigned: What tells its calls that are not signed.
  public init(
    url: ServiceAddress, publicURL: ServiceAddress, key: SecretBytes, signatureSecret: SecretBytes?,
    unsigned: UnsignedCalls, authentication: any MessageAuthentication
  ) {
    self.url = url
    self.publicURL = publicURL
    self.key = key
    self.signatureSecret = signatureSecret
    self.unsigned = unsigned
    self.authentication = authentication
  }

  /// 50 minutes: a key is known for an hour.
  public var repetitionWindow: Int64? { 3_000_000 }

  public func receiveMessage(_ request: ReceivedRequest, pathRest rest: String?) throws(Rejection) -> Arrivals
  {
    guard signatureSecret == nil ? unsigned.admit(request, pathRest: rest) : isSigned(request) else {
      throw .unauthenticated("it does not show that it is Webex Connect's")
    }
    guard let json = try? WireText.json(request.body) else { throw .malformed("its body is no JSON") }
    guard let id = json["transid"]?.identifier ?? json["transId"]?.identifier,
      id.utf8.count <= ProtocolLimits.identifierSize,
      let from = json["oa"]?.identifier.flatMap(GatewayNumber().sender),
      let to = json["da"]?.identifier.flatMap(GatewayNumber().normalized), let text = json["message"]?.string
    else { throw .malformed("it has no `transid`, `oa`, `da` or `message` that can be read") }
    let message = InboundMessage(
      channel: .sms, from: CustomerAddress(from), to: BusinessAddress(to), text: text, transactionID: id)
    return Arrivals([Arrival(ArrivalName(.webex, id, "message"), .message(message))])
  }

  public func receiveReceipt(_ request: ReceivedRequest, pathRest rest: String?) throws(Rejection) -> Arrivals
  {
    // Receipts are asked for with each message, and so are not signed as webhooks are: unless nothing else tells them.
    guard unsigned.areTold ? unsigned.admit(request, pathRest: rest) : isSigned(request) else {
      throw .unauthenticated("it does not show that it is Webex Connect's")
    }
    guard let json = try? WireText.json(request.body), let notification = json["deliveryInfoNotification"],
      let info = notification["deliveryInfo"], let status = info["deliveryStatus"]?.string
    else { throw .malformed("its body is no `deliveryInfoNotification`") }
    let id = notification["transid"]?.identifier ?? notification["transId"]?.identifier
    let effect = (notification["callbackData"] ?? info["callbackData"])?.identifier
    guard let name = id ?? effect, name.utf8.count <= ProtocolLimits.identifierSize else {
      throw .malformed("it names no message")
    }
    let isDelivered: Bool
    switch status.lowercased() {
    case "delivered", "read": isDelivered = true
    case "failed", "undelivered", "rejected", "expired": isDelivered = false
    default: return Arrivals([])
    }
    let report = DeliveryReport(
      isDelivered: isDelivered, statusCode: info["code"]?.identifier ?? "",
      statusDescription: (info["Description"] ?? info["description"])?.string ?? status)
    return Arrivals([
      Arrival(
        ArrivalName(.webex, name, status.lowercased()),
        .receipt(report, gatewayID: id.map(GatewayMessageID.init), effectKey: effect))
    ])
  }

  private func isSigned(_ request: ReceivedRequest) -> Bool {
    guard let signatureSecret, let header = request.header("x-hub-signature") else { return false }
    let digits = header.split(separator: "=", maxSplits: 1).last ?? ""
    guard let shown = Hexadecimal.decode(digits) else { return false }
    let hash: MessageHash = shown.count == 64 ? .sha512 : .sha256
    let right = authentication.code(hash, key: signatureSecret.bytes, message: request.body)
    return ConstantTime.areEqual(shown, right)
  }

  public func send(_ message: OutboundMessage, key effect: String, notAfter: Timestamp) -> WireCall {
    var body: JSONObject = [
      "from": .string(Self.withoutPlus(message.from?.text ?? "")), "to": .string(message.to.text),
      "content": .string(message.text),
      "contentType": .string(message.messageType == .unicode ? "unicode" : "text"),
    ]
    body["correlationId"] = message.correlationID.map { .string($0) }
    body["callbackUrl"] = .string(publicURL.text + ServicePath.receipt + unsigned.pathSuffix)
    body["callbackData"] = .string(effect)
    body["expireAt"] = .string(notAfter.rfc3339)
    return WireCall(
      "POST", "\(url.text)/v1/sms/messages",
      headers: [
        .init(name: "key", value: key.text), .init(name: "Idempotency-Key", value: effect),
        .init(name: "Content-Type", value: "application/json"),
        .init(name: "Accept", value: "application/json"),
      ], body: Array(JSON.object(body).compact.utf8))
  }

  private static func withoutPlus(_ number: String) -> String {
    number.hasPrefix("+") ? String(number.dropFirst()) : number
  }

  public func meaning(of result: WireResult, key effect: String) -> CallMeaning {
    result.meaning(orElse: .gateway(.failed)) { answer in
      let json = answer.json
      if answer.isSuccess {
        let response = json?.at("response", "0") ?? json
        let id = ["transid", "transId", "messageId", "requestId", "id"].lazy.compactMap {
          response?[$0]?.identifier
        }
        .first
        return .settled(.gateway(.accepted(transactionID: GatewayMessageID(id ?? effect))))
      }
      // The key is known: the message has been taken before.
      let words = String(decoding: answer.body, as: UTF8.self).lowercased()
      if answer.status == 409 || words.contains("duplicate") || words.contains("idempoten") {
        return .settled(.gateway(.accepted(transactionID: GatewayMessageID(effect))))
      }
      return .settled(.gateway(.failed))
    }
  }
}
