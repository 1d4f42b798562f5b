public import FlowModel

/// ECE's access tokens of a process: each is asked for once, however many calls wait for it, and kept until a tenth of its
/// life is left.
public actor ECETokens {
  /// Why there is no token.
  public enum Failure: Error, Sendable, Hashable {
    /// Nobody knows the authorization, or ECE refuses it.
    case refused
    /// ECE answers that it gives none now, and may say after how many milliseconds to ask again.
    case notNow(pause: Int64?)
    /// ECE could not be asked.
    case unavailable
  }

  private enum Entry {
    case known(ECEToken)
    case asked(Task<Result<ECEToken, Failure>, Never>)
  }

  private let calls: ECECalls
  private let credentials: [String: ECECredentials]
  private let sender: any WireSender
  private let clock: @Sendable () -> Timestamp
  private var entries: [String: Entry] = [:]

  /// Creates a memory without tokens.
  /// - Parameters:
  ///   - credentials: What tokens are asked with, by the authorizations' names.
  ///   - sender: Carries the requests.
  public init(
    _ calls: ECECalls, credentials: [String: ECECredentials], sender: any WireSender,
    clock: @escaping @Sendable () -> Timestamp
  ) {
    self.calls = calls
    self.credentials = credentials
    self.sender = sender
    self.clock = clock
  }

  /// The token of an authorization.
  /// - Parameter refused: A token that ECE has just refused: another one is asked for.
  public func token(
    of authorization: String, insteadOf refused: ECEToken? = nil, within time: CallTime
  ) async -> Result<ECEToken, Failure> {
    guard let credentials = credentials[authorization] else { return .failure(.refused) }
    switch entries[authorization] {
    case .known(let token)? where token.renewal > clock() && token.secret != refused?.secret:
      return .success(token)
    case .asked(let task)?: return await task.value
    case .known?, nil: break
    }
    let task = Task { [calls, sender, clock] in
      Self.read(
        await sender.send(calls.token(credentials), within: time, allowsPrivate: true), at: clock())
    }
    entries[authorization] = .asked(task)
    let result = await task.value
    entries[authorization] = (try? result.get()).map(Entry.known)
    return result
  }

  private static func read(_ result: WireResult, at now: Timestamp) -> Result<ECEToken, Failure> {
    if case .unusable = result { return .failure(.refused) }
    guard case .answered(let answer) = result else { return .failure(.unavailable) }
    if let token = ECEToken(answer, at: now) { return .success(token) }
    let isRefused = (400..<500).contains(answer.status) && answer.status != 408 && answer.status != 429
    return .failure(isRefused ? .refused : .notNow(pause: answer.retryAfter))
  }
}
