public import FlowModel

/// The protocols of a live service, made of its configuration with all secrets found.
public struct LiveProtocols: Sendable {
  /// What the world may send.
  public let gate: ServiceGate
  /// What ECE is asked, and with which credentials; nil where there is no ECE.
  public let ece: (calls: ECECalls, credentials: [String: ECECredentials])?

  /// Why there are no protocols of a configuration.
  public struct Unusable: Error, Sendable {
    /// Why, in a sentence without a full stop. No secret is in it.
    public let reason: String

    /// Creates a reason.
    public init(reason: String) { self.reason = reason }
  }

  /// Makes the protocols of a configuration.
  /// - Parameter secret: Finds a secret; what it throws is thrown on.
  public init(
    _ configuration: LiveConfiguration, authentication: any MessageAuthentication,
    secret: (SecretSource) throws(Unusable) -> SecretBytes
  ) throws(Unusable) {
    var gate = ServiceGate()
    if let ece = configuration.ece {
      gate.callback = ECECallback(try Self.callback(ece.callback, authentication, secret))
      var credentials: [String: ECECredentials] = [:]
      for authorization in ece.authorizations {
        credentials[authorization.name] = ECECredentials(
          clientID: try secret(authorization.clientID), clientSecret: try secret(authorization.clientSecret))
      }
      self.ece = (ECECalls(ece), credentials)
    } else {
      ece = nil
    }
    if let sms = configuration.sms {
      gate.sms = try Self.gateway(sms.gateway, configuration.publicURL, authentication, secret)
    }
    if let messenger = configuration.messenger {
      var pages: [MessengerPages.Page] = []
      for page in messenger.pages {
        pages.append(
          MessengerPages.Page(
            id: page.id, token: try secret(page.token), appSecret: try secret(page.appSecret),
            verifyToken: try secret(page.verifyToken)))
      }
      gate.messenger = MessengerPages(pages, url: messenger.url, authentication: authentication)
    }
    for webhook in configuration.webhooks {
      var secrets: [SecretBytes] = []
      for source in webhook.secrets { secrets.append(try secret(source)) }
      guard
        let known = StandardWebhooks(event: webhook.event, secrets: secrets, authentication: authentication)
      else {
        throw Unusable(
          reason: "a secret of the webhook `\(webhook.event)` is no `whsec_` with base64 of 24 to 64 bytes")
      }
      gate.webhooks.append(known)
    }
    self.gate = gate
  }

  private static func callback(
    _ callback: LiveConfiguration.ECE.CallbackAuthentication, _ authentication: any MessageAuthentication,
    _ secret: (SecretSource) throws(Unusable) -> SecretBytes
  ) throws(Unusable) -> ECECallback.Authentication {
    switch callback {
    case .none: .none
    case .basic(let user, let password): .basic(user: SecretBytes(user), password: try secret(password))
    case .oauth2(let id, let clientSecret):
      .token(
        AccessTokens(
          clientID: try secret(id), clientSecret: try secret(clientSecret), authentication: authentication))
    case .pathSecret(let source): .pathSecret(try pathSecret(source, secret))
    }
  }

  private static func gateway(
    _ gateway: LiveConfiguration.SMS.Gateway, _ publicURL: ServiceAddress,
    _ authentication: any MessageAuthentication, _ secret: (SecretSource) throws(Unusable) -> SecretBytes
  ) throws(Unusable) -> any SMSGateway {
    switch gateway {
    case .webexConnect(let webex):
      return WebexConnect(
        url: webex.url, publicURL: publicURL, key: try secret(webex.key),
        signatureSecret: try webex.signatureSecret.map { (source) throws(Unusable) in try secret(source) },
        unsigned: try unsigned(webex.unsigned, secret), authentication: authentication)
    case .twilio(let twilio):
      return Twilio(
        url: twilio.url, publicURL: publicURL, accountSID: try secret(twilio.accountSID),
        authToken: try secret(twilio.authToken), messagingServiceSID: twilio.messagingServiceSID,
        authentication: authentication)
    case .kannel(let kannel):
      return Kannel(
        url: kannel.url, publicURL: publicURL, user: kannel.user, password: try secret(kannel.password),
        countryCode: kannel.countryCode, unsigned: try unsigned(kannel.unsigned, secret))
    }
  }

  private static func unsigned(
    _ calls: LiveConfiguration.SMS.UnsignedCalls, _ secret: (SecretSource) throws(Unusable) -> SecretBytes
  ) throws(Unusable) -> UnsignedCalls {
    UnsignedCalls(
      pathSecret: try calls.pathSecret.map { (source) throws(Unusable) in try pathSecret(source, secret) },
      allowFrom: calls.allowFrom)
  }

  /// A secret that stands in a path: at least 128 bits, and nothing that an address would write otherwise.
  private static func pathSecret(
    _ source: SecretSource, _ secret: (SecretSource) throws(Unusable) -> SecretBytes
  ) throws(Unusable) -> SecretBytes {
    let found = try secret(source)
    guard found.bytes.count >= ProtocolLimits.pathSecretLength, found.text.percentEncoded == found.text else {
      throw Unusable(
        reason:
          "\(source) is no secret of a path: \(ProtocolLimits.pathSecretLength) or more letters, digits, `-`, `_`, `.` and `~`"
      )
    }
    return found
  }
}
