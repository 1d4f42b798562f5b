#if Service
public import FlowModel
public import ServiceCore
import ServiceProtocols

/// Looks for what could stop a service that is not started yet.
public enum LiveServiceCheck {
  /// Something that was looked at.
  public struct Result: Sendable {
    /// What: a file, an address, an authorization.
    public let subject: String
    /// What is in the way, in a sentence without a full stop; nil where nothing is.
    public let obstacle: String?
    /// What is to be known of it where nothing is in the way, in a sentence without a full stop; nil for nothing.
    public let note: String?

    init(_ subject: String, obstacle: String? = nil, note: String? = nil) {
      self.subject = subject
      self.obstacle = obstacle
      self.note = note
    }
  }

  /// For how long ECE is asked for a token, in milliseconds.
  private static let timeout: Int64 = 10_000

  /// Looks whether the store could be served.
  public static func store(at path: String, _ kind: StoreLife.Kind) -> Result {
    Result(path, obstacle: SQLiteStore.obstacle(toServing: path, kind)?.description)
  }

  /// Looks whether the store in a database could be served.
  public static func database(
    at address: String, _ kind: StoreLife.Kind, named name: String
  ) async -> Result {
    do throws(StoreOpeningFailure) {
      let note: String? =
        switch try await PostgreSQLStore.prospect(at: address, for: kind) {
        case .ready: nil
        case .older: "its tables are of an older version, which the start brings up to date"
        case .empty: "it is empty, and the start makes its tables"
        }
      return Result(name, note: note)
    } catch {
      return Result(name, obstacle: error.description)
    }
  }

  /// Looks whether an address can be listened at, by listening at it for a moment.
  public static func address(_ address: ListeningAddress) async -> Result {
    do throws(ListeningFailure) {
      let server = try HTTPServer.start(ServerSettings(address: address)) { _ in ServerResponse(503) }
      await server.stop(within: .zero)
      return Result("\(address)")
    } catch {
      return Result("\(address)", obstacle: error.description)
    }
  }

  /// Looks whether ECE gives a token for each authorization.
  public static func tokens(of settings: LiveServiceSettings) async -> [Result] {
    guard let ece = settings.protocols.ece else { return [] }
    let tokens = ECETokens(ece.calls, credentials: ece.credentials, sender: HTTPSender()) { WallClock.now }
    var results: [Result] = []
    for authorization in settings.configuration.ece?.authorizations ?? [] {
      let obstacle: String? =
        switch await tokens.token(of: authorization.name, within: CallTime(whole: timeout)) {
        case .success: nil
        case .failure(.refused): "ECE gives no token for it"
        case .failure(.notNow): "ECE gives no token for it now"
        case .failure(.unavailable): "ECE cannot be asked for a token"
        }
      results.append(Result("authorization '\(authorization.name)'", obstacle: obstacle))
    }
    return results
  }
}
#endif
