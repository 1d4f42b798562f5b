public import JSONSyntax

extension LiveConfiguration {
  /// The Enterprise Chat and Email that agents work in.
  public struct ECE: Sendable {
    /// How ECE shows at the callback that it is ECE.
    public enum CallbackAuthentication: Sendable, Hashable {
      /// By nothing: for trials alone (RF807).
      case none
      /// By a name and a password.
      case basic(user: String, password: SecretSource)
      /// By a token that it has asked of the service with these.
      case oauth2(clientID: SecretSource, clientSecret: SecretSource)
      /// By the last segment of the path.
      case pathSecret(SecretSource)
    }

    /// A node authorization: with what ECE is asked.
    public struct Authorization: Sendable, Hashable {
      /// The name, as flows have it.
      public let name: String
      /// The client application's id.
      public let clientID: SecretSource
      /// The client application's secret.
      public let clientSecret: SecretSource
    }

    /// A path of ECE's interface, by its name in the configuration.
    public enum Path: String, Sendable, Hashable, CaseIterable {
      case token, configuration, start, sendMessage, end, availability, capacity

      /// Version 19's path. Those of `end`, `availability` and `capacity` no public page tells.
      public var standard: String {
        switch self {
        case .token: "/system/ws/v19/clientapplications/authentication/oauth2/token"
        case .configuration: "/system/ws/v19/clientapplications/messaging/configuration"
        case .start: "/system/ws/v19/clientapplications/messaging/conversation/start"
        case .sendMessage: "/system/ws/v19/clientapplications/messaging/sendmessage"
        case .end: "/system/ws/v19/clientapplications/messaging/conversation/end"
        case .availability: "/system/ws/v19/clientapplications/messaging/agentavailability"
        case .capacity: "/system/ws/v19/clientapplications/messaging/agentcapacity"
        }
      }

      /// What is asked there.
      var summary: String {
        switch self {
        case .token: "The path of access tokens."
        case .configuration: "The path of entry points."
        case .start: "The path of starts."
        case .sendMessage: "The path of messages to an agent."
        case .end: "The path of ends."
        case .availability: "The path of the question whether an agent is available."
        case .capacity: "The path of the question how many conversations agents can take."
        }
      }
    }

    /// ECE's address.
    public let url: ServiceAddress
    /// The authorizations.
    public let authorizations: [Authorization]
    /// How ECE shows at the callback that it is ECE.
    public let callback: CallbackAuthentication
    /// What a start tells of a customer, with `$(firstName)` and the like in it.
    public let contacts: [Channel: JSON]
    /// The entry point at which a start is tried, and ended at once, after the callback was turned away; nil where the next
    /// customer's start tells.
    public let checkEntryPoint: String?
    private let paths: [Path: String]

    /// The path of something that ECE is asked.
    public subscript(path: Path) -> String { paths[path] ?? path.standard }

    init?(_ fields: FieldValues, contacts: [Channel: JSON]) {
      guard let url = fields["url"]?.text.flatMap(ServiceAddress.init),
        let authorizations = fields["authorizations"]?.object?.entries,
        let callback = CallbackAuthentication(fields["callback"])
      else { return nil }
      self.url = url
      self.callback = callback
      self.contacts = contacts.merging(Self.standardContacts) { own, _ in own }
      checkEntryPoint = fields["checkEntryPoint"]?.text
      let written = fields["paths"]?.object
      paths = Dictionary(
        Path.allCases.compactMap { path in written?[path.rawValue]?.text.map { (path, $0) } },
        uniquingKeysWith: { first, _ in first })
      self.authorizations = authorizations.compactMap { entry in
        guard let id = SecretSource(entry.value.object?["clientId"]),
          let secret = SecretSource(entry.value.object?["clientSecret"])
        else { return nil }
        return Authorization(name: entry.name, clientID: id, clientSecret: secret)
      }
      guard self.authorizations.count == authorizations.count else { return nil }
    }

    /// The contact's form for a number or a page-scoped id is not documented: this is what the service sends unless told.
    private static let standardContacts: [Channel: JSON] = [
      .sms: [
        "firstName": "$(firstName)",
        "phone": [["phoneNumber": "$(phoneNumber)", "countryCode": "$(countryCode)"]],
      ],
      .messenger: ["firstName": "$(firstName)", "facebookpsid": "$(facebookPsid)"],
    ]
  }
}

extension LiveConfiguration.ECE.CallbackAuthentication {
  fileprivate init?(_ value: FieldValue?) {
    if value?.text == "none" {
      self = .none
    } else if let basic = value?.object?["basic"]?.object {
      guard let user = basic["user"]?.text, let password = SecretSource(basic["password"]) else { return nil }
      self = .basic(user: user, password: password)
    } else if let oauth2 = value?.object?["oauth2"]?.object {
      guard let id = SecretSource(oauth2["clientId"]), let secret = SecretSource(oauth2["clientSecret"])
      else {
        return nil
      }
      self = .oauth2(clientID: id, clientSecret: secret)
    } else if let secret = SecretSource(value?.object?["pathSecret"]) {
      self = .pathSecret(secret)
    } else {
      return nil
    }
  }
}
