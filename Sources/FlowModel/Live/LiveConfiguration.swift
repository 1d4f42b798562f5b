import JSONSyntax

/// The settings of the service that runs an environment's flows for real, without anything missing.
///
/// Secrets are told by where they are found.
public struct LiveConfiguration: Sendable {
  /// Where sessions are kept.
  public enum Store: Sendable, Hashable {
    /// A file, from the project's folder.
    case sqlite(String)
    /// A database, by its connection string.
    case postgres(SecretSource)
  }

  /// What becomes of a call of which nobody knows whether it was made.
  public enum Doubt: String, Sendable, CaseIterable {
    /// It counts as failed.
    case fail
    /// It is made again.
    case `repeat`
  }

  /// What becomes of calls in doubt, by their kinds.
  public struct Doubts: Sendable, Hashable {
    /// Of starts of conversations.
    public let starts: Doubt
    /// Of messages to customers.
    public let sends: Doubt
    /// Of messages to agents.
    public let forwards: Doubt
  }

  /// What HTTPRequests may call, and with which secrets.
  public struct HTTP: Sendable {
    /// A secret, and the hosts that it may be sent to.
    public struct Secret: Sendable {
      /// The name, as `$(secret.NAME)` has it.
      public let name: String
      /// Where it is found.
      public let source: SecretSource
      /// Where it may go.
      public let hosts: [HostPattern]
    }

    /// The hosts that may be called.
    public let allowed: [HostPattern]
    /// The secrets.
    public let secrets: [Secret]
  }

  /// A webhook that begins flows.
  public struct Webhook: Sendable {
    /// Its name, as triggers have it.
    public let event: String
    /// What its sender signs with; several while one takes another's place.
    public let secrets: [SecretSource]
  }

  /// The address under which the world reaches the service.
  public let publicURL: ServiceAddress
  /// Where the service listens.
  public let listen: ListeningAddress
  /// Where it listens for operators.
  public let admin: ListeningAddress
  /// What operators show; nil where one is drawn at each start.
  public let adminToken: SecretSource?
  /// Where sessions are kept.
  public let store: Store
  /// The ECE that agents work in; nil where there is none.
  public let ece: ECE?
  /// The gateway for SMS; nil where there is none.
  public let sms: SMS?
  /// The pages on Messenger; nil where there are none.
  public let messenger: Messenger?
  /// The webhooks that begin flows.
  public let webhooks: [Webhook]
  /// What HTTPRequests may call.
  public let http: HTTP
  /// Milliseconds for which sessions are kept after their end.
  public let sessionsKept: Int64
  /// Milliseconds for which is known what has come.
  public let keysKept: Int64
  /// Inputs that may wait before new ones are turned away.
  public let pendingLimit: Int
  /// What becomes of calls in doubt.
  public let doubts: Doubts

  /// Reads settings; nil where something has an error or is missing, which RF807 and the 1xx rules report.
  init?(_ fields: FieldValues, contacts: [Channel: JSON]) {
    guard let publicURL = fields["publicUrl"]?.text.flatMap(ServiceAddress.init),
      let store = Self.store(fields["store"])
    else { return nil }
    self.publicURL = publicURL
    self.store = store
    guard let listen = Self.address(fields["listen"], or: "127.0.0.1:8080"),
      let admin = Self.address(fields["admin"], or: "127.0.0.1:8081")
    else { return nil }
    self.listen = listen
    self.admin = admin
    adminToken = fields["adminToken"].flatMap { SecretSource($0) }
    ece = fields["ece"]?.object.flatMap { ECE($0, contacts: contacts) }
    sms = fields["sms"]?.object.flatMap(SMS.init)
    messenger = fields["messenger"]?.object.flatMap(Messenger.init)
    webhooks = (fields["webhooks"]?.object?.entries ?? []).compactMap { entry in
      let secret = entry.value.object?["secret"]
      let written = secret?.list ?? [secret].compactMap(\.self)
      let secrets = written.compactMap { SecretSource($0) }
      return secrets.isEmpty || secrets.count < written.count
        ? nil : Webhook(event: entry.name, secrets: secrets)
    }
    http = HTTP(fields["http"]?.object)
    let keep = fields["keep"]?.object
    sessionsKept = keep?["sessions"]?.text.flatMap(TextForm.milliseconds(ofPeriod:)) ?? 30 * 86_400_000
    keysKept = keep?["keys"]?.text.flatMap(TextForm.milliseconds(ofPeriod:)) ?? 14 * 86_400_000
    pendingLimit = fields["pending"]?.number.map { Int($0) } ?? 100_000
    let doubts = fields["whenInDoubt"]?.object
    func doubt(_ name: String) -> Doubt? { doubts?[name]?.text.flatMap(Doubt.init) }
    self.doubts = Doubts(
      starts: doubt("starts") ?? .fail, sends: doubt("sends") ?? .repeat,
      forwards: doubt("forwards") ?? .repeat)
    // What is there but cannot be read is no reason to go without it.
    guard (ece == nil) == (fields["ece"] == nil), (sms == nil) == (fields["sms"] == nil),
      (messenger == nil) == (fields["messenger"] == nil),
      (adminToken == nil) == (fields["adminToken"] == nil),
      webhooks.count == fields["webhooks"]?.object?.entries.count ?? 0,
      http.secrets.count == fields["http"]?.object?["secrets"]?.object?.entries.count ?? 0
    else { return nil }
  }

  private static func store(_ value: FieldValue?) -> Store? {
    guard let value else { return .sqlite("refrain.sqlite") }
    return value.object?["sqlite"]?.text.map { .sqlite($0) }
      ?? SecretSource(value.object?["postgres"]).map { .postgres($0) }
  }

  private static func address(_ value: FieldValue?, or standard: String) -> ListeningAddress? {
    ListeningAddress(value?.text ?? standard)
  }
}

extension LiveConfiguration.HTTP {
  fileprivate init(_ fields: FieldValues?) {
    allowed = (fields?["allow"]?.list ?? []).compactMap { HostPattern($0) }
    secrets = (fields?["secrets"]?.object?.entries ?? []).compactMap { entry in
      guard let source = SecretSource(entry.value) else { return nil }
      return Secret(
        name: entry.name, source: source,
        hosts: (entry.value.object?["hosts"]?.list ?? []).compactMap { HostPattern($0) })
    }
  }
}

extension HostPattern {
  /// Reads a host as `http.allow` has it.
  package init?(_ value: FieldValue) {
    guard let text = value.text ?? value.object?["host"]?.text else { return nil }
    self.init(text, allowsPrivate: value.object?["private"]?.boolean ?? false)
  }
}
