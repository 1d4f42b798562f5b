import FlowInterpreter
import FlowModel
import JSONSyntax
import Testing

@testable import FlowSimulation

@Suite(.timeLimit(.minutes(10))) struct TwinTests {
  @Test func sleepersAreWokenInTheOrderOfTheirTimesThenOfTheirGoingToSleep() async throws {
    let clock = VirtualClock(startingAt: time(0))
    var tasks: [Task<Int64, any Error>] = []
    for wake: Int64 in [30, 10, 20, 10] {
      tasks.append(
        Task {
          try await clock.sleep(until: time(wake))
          return clock.now.milliseconds
        })
      while clock.sleepers < tasks.count { await Task.yield() }
    }
    var times: [Int64] = []
    while clock.wakeNext(until: time(25)) { times.append(clock.now.milliseconds) }
    #expect(times == [10, 10, 20])
    #expect(clock.sleepers == 1)
    await clock.advance(to: time(30))
    #expect(try await tasks[0].value == 30)
    #expect(clock.now == time(30))
  }

  @Test func nobodySleepsUntilATimeThatIsNowOrPast() async throws {
    let clock = VirtualClock(startingAt: time(5))
    try await clock.sleep(until: time(5))
    try await clock.sleep(until: time(4))
    #expect(clock.now == time(5))
  }

  @Test func aSleeperWhoseTaskIsCancelledWakesAtOnce() async throws {
    let clock = VirtualClock(startingAt: time(0))
    let early = Task { try await clock.sleep(until: time(10)) }
    while clock.sleepers == 0 { await Task.yield() }
    early.cancel()
    await #expect(throws: CancellationError.self) { try await early.value }
    #expect(clock.sleepers == 0)
    let late = Task {
      while !Task.isCancelled { await Task.yield() }
      try await clock.sleep(until: time(10))
    }
    late.cancel()
    await #expect(throws: CancellationError.self) { try await late.value }
  }

  @Test func timeDoesNotGoBack() async {
    let clock = VirtualClock(startingAt: time(5))
    await clock.advance(to: time(3))
    #expect(clock.now == time(5))
    await clock.advance(by: 10)
    #expect(clock.now == time(15))
  }

  @Test func theServiceAnswersOneKeyTheSameHoweverOftenItIsAsked() async throws {
    var live = try await LiveFixture(LiveFixture.chat)
    _ = await live.trace.lines(upTo: "waiting open conversationEvent")
    let made = try #require(await live.service.requests.first)
    let again = await live.service.start(made.request, key: made.key)
    #expect(again.conversationID == "conversation-1")
    #expect(await live.service.requests == [made])
    await live.service.forward("text", toConversation: "c", key: made.key)
    await live.service.forward("text", toConversation: "c", key: made.key)
    #expect(await live.service.forwards.count == 1)
  }

  @Test func theChannelAnswersInTheOrderOfItsScriptThenAcceptsEverything() async throws {
    var live = try await LiveFixture(
      [
        "a": ["type": "SendSMS", "on": ["onSuccess": "@end", "onPolicyFail": "b"]],
        "b": ["type": "SendSMS", "on": ["onSuccess": "@end", "onError": "c"]],
        "c": ["type": "SendSMS", "on": ["onSuccess": "@end"]],
      ], sends: [.atOnce(.refusedByPolicy), .later])
    // Given before it is asked for.
    await live.channel.reply(.failed)
    #expect(await live.trace.lines().last == "ended success 101")
    let submissions = await live.channel.submissions
    #expect(submissions.count == 3)
    let last = try #require(submissions.last)
    #expect(await live.channel.send(last.message, key: last.key) == .accepted(transactionID: "gateway-3"))
    #expect(await live.channel.submissions == submissions)
  }

  private func time(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }
}
