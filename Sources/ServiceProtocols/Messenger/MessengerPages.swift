import FlowHosting
public import FlowInterpreter
public import FlowModel
import JSONSyntax

/// The pages on Messenger: Meta's verification and events, and messages to customers.
public struct MessengerPages: Sendable {
  /// A page with its secrets.
  public struct Page: Sendable {
    /// The page's id.
    public let id: String
    fileprivate let token: SecretBytes
    fileprivate let appSecret: SecretBytes
    fileprivate let verifyToken: SecretBytes

    /// Creates a page.
    public init(id: String, token: SecretBytes, appSecret: SecretBytes, verifyToken: SecretBytes) {
      self.id = id
      self.token = token
      self.appSecret = appSecret
      self.verifyToken = verifyToken
    }
  }

  /// The pages.
  public let pages: [Page]
  private let url: ServiceAddress
  private let authentication: any MessageAuthentication

  /// Creates pages.
  /// - Parameter url: The Graph API's address with its version.
  public init(_ pages: [Page], url: ServiceAddress, authentication: any MessageAuthentication) {
    self.pages = pages
    self.url = url
    self.authentication = authentication
  }

  // MARK: What comes in

  /// Answers Meta's question whether the address is the service's.
  public func verify(_ request: ReceivedRequest) throws(Rejection) -> ServiceReply {
    guard let query = request.queryFields, query["hub.mode"] == "subscribe",
      let shown = query["hub.verify_token"],
      let challenge = query["hub.challenge"], challenge.utf8.count <= ProtocolLimits.identifierSize,
      pages.reduce(false, { ConstantTime.areEqual(shown.utf8, $1.verifyToken.bytes) || $0 })
    else { throw .unauthenticated("it does not show that it is Meta's") }
    return ServiceReply(200, "text/plain; charset=utf-8", challenge)
  }

  /// What a request with events brings. What is signed is answered with 200, whether it is of use or not.
  public func receive(_ request: ReceivedRequest) throws(Rejection) -> Arrivals {
    let signers = signers(of: request)
    guard !signers.isEmpty else { throw .unauthenticated("it does not show that it is Meta's") }
    guard let entries = (try? WireText.json(request.body))?["entry"]?.array else {
      return Arrivals([], malformed: ["its body has no array `entry`"])
    }
    var arrivals: [Arrival] = []
    var malformed: [String] = []
    let events = entries.lazy.flatMap { entry in (entry["messaging"]?.array ?? []).map { (entry, $0) } }
    for (index, event) in events.enumerated() {
      guard let message = event.1["message"], message["is_echo"]?.boolean != true else { continue }
      if let arrival = Self.arrival(event.1, message, page: event.0["id"]?.identifier, of: signers) {
        arrivals.append(arrival)
      } else {
        malformed.append("event \(index): it is no message to a page that has signed it")
      }
    }
    return Arrivals(arrivals, malformed: malformed)
  }

  /// The pages whose app has signed a request.
  private func signers(of request: ReceivedRequest) -> Set<String> {
    guard let header = request.header("X-Hub-Signature-256"), header.hasPrefix("sha256="),
      let shown = Hexadecimal.decode(header.dropFirst(7))
    else { return [] }
    return Set(
      pages.filter { page in
        let right = authentication.code(.sha256, key: page.appSecret.bytes, message: request.body)
        return ConstantTime.areEqual(shown, right)
      }.map(\.id))
  }

  private static func arrival(_ event: JSON, _ message: JSON, page: String?, of signers: Set<String>)
    -> Arrival?
  {
    guard let id = message["mid"]?.identifier, id.utf8.count <= ProtocolLimits.identifierSize,
      let sender = event.at("sender", "id")?.identifier, sender.utf8.count <= ProtocolLimits.identifierSize,
      let page = event.at("recipient", "id")?.identifier ?? page, signers.contains(page)
    else { return nil }
    let content = InboundMessage(
      channel: .messenger, from: CustomerAddress(sender), to: BusinessAddress(page),
      text: message["text"]?.string ?? "", transactionID: id,
      media: min(message["attachments"]?.array?.count ?? 0, ProtocolLimits.media))
    return Arrival(ArrivalName(.meta, id), .message(content))
  }

  // MARK: What goes out

  /// Sends a message from a page; nil where the page is not known.
  public func send(_ message: OutboundMessage, from page: String) -> WireCall? {
    guard let page = pages.first(where: { $0.id.utf8.elementsEqual(page.utf8) }) else { return nil }
    let body: JSON = [
      "recipient": ["id": .string(message.to.text)], "messaging_type": "RESPONSE",
      "message": ["text": .string(message.text)],
    ]
    return WireCall(
      "POST", "\(url.text)/\(page.id.percentEncoded)/messages",
      headers: [
        .init(name: "Authorization", value: "Bearer \(page.token.text)"),
        .init(name: "Content-Type", value: "application/json"),
        .init(name: "Accept", value: "application/json"),
      ], body: Array(body.compact.utf8))
  }

  /// What came of sending a message.
  public func meaning(of result: WireResult, key effect: String) -> CallMeaning {
    result.meaning(orElse: .gateway(.failed)) { answer in
      if answer.isSuccess {
        return .settled(
          .gateway(
            .accepted(transactionID: GatewayMessageID(answer.json?["message_id"]?.identifier ?? effect))))
      }
      let code = answer.json?.at("error", "code")?.number?.integer
      let subcode = answer.json?.at("error", "error_subcode")?.number?.integer
      switch (code, subcode) {
      // Too many calls, of the app, the user or the page.
      case (4, _), (17, _), (32, _), (613, _): return .throttled(after: answer.retryAfter, orElse: nil)
      // More than 24 hours after the customer's last message; or the customer takes none.
      case (10, _), (551, _), (_, 2_018_278), (_, 2_018_108): return .settled(.gateway(.refusedByPolicy))
      default: return .settled(.gateway(.failed))
      }
    }
  }
}
