public import FlowInterpreter
public import FlowModel
import JSONSyntax

/// What ECE is asked, as requests.
public struct ECECalls: Sendable {
  private let ece: LiveConfiguration.ECE

  /// Creates the requests of a configuration.
  public init(_ ece: LiveConfiguration.ECE) { self.ece = ece }

  /// Asks for an access token (RFC 6749, 4.4).
  public func token(_ credentials: ECECredentials) -> WireCall {
    let basic = RequestAuthentication.basic(
      user: credentials.clientID.bytes, password: credentials.clientSecret.bytes)
    return WireCall(
      "POST", address(.token),
      headers: [
        .init(name: "Authorization", value: basic),
        .init(name: "Content-Type", value: "application/x-www-form-urlencoded"),
        .init(name: "Accept", value: "application/json"),
      ], body: Array("grant_type=client_credentials".utf8))
  }

  /// Asks for a conversation.
  public func start(_ request: ConversationRequest, token: ECEToken) -> WireCall {
    let input = request.input
    let template = ContactTemplate(ece.contacts[request.method] ?? [:], of: request.method)
    let body: JSON = [
      "entryPointConfiguration": [
        "entryPoint": ["id": input["entryPointId"] ?? ""],
        "lastModified": ["date": input["lastModifiedDate"] ?? ""],
      ],
      "activity": [
        "customer": [
          "type": ["value": "individual"], "contacts": ["contact": [template.filled(with: input)]],
        ]
      ],
    ]
    let key = input["key"]?.string ?? ""
    return post(.start, query: "searchContactOnAttribute=\(key.percentEncoded)", body, token)
  }

  /// Asks for a conversation with nobody, to see whether one is to be had.
  public func tryStart(at entryPoint: String, lastModified date: String, token: ECEToken) -> WireCall {
    post(
      .start, query: "anonymousCustomer=yes",
      [
        "entryPointConfiguration": [
          "entryPoint": ["id": .string(entryPoint)], "lastModified": ["date": .string(date)],
        ],
        "activity": [
          "customer": [
            "type": ["value": "individual"], "contacts": ["contact": [["firstName": "Refrain"]]],
          ]
        ],
      ], token)
  }

  /// Sends on to the agent what a customer wrote.
  public func forward(_ text: String, to conversation: ConversationID, token: ECEToken) -> WireCall {
    send(text, type: "text/plain", to: conversation, token)
  }

  /// Asks one thing.
  public func ask(_ question: ServiceRequest.Question, token: ECEToken) -> WireCall {
    switch question {
    case .sendMessage(let conversation, let text, let format):
      send(text, type: format == .html ? "text/html" : "text/plain", to: conversation, token)
    case .endConversation(let conversation): end(conversation, token: token)
    case .entrypointConfiguration(let entryPoint): get(.configuration, entryPoint, token)
    case .agentAvailability(let entryPoint): get(.availability, entryPoint, token)
    case .agentCapacity(let entryPoint): get(.capacity, entryPoint, token)
    }
  }

  /// Ends a conversation.
  public func end(_ conversation: ConversationID, token: ECEToken) -> WireCall {
    post(.end, ["conversation": ["id": .string(conversation.text)]], token)
  }

  // MARK: Parts

  private func send(
    _ text: String, type: String, to conversation: ConversationID, _ token: ECEToken
  ) -> WireCall {
    post(
      .sendMessage,
      [
        "conversation": ["id": .string(conversation.text)], "type": ["value": .string(type)],
        "content": .string(text),
      ], token)
  }

  private func get(_ path: LiveConfiguration.ECE.Path, _ entryPoint: String, _ token: ECEToken) -> WireCall {
    WireCall(
      "GET", "\(address(path))?entrypoint=\(entryPoint.percentEncoded)", headers: headers(token))
  }

  private func post(
    _ path: LiveConfiguration.ECE.Path, query: String? = nil, _ body: JSON, _ token: ECEToken
  ) -> WireCall {
    WireCall(
      "POST", address(path) + (query.map { "?\($0)" } ?? ""),
      headers: headers(token) + [.init(name: "Content-Type", value: "application/json")],
      body: Array(body.compact.utf8))
  }

  private func headers(_ token: ECEToken) -> [HTTPRequest.Header] {
    [
      .init(name: "Authorization", value: "Bearer \(token.secret.text)"),
      .init(name: "Accept", value: "application/json"),
    ]
  }

  private func address(_ path: LiveConfiguration.ECE.Path) -> String { ece.url.text + ece[path] }
}
