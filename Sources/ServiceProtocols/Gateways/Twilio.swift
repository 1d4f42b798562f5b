import FlowHosting
public import FlowInterpreter
public import FlowModel
import JSONSyntax

/// Twilio's messages of the interface of 2010-04-01, and its webhooks.
public struct Twilio: SMSGateway {
  private let url: ServiceAddress
  private let publicURL: ServiceAddress
  private let accountSID: SecretBytes
  private let authToken: SecretBytes
  private let messagingServiceSID: String?
  private let authentication: any MessageAuthentication

  /// Creates the gateway.
  /// - Parameters:
  ///   - publicURL: Where Twilio reaches the service: it signs the whole address.
  ///   - messagingServiceSID: What sends in the place of a number; nil for the number that the flow gives.
  public init(
    url: ServiceAddress, publicURL: ServiceAddress, accountSID: SecretBytes, authToken: SecretBytes,
    messagingServiceSID: String?, authentication: any MessageAuthentication
  ) {
    self.url = url
    self.publicURL = publicURL
    self.accountSID = accountSID
    self.authToken = authToken
    self.messagingServiceSID = messagingServiceSID
    self.authentication = authentication
  }

  /// Twilio knows no keys.
  public var repetitionWindow: Int64? { nil }

  public func receiveMessage(_ request: ReceivedRequest, pathRest rest: String?) throws(Rejection) -> Arrivals
  {
    let form = try authenticatedForm(of: request, pathRest: rest)
    guard let id = form["MessageSid"] ?? form["SmsSid"], !id.isEmpty,
      id.utf8.count <= ProtocolLimits.identifierSize,
      let from = form["From"].flatMap(GatewayNumber().sender),
      let to = form["To"].flatMap(GatewayNumber().normalized),
      let text = form["Body"]
    else { throw .malformed("it has no `MessageSid`, `From`, `To` or `Body` that can be read") }
    return Arrivals(
      [Self.arrival(id, from: from, to: to, text: text, media: form["NumMedia"])],
      reply: ServiceReply(200, "text/xml", "<Response/>"))
  }

  private static func arrival(
    _ id: String, from: String, to: String, text: String, media: String?
  ) -> Arrival {
    let media = media.flatMap { Int($0) } ?? 0
    let message = InboundMessage(
      channel: .sms, from: CustomerAddress(from), to: BusinessAddress(to), text: text, transactionID: id,
      media: min(max(media, 0), ProtocolLimits.media))
    return Arrival(ArrivalName(.twilio, id, "received"), .message(message))
  }

  public func receiveReceipt(_ request: ReceivedRequest, pathRest rest: String?) throws(Rejection) -> Arrivals
  {
    let form = try authenticatedForm(of: request, pathRest: rest)
    guard let id = form["MessageSid"] ?? form["SmsSid"], !id.isEmpty,
      id.utf8.count <= ProtocolLimits.identifierSize,
      let status = form["MessageStatus"] ?? form["SmsStatus"]
    else { throw .malformed("it has no `MessageSid` or `MessageStatus`") }
    let isDelivered: Bool
    switch status {
    case "delivered", "read": isDelivered = true
    case "failed", "undelivered", "canceled": isDelivered = false
    default: return Arrivals([])
    }
    let report = DeliveryReport(
      isDelivered: isDelivered, statusCode: form["ErrorCode"] ?? status, statusDescription: status)
    let effect = request.queryFields?[ServicePath.effectParameter]
    return Arrivals([
      Arrival(
        ArrivalName(.twilio, id, status), .receipt(report, gatewayID: GatewayMessageID(id), effectKey: effect)
      )
    ])
  }

  /// The form of a request that Twilio has signed; of a `GET` it is the query, which is signed as a part of the address.
  private func authenticatedForm(of request: ReceivedRequest, pathRest: String?) throws(Rejection)
    -> FormFields
  {
    guard pathRest == nil, let form = request.formFields, let header = request.header("X-Twilio-Signature"),
      let shown = Base64.decode(header), isSigned(request, form, by: shown)
    else { throw .unauthenticated("it does not show that it is Twilio's") }
    guard let fields = request.method == "GET" ? request.queryFields : form else {
      throw .malformed("its fields cannot be read")
    }
    guard fields["AccountSid"].map({ $0.utf8.elementsEqual(accountSID.bytes) }) ?? true else {
      throw .unauthenticated("it is of another account")
    }
    return fields
  }

  private func isSigned(_ request: ReceivedRequest, _ form: FormFields, by shown: [UInt8]) -> Bool {
    let rest = request.path + (request.query.map { "?\($0)" } ?? "")
    return Self.spellings(of: publicURL).reduce(false) { isSigned, address in
      let base = Self.signatureBase(of: address + rest, form)
      let right = authentication.code(.sha1, key: authToken.bytes, message: base)
      return ConstantTime.areEqual(shown, right) || isSigned
    }
  }

  /// The address as it is configured, and with its port, which Twilio writes at times.
  private static func spellings(of address: ServiceAddress) -> [String] {
    let text = address.text
    let authority = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)[2]
    guard !authority.hasSuffix(":\(address.origin.port)") else { return [text] }
    let scheme = address.origin.isSecure ? "https" : "http"
    return [text, "\(scheme)://\(authority):\(address.origin.port)\(address.path)"]
  }

  /// How Twilio signs a form that it posts to an address.
  package static func signature(
    of form: FormFields, at address: String, key: SecretBytes, _ authentication: any MessageAuthentication
  ) -> String {
    Base64.encode(authentication.code(.sha1, key: key.bytes, message: signatureBase(of: address, form)))
  }

  /// What Twilio signs: the address, and each field's name and value, by their names, repetitions aside.
  static func signatureBase(of address: String, _ form: FormFields) -> [UInt8] {
    let fields = Set(form.fields).sorted { first, second in
      first.name.utf8.elementsEqual(second.name.utf8)
        ? first.value.utf8.lexicographicallyPrecedes(second.value.utf8)
        : first.name.utf8.lexicographicallyPrecedes(second.name.utf8)
    }
    return fields.reduce(into: Array(address.utf8)) { base, field in
      base += field.name.utf8
      base += field.value.utf8
    }
  }

  public func send(_ message: OutboundMessage, key effect: String, notAfter: Timestamp) -> WireCall {
    let sender = messagingServiceSID.map { ("MessagingServiceSid", $0) } ?? ("From", message.from?.text ?? "")
    let callback =
      "\(publicURL.text)\(ServicePath.receipt)?\(ServicePath.effectParameter)=\(effect.percentEncoded)"
    let fields = [("To", message.to.text), sender, ("Body", message.text), ("StatusCallback", callback)]
    let form = fields.map { "\($0.percentEncoded)=\($1.percentEncoded)" }.joined(separator: "&")
    return WireCall(
      "POST", url.text + messagesPath,
      headers: headers + [.init(name: "Content-Type", value: "application/x-www-form-urlencoded")],
      body: Array(form.utf8))
  }

  private var messagesPath: String { "/2010-04-01/Accounts/\(accountSID.text.percentEncoded)/Messages.json" }

  private var headers: [HTTPRequest.Header] {
    let basic = RequestAuthentication.basic(user: accountSID.bytes, password: authToken.bytes)
    return [.init(name: "Authorization", value: basic), .init(name: "Accept", value: "application/json")]
  }

  public func meaning(of result: WireResult, key effect: String) -> CallMeaning {
    result.meaning(orElse: .gateway(.failed)) { answer in
      if answer.isSuccess {
        return .settled(
          .gateway(.accepted(transactionID: GatewayMessageID(answer.json?["sid"]?.identifier ?? effect))))
      }
      switch answer.json?["code"]?.number?.integer {
      case 20_429: return .throttled(after: answer.retryAfter, orElse: nil)
      // The customer has opted out.
      case 21_610: return .settled(.gateway(.refusedByPolicy))
      default: return .settled(.gateway(.failed))
      }
    }
  }
}

/// What Twilio had for the service while that did not answer: it repeats nothing by itself, and keeps all.
extension Twilio {
  /// Messages of a page: with the longest texts it is half of what an answer may have.
  private static let pageSize = 200

  public func listMessages(since time: Timestamp, page: String?) -> WireCall? {
    // A day, in UTC: what was before the time is left out when the list is read.
    let query = "DateSent%3E=\(time.rfc3339.prefix(10))&PageSize=\(Self.pageSize)"
    return WireCall("GET", url.text + (page ?? "\(messagesPath)?\(query)"), headers: headers)
  }

  public func readList(_ answer: WireAnswer, since time: Timestamp) -> MessageList? {
    guard answer.isSuccess, let json = answer.json, let messages = json["messages"]?.array else { return nil }
    let dates = messages.map { message in
      (message["date_sent"]?.string ?? message["date_created"]?.string).flatMap(Timestamp.init(mail:))
    }
    var arrivals: [Arrival] = []
    for (message, date) in zip(messages, dates) where message["direction"]?.string == "inbound" {
      guard let date, date >= time, let id = message["sid"]?.identifier,
        id.utf8.count <= ProtocolLimits.identifierSize,
        let from = message["from"]?.string.flatMap(GatewayNumber().sender),
        let to = message["to"]?.string.flatMap(GatewayNumber().normalized), let text = message["body"]?.string
      else { continue }
      arrivals.append(
        Self.arrival(id, from: from, to: to, text: text, media: message["num_media"]?.identifier))
    }
    let isOver = dates.contains { date in date.map { $0 < time } ?? false }
    // The next page is this account's, whatever the answer says.
    let next = json["next_page_uri"]?.string.flatMap { $0.hasPrefix("\(messagesPath)?") ? $0 : nil }
    return MessageList(arrivals: arrivals.reversed(), next: isOver ? nil : next)
  }
}
