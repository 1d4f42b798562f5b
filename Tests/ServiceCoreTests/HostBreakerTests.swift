import FlowModel
import Testing

@testable import ServiceCore

@Suite("The breaker of a host")
struct HostBreakerTests {
  private static let host = "ece:443"
  private static let pause: Int64 = 1_000

  private static func time(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

  /// A breaker that has seen so many calls fail at the same time, each further failure a pause longer.
  private static func breaker(failures: Int) -> HostBreaker {
    var breaker = HostBreaker()
    for _ in 0..<failures { breaker.noteFailure(of: host, at: time(0)) { Int64($0) * pause } }
    return breaker
  }

  @Test("leaves a host alone no longer for calls that failed together with those that closed it")
  func together() {
    var breaker = Self.breaker(failures: ServiceLimits.failuresOfHost + 20)
    guard
      case .later(Self.time(Self.pause)) = breaker.askForCall(
        to: Self.host, at: Self.time(1), until: Self.time(30_000))
    else { return #expect(Bool(false), "it is left alone for one pause") }
  }

  @Test("lets one call try the host, and has the others ask again before that one's time is over")
  func probe() {
    var breaker = Self.breaker(failures: ServiceLimits.failuresOfHost)
    let (now, until) = (Self.time(Self.pause), Self.time(Self.pause + 30_000))
    guard case .now(isProbe: true) = breaker.askForCall(to: Self.host, at: now, until: until) else {
      return #expect(Bool(false), "one call tries it")
    }
    guard case .later(let time) = breaker.askForCall(to: Self.host, at: now, until: until) else {
      return #expect(Bool(false), "another waits for it")
    }
    #expect(time == now + ServiceLimits.pauses.lowerBound)
    breaker.noteAnswer(of: Self.host)
    guard case .now(isProbe: false) = breaker.askForCall(to: Self.host, at: time, until: until) else {
      return #expect(Bool(false), "it has answered")
    }
  }
}
