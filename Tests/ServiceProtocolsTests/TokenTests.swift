import FlowInterpreter
import FlowLoading
import FlowModel
import ServiceProtocols
import Synchronization
import Testing

/// The tokens that ECE gives, and how often it is asked for them.
@Suite struct TokenTests {
  /// The other side: it says what it is told to, in order, and counts.
  private final class Scripted: WireSender {
    private let results: Mutex<[WireResult]>
    private let count = Mutex(0)

    init(_ results: WireResult...) { self.results = Mutex(results) }

    var asked: Int { count.withLock { $0 } }

    func send(_ call: WireCall, within time: CallTime, allowsPrivate: Bool) async -> WireResult {
      count.withLock { $0 += 1 }
      // Whoever asks at the same time comes in between.
      await Task.yield()
      return results.withLock { $0.isEmpty ? .failed : $0.removeFirst() }
    }
  }

  private final class Clock: Sendable {
    let now = Mutex(Sample.now)
  }

  private static func tokens(_ sender: Scripted, _ clock: Clock = Clock()) throws -> ECETokens {
    let live = #"""
      { "publicUrl": "https://flows.example.com",
        "ece": { "url": "https://ece.example.com", "authorizations": {}, "callback": { "pathSecret": { "env": "S" } } } }
      """#
    let file = #"{ "formatVersion": 1, "name": "p", "environments": { "a": { "live": \#(live) } } }"#
    let ece = try #require(
      ProjectLoader.load(Array(file.utf8)).project?.environments[0].live?.configuration?.ece)
    let credentials = ECECredentials(clientID: SecretBytes("id"), clientSecret: SecretBytes("secret"))
    return ECETokens(ECECalls(ece), credentials: ["main": credentials], sender: sender) {
      clock.now.withLock { $0 }
    }
  }

  private static func given(_ token: String) -> WireResult {
    Sample.answer(200, #"{"access_token":"\#(token)","expires_in":100}"#)
  }

  private static let time = CallTime(whole: 10_000)

  @Test func aTokenIsAskedForOnceAndKeptUntilATenthOfItsLifeIsLeft() async throws {
    let (sender, clock) = (Scripted(Self.given("T"), Self.given("U")), Clock())
    let tokens = try Self.tokens(sender, clock)
    let found = await withTaskGroup(of: String?.self) { group in
      for _ in 1...5 {
        group.addTask { try? await tokens.token(of: "main", within: Self.time).get().secret.text }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(found == Array(repeating: "T", count: 5) && sender.asked == 1)
    clock.now.withLock { $0 = $0 + 89_999 }
    #expect(try await tokens.token(of: "main", within: Self.time).get().secret.text == "T")
    clock.now.withLock { $0 = $0 + 1 }
    #expect(try await tokens.token(of: "main", within: Self.time).get().secret.text == "U")
    #expect(sender.asked == 2)
  }

  @Test func aTokenThatIsRefusedIsReplacedUnlessThatHasHappened() async throws {
    let sender = Scripted(Self.given("T"), Self.given("U"))
    let tokens = try Self.tokens(sender)
    let first = try await tokens.token(of: "main", within: Self.time).get()
    let second = try await tokens.token(of: "main", insteadOf: first, within: Self.time).get()
    #expect(second.secret.text == "U")
    #expect(try await tokens.token(of: "main", insteadOf: first, within: Self.time).get().secret.text == "U")
    #expect(sender.asked == 2)
  }

  static let failures: [(WireResult, ECETokens.Failure)] = [
    (Sample.answer(401), .refused), (Sample.answer(400), .refused), (.unusable, .refused),
    (Sample.answer(429, "", ["Retry-After": "3"]), .notNow(pause: 3000)),
    (Sample.answer(503), .notNow(pause: nil)), (Sample.answer(200, "{}"), .notNow(pause: nil)),
    (.notSent, .unavailable), (.timedOut, .unavailable), (.insecure, .unavailable),
  ]

  @Test(arguments: failures)
  func aFailureIsNotKept(result: WireResult, failure: ECETokens.Failure) async throws {
    let tokens = try Self.tokens(Scripted(result, Self.given("T")))
    await #expect(throws: failure) { try await tokens.token(of: "main", within: Self.time).get() }
    #expect(try await tokens.token(of: "main", within: Self.time).get().secret.text == "T")
  }

  @Test func anAuthorizationThatNobodyKnowsIsRefusedWithoutAsking() async throws {
    let sender = Scripted()
    let tokens = try Self.tokens(sender)
    await #expect(throws: ECETokens.Failure.refused) {
      try await tokens.token(of: "other", within: Self.time).get()
    }
    #expect(sender.asked == 0)
  }
}
