import FlowHosting
public import FlowInterpreter
public import FlowModel

/// Kannel's `sendsms` and what its `smsbox` calls. It signs nothing.
///
/// It posts messages where its service has `post-url = "ADDRESS/sms/inbound?id=%I&from=%p&to=%P&charset=%C&text=%b"`.
public struct Kannel: SMSGateway {
  private let url: ServiceAddress
  private let publicURL: ServiceAddress
  private let user: String
  private let password: SecretBytes
  private let numbers: GatewayNumber
  private let unsigned: UnsignedCalls

  /// Creates the gateway.
  public init(
    url: ServiceAddress, publicURL: ServiceAddress, user: String, password: SecretBytes, countryCode: String?,
    unsigned: UnsignedCalls
  ) {
    self.url = url
    self.publicURL = publicURL
    self.user = user
    self.password = password
    self.unsigned = unsigned
    numbers = GatewayNumber(countryCode: countryCode)
  }

  /// Kannel knows no keys.
  public var repetitionWindow: Int64? { nil }

  public func receiveMessage(_ request: ReceivedRequest, pathRest rest: String?) throws(Rejection) -> Arrivals
  {
    let fields = try authenticatedFields(of: request, pathRest: rest)
    guard let id = fields["id"], !id.isEmpty, id.utf8.count <= ProtocolLimits.identifierSize,
      let from = fields["from"].flatMap(numbers.sender), let to = fields["to"].flatMap(numbers.normalized),
      let text = fields["text"]
    else { throw .malformed("it has no `id`, `from`, `to` or `text` that can be read") }
    let message = InboundMessage(
      channel: .sms, from: CustomerAddress(from), to: BusinessAddress(to), text: text, transactionID: id,
      media: fields["charset"].map(KannelText.isBinary) == true ? 1 : 0)
    // An empty answer is no message to the customer.
    return Arrivals([Arrival(ArrivalName(.kannel, id, "message"), .message(message))])
  }

  public func receiveReceipt(_ request: ReceivedRequest, pathRest rest: String?) throws(Rejection) -> Arrivals
  {
    let fields = try authenticatedFields(of: request, pathRest: rest)
    guard let effect = fields[ServicePath.effectParameter], !effect.isEmpty,
      effect.utf8.count <= ProtocolLimits.identifierSize, let status = fields["status"].flatMap({ Int($0) })
    else { throw .malformed("it has no `effect` or `status`") }
    let isDelivered: Bool
    switch status {
    case 1: isDelivered = true
    case 2, 16: isDelivered = false
    default: return Arrivals([])
    }
    let report = DeliveryReport(
      isDelivered: isDelivered, statusCode: String(status),
      statusDescription: isDelivered ? "delivered" : "failed")
    return Arrivals([
      Arrival(
        ArrivalName(.kannel, effect, String(status)), .receipt(report, gatewayID: nil, effectKey: effect))
    ])
  }

  /// The fields of the query, and of the body where that is a form.
  private func authenticatedFields(
    of request: ReceivedRequest, pathRest: String?
  ) throws(Rejection) -> KannelFields {
    guard unsigned.admit(request, pathRest: pathRest) else {
      throw .unauthenticated("it does not show that it is Kannel's")
    }
    let isForm = request.mediaType == "application/x-www-form-urlencoded"
    guard let query = KannelText.fields(of: Array((request.query ?? "").utf8)),
      let form = isForm ? KannelText.fields(of: request.body) : FormFields.none
    else { throw .malformed("its fields cannot be read") }
    return KannelFields(query: query, form: form)
  }

  public func send(_ message: OutboundMessage, key effect: String, notAfter: Timestamp) -> WireCall {
    let receipt =
      "\(publicURL.text)\(ServicePath.receipt)\(unsigned.pathSuffix)?\(ServicePath.effectParameter)=\(effect.percentEncoded)&status=%d"
    var fields = [
      ("username", user), ("password", password.text), ("from", message.from?.text ?? ""),
      ("to", message.to.text),
      ("text", message.text), ("charset", "UTF-8"), ("coding", Self.needsUCS2(message) ? "2" : "0"),
      // Delivered, failed and refused; that the SMSC has it is no delivery.
      ("dlr-mask", "19"), ("dlr-url", receipt),
    ]
    if message.messageType == .flash { fields.append(("mclass", "0")) }
    let query = fields.map { "\($0)=\($1.percentEncoded)" }.joined(separator: "&")
    // Whatever is usual of a `GET`: this one sends a message.
    return WireCall("GET", "\(url.text)/cgi-bin/sendsms?\(query)", isIdempotent: false)
  }

  private static func needsUCS2(_ message: OutboundMessage) -> Bool {
    message.messageType == .unicode
      || message.text.unicodeScalars.contains { GSMAlphabet.septets(of: $0) == nil }
  }

  public func meaning(of result: WireResult, key effect: String) -> CallMeaning {
    result.meaning(orElse: .gateway(.failed)) { answer in
      switch answer.status {
      // `0: Accepted for delivery`, `3: Queued for later delivery`: the answer has no id.
      case 200..<300: .settled(.gateway(.accepted(transactionID: GatewayMessageID(effect))))
      // `4: Temporal failure, try again later`: nothing has been taken.
      case 503: .throttled(after: answer.retryAfter, orElse: nil)
      default: .settled(.gateway(.failed))
      }
    }
  }
}

/// Kannel passes on what was written as it came over the air, and names the charset beside it.
private enum KannelText {
  /// The fields of a query or a form; nil where they cannot be read.
  static func fields(of bytes: [UInt8]) -> FormFields? {
    // The charset need not stand before the text.
    let charset = FormFields(parsing: bytes) { name, value in
      name == "charset" ? String(validating: value, as: UTF8.self) : ""
    }?["charset"]
    return FormFields(parsing: bytes) { name, value in
      text(value, in: name == "text" ? charset : nil)
    }
  }

  /// Whether what came is no text: a message of 8-bit data.
  static func isBinary(_ charset: String) -> Bool { charset.uppercased() == "8-BIT" }

  private static func text(_ bytes: [UInt8], in charset: String?) -> String? {
    guard let charset else { return String(validating: bytes, as: UTF8.self) }
    if isBinary(charset) { return "" }
    return WireText.text(bytes, charset: charset) ?? String(decoding: bytes, as: UTF8.self)
  }
}

/// What a request of Kannel's says, in its query or in its body.
private struct KannelFields {
  let query: FormFields
  let form: FormFields

  subscript(name: String) -> String? { query[name] ?? form[name] }
}
