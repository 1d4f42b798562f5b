#if Service
public import FlowModel
public import ServiceCore
import ServiceOperators
public import ServiceProtocols

/// What a live service runs by.
public struct LiveServiceSettings: Sendable {
  /// Where it listens, whom it calls, what it keeps.
  public let configuration: LiveConfiguration
  /// The protocols, with their secrets.
  public let protocols: LiveProtocols
  /// Whom HTTPRequests may call, with the secrets that go along.
  public let webServices: WebServiceCalls
  /// The flows.
  public let project: ServiceProject
  /// What operators see that they look at.
  public let name: ServedName
  /// What operators show; nil where the service is to draw it.
  public let operatorToken: SecretBytes?

  /// Finds the secrets of a configuration, and makes all that takes them.
  /// - Parameter secret: Finds a secret.
  public init(
    _ configuration: LiveConfiguration, project: ServiceProject, named name: ServedName,
    secret: (SecretSource) throws(LiveProtocols.Unusable) -> SecretBytes
  ) throws(LiveProtocols.Unusable) {
    self.init(
      configuration, project: project, named: name,
      protocols: try LiveProtocols(configuration, authentication: LibraryAuthentication(), secret: secret),
      webServices: try Self.webServices(of: configuration, secret: secret),
      operatorToken: try Self.operatorToken(of: configuration, secret: secret))
  }

  /// Makes what a service runs by whose whole world is emulated.
  public init(
    emulated configuration: LiveConfiguration, project: ServiceProject, named name: ServedName,
    secret: (SecretSource) throws(LiveProtocols.Unusable) -> SecretBytes
  ) throws(LiveProtocols.Unusable) {
    self.init(
      configuration, project: project, named: name,
      protocols: try LiveProtocols(configuration, authentication: LibraryAuthentication(), secret: secret),
      webServices: .emulated, operatorToken: nil)
  }

  private init(
    _ configuration: LiveConfiguration, project: ServiceProject, named name: ServedName,
    protocols: LiveProtocols, webServices: WebServiceCalls, operatorToken: SecretBytes?
  ) {
    self.configuration = configuration
    self.protocols = protocols
    self.webServices = webServices
    self.project = project
    self.name = name
    self.operatorToken = operatorToken
  }

  private static func webServices(
    of configuration: LiveConfiguration,
    secret: (SecretSource) throws(LiveProtocols.Unusable) -> SecretBytes
  ) throws(LiveProtocols.Unusable) -> WebServiceCalls {
    var found: [SecretSource: SecretBytes] = [:]
    for known in configuration.http.secrets { found[known.source] = try secret(known.source) }
    return WebServiceCalls(configuration.http) { [found] in found[$0] }
  }

  private static func operatorToken(
    of configuration: LiveConfiguration,
    secret: (SecretSource) throws(LiveProtocols.Unusable) -> SecretBytes
  ) throws(LiveProtocols.Unusable) -> SecretBytes? {
    guard let source = configuration.adminToken else { return nil }
    let token = try secret(source)
    guard token.bytes.count >= OperatorAccess.leastTokenLength else {
      throw .init(
        reason:
          "the operators' token is too short: \(source) has fewer than \(OperatorAccess.leastTokenLength) bytes"
      )
    }
    return token
  }
}
#endif
