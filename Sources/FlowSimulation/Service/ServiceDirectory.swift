public import FlowModel

/// What an ECE knows before anybody calls it: entry points, client applications, contacts; and the node authorizations
/// with which a platform calls it.
///
///     var directory = ServiceDirectory()
///     directory.add(EntryPoint(id: "1001", lastModified: lastModified))
///     directory.add(ClientApplication(id: "flows", secret: "s3cret", entryPoints: ["1001"]))
///     directory.add(NodeAuthorization(name: "ece-main", clientID: "flows", clientSecret: "s3cret"))
///     directory.contacts.set(.ambiguous, forAttribute: "mobile.phone", value: "14155550123")
public struct ServiceDirectory: Sendable {
  private var entryPoints: [ExactText: EntryPoint] = [:]
  private var clients: [ExactText: ClientApplication] = [:]
  private var authorizations: [ExactText: NodeAuthorization] = [:]
  /// The contacts.
  public var contacts = ContactBook()
  /// Whether a callback URL is registered and active. Without one no conversation starts.
  public var hasActiveCallback = true
  /// How many conversations the agents can have at a time. Where they have as many no other one starts.
  public var agentCapacity = Int.max
  /// Whether `complete` is posted of a conversation that a flow has ended, as of one that an agent has.
  public var completesEndedConversations = true
  /// For how many milliseconds a token is valid.
  public var tokenLifetime: Int64 = 86_400_000

  /// Creates a directory that knows nobody, with a callback and agents.
  public init() {}

  /// Adds an entry point, or puts it in the place of the one with its id.
  public mutating func add(_ entryPoint: EntryPoint) {
    entryPoints[ExactText(entryPoint.id)] = entryPoint
  }

  /// Adds a client application, or puts it in the place of the one with its id.
  public mutating func add(_ client: ClientApplication) { clients[ExactText(client.id)] = client }

  /// Adds a node authorization, or puts it in the place of the one with its name.
  public mutating func add(_ authorization: NodeAuthorization) {
    authorizations[ExactText(authorization.name)] = authorization
  }

  /// The entry point with an id.
  public func entryPoint(_ id: String) -> EntryPoint? { entryPoints[ExactText(id)] }

  /// The client application with an id.
  public func client(_ id: String) -> ClientApplication? { clients[ExactText(id)] }

  /// The node authorization with a name.
  public func authorization(_ name: String) -> NodeAuthorization? { authorizations[ExactText(name)] }
}

/// Where conversations come in.
public struct EntryPoint: Sendable, Hashable {
  /// The entry point's id, a number.
  public let id: String
  /// When it was modified last: a request that names another time is stale.
  public let lastModified: Timestamp
  /// Which attachments it takes.
  public let attachmentPolicies: String

  /// Creates an entry point.
  public init(id: String, lastModified: Timestamp, attachmentPolicies: String = "allow_all") {
    self.id = id
    self.lastModified = lastModified
    self.attachmentPolicies = attachmentPolicies
  }
}

/// A program that may call the service.
public struct ClientApplication: Sendable, Hashable {
  /// The client's id.
  public let id: String
  /// The client's secret.
  public let secret: String
  /// The ids of the entry points that it may use.
  public let entryPoints: Set<String>

  /// Creates a client application.
  public init(id: String, secret: String, entryPoints: Set<String>) {
    self.id = id
    self.secret = secret
    self.entryPoints = entryPoints
  }
}

/// What a flow's nodes call the service with.
public struct NodeAuthorization: Sendable, Hashable {
  /// The name that flows know it by.
  public let name: String
  /// The client's id.
  public let clientID: String
  /// The client's secret.
  public let clientSecret: String
  /// Whether a token that has expired is replaced before a request, or only when a request has been refused for it.
  public let renewsExpiredTokens: Bool

  /// Creates a node authorization.
  public init(name: String, clientID: String, clientSecret: String, renewsExpiredTokens: Bool = true) {
    self.name = name
    self.clientID = clientID
    self.clientSecret = clientSecret
    self.renewsExpiredTokens = renewsExpiredTokens
  }
}

/// The customers that the service knows, by the attributes that they are looked for by.
public struct ContactBook: Sendable, Hashable {
  /// What a search comes to.
  public enum Match: Sendable, Hashable {
    /// Nobody: a contact is created.
    case none
    /// Nobody, and a contact cannot be created.
    case uncreatable
    /// One contact.
    case one
    /// Several contacts.
    case ambiguous
  }

  private struct Key: Sendable, Hashable {
    let attribute: ExactText
    let value: ExactText

    init(_ attribute: String, _ value: String) {
      self.attribute = ExactText(attribute)
      self.value = ExactText(value)
    }
  }

  private var matches: [Key: Match] = [:]

  /// Creates a book without contacts.
  public init() {}

  /// Says what a search comes to.
  /// - Parameters:
  ///   - attribute: `mobile.phone`, or `custom.facebookpsid`.
  ///   - value: The country code and the phone number, without `+`, or the page-scoped id.
  public mutating func set(_ match: Match, forAttribute attribute: String, value: String) {
    matches[Key(attribute, value)] = match
  }

  /// What a search comes to; `none` where nothing has been said.
  public func search(_ attribute: String, for value: String) -> Match {
    matches[Key(attribute, value)] ?? .none
  }
}
