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
  }

  /// For how long ECE is asked for a token, in milliseconds.
  private static let timeout: Int64 = 10_000

  /// Looks whether the store could be served.
  public static func store(at path: String, _ kind: StoreLife.Kind) -> Result {
    Result(subject: path, obstacle: SQLiteStore.obstacle(toServing: path, kind)?.description)
  }

  /// Looks whether a database can be reached, and is of a version that this program knows. Its tables are made where there are
  /// none.
  public static func database(at address: String, named name: String) async -> Result {
    do throws(StoreOpeningFailure) {
      _ = try await PostgreSQLStore.open(address)
      return Result(subject: name, obstacle: nil)
    } catch {
      return Result(subject: name, obstacle: error.description)
    }
  }

  /// Looks whether an address can be listened at, by listening at it for a moment.
  public static func address(_ address: ListeningAddress) async -> Result {
    do throws(ListeningFailure) {
      let server = try HTTPServer.start(ServerSettings(address: address)) { _ in ServerResponse(503) }
      await server.stop(within: .zero)
      return Result(subject: "\(address)", obstacle: nil)
    } catch {
      return Result(subject: "\(address)", obstacle: error.description)
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
      results.append(Result(subject: "authorization '\(authorization.name)'", obstacle: obstacle))
    }
    return results
  }
}
#endif
