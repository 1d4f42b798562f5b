extension LiveConfiguration {
  /// The gateway for SMS.
  public struct SMS: Sendable {
    /// Which gateway it is.
    public enum Gateway: Sendable {
      case webexConnect(WebexConnect)
      case twilio(Twilio)
      case kannel(Kannel)
    }

    /// Webex Connect.
    public struct WebexConnect: Sendable {
      /// The address of its interface.
      public let url: ServiceAddress
      /// The service key.
      public let key: SecretSource
      /// What webhooks are signed with; nil where they are not.
      public let signatureSecret: SecretSource?
      /// What tells its calls that are not signed.
      public let unsigned: UnsignedCalls
    }

    /// Twilio.
    public struct Twilio: Sendable {
      /// The address of its interface.
      public let url: ServiceAddress
      /// The account's id.
      public let accountSID: SecretSource
      /// The account's token, which webhooks are signed with too.
      public let authToken: SecretSource
      /// The messaging service that sends; nil where a number does.
      public let messagingServiceSID: String?
    }

    /// Kannel.
    public struct Kannel: Sendable {
      /// The address of `sendsms`.
      public let url: ServiceAddress
      /// The name of the user that sends.
      public let user: String
      /// The user's password.
      public let password: SecretSource
      /// The country of numbers without a country code.
      public let countryCode: String?
      /// What tells its calls, none of which is signed.
      public let unsigned: UnsignedCalls
    }

    /// What tells the calls of a gateway that signs nothing: each of these that there is must hold.
    public struct UnsignedCalls: Sendable {
      /// The last segment of the paths.
      public let pathSecret: SecretSource?
      /// The networks that it calls from; empty for any.
      public let allowFrom: [NetworkRange]
    }

    /// Which gateway it is.
    public let gateway: Gateway
    /// The business's numbers; nil where any may be.
    public let numbers: [String]?

    init?(_ fields: FieldValues) {
      numbers = fields["numbers"]?.list?.compactMap(\.text)
      if let webex = fields["webexConnect"]?.object.flatMap(WebexConnect.init) {
        gateway = .webexConnect(webex)
      } else if let twilio = fields["twilio"]?.object.flatMap(Twilio.init) {
        gateway = .twilio(twilio)
      } else if let kannel = fields["kannel"]?.object.flatMap(Kannel.init) {
        gateway = .kannel(kannel)
      } else {
        return nil
      }
    }
  }

  /// The pages on Messenger.
  public struct Messenger: Sendable {
    /// A page.
    public struct Page: Sendable, Hashable {
      /// The page's id, which triggers have as `appId`.
      public let id: String
      /// The page's access token.
      public let token: SecretSource
      /// The app's secret, which events are signed with.
      public let appSecret: SecretSource
      /// What Meta shows when it verifies the address.
      public let verifyToken: SecretSource
    }

    /// The Graph API's address.
    public let url: ServiceAddress
    /// The pages.
    public let pages: [Page]

    init?(_ fields: FieldValues) {
      guard
        let url = ServiceAddress(fields["url"]?.text ?? "https://graph.facebook.com/v25.0"),
        let pages = fields["pages"]?.object?.entries
      else { return nil }
      self.url = url
      self.pages = pages.compactMap { entry in
        guard let token = SecretSource(entry.value.object?["token"]),
          let appSecret = SecretSource(entry.value.object?["appSecret"]),
          let verifyToken = SecretSource(entry.value.object?["verifyToken"])
        else { return nil }
        return Page(id: entry.name, token: token, appSecret: appSecret, verifyToken: verifyToken)
      }
      guard self.pages.count == pages.count else { return nil }
    }
  }
}

extension LiveConfiguration.SMS.WebexConnect {
  fileprivate init?(_ fields: FieldValues) {
    let address = fields["url"]?.text ?? fields["region"]?.text.map { "https://api.\($0).webexconnect.io" }
    guard let url = address.flatMap(ServiceAddress.init), let key = SecretSource(fields["key"]),
      let unsigned = LiveConfiguration.SMS.UnsignedCalls(fields)
    else { return nil }
    self.url = url
    self.key = key
    self.unsigned = unsigned
    signatureSecret = SecretSource(fields["signatureSecret"])
    guard (signatureSecret == nil) == (fields["signatureSecret"] == nil) else { return nil }
  }
}

extension LiveConfiguration.SMS.Twilio {
  fileprivate init?(_ fields: FieldValues) {
    guard let url = ServiceAddress(fields["url"]?.text ?? "https://api.twilio.com"),
      let accountSID = SecretSource(fields["accountSid"]), let authToken = SecretSource(fields["authToken"])
    else { return nil }
    self.url = url
    self.accountSID = accountSID
    self.authToken = authToken
    messagingServiceSID = fields["messagingServiceSid"]?.text
  }
}

extension LiveConfiguration.SMS.Kannel {
  fileprivate init?(_ fields: FieldValues) {
    guard let url = fields["url"]?.text.flatMap(ServiceAddress.init), let user = fields["user"]?.text,
      let password = SecretSource(fields["password"]),
      let unsigned = LiveConfiguration.SMS.UnsignedCalls(fields)
    else { return nil }
    self.url = url
    self.user = user
    self.password = password
    self.unsigned = unsigned
    countryCode = fields["countryCode"]?.text
  }
}

extension LiveConfiguration.SMS.UnsignedCalls {
  fileprivate init?(_ fields: FieldValues) {
    pathSecret = SecretSource(fields["pathSecret"])
    guard (pathSecret == nil) == (fields["pathSecret"] == nil) else { return nil }
    allowFrom = (fields["allowFrom"]?.list ?? []).compactMap { $0.text.flatMap(NetworkRange.init) }
  }
}
