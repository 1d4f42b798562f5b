import Foundation
import RefrainKit
import Testing

@testable import RefrainCommand

@Suite("Chats at random")
struct ChatPropertyTests {
  /// Where the seeds begin. The variable REFRAIN_SEED begins elsewhere: to repeat a failure, or to look further.
  private static let firstSeed = ProcessInfo.processInfo.environment["REFRAIN_SEED"].flatMap(UInt64.init) ?? 1

  /// What may be said, `KEYWORD` being what begins a session; what does not fit is refused.
  private static let lines = [
    "KEYWORD", "KEYWORD 5555550142", "hello", "yes", "5", "//x", "/message one", "/message two", "/assigned",
    "/transfer", "/page", "/complete", "/complete", "/event startTyping", "/fail 409", "/fail timeout",
    "/fail 500 down", "/hold",
    "/hold off", "/answer", "/answer c-1", "/wait 10", "/wait 10m", "/wait 2d", "/receipt delivered",
    "/receipt failed", "/gateway error", "/gateway timeout", "/http 200 {\"status\": \"shipped\"}",
    "/http 500 down", "/http fail timeout", "/from +15555550199", "/from +15555550142",
    "/from messenger 42 Ann", "/to +15555550101", "/to", "/undo", "/undo 2", "/undo 3",
  ]

  @Test(
    "Whatever is said, what is saved passes with the same trace, and what is undone is as if it had not been")
  func savedChats() throws {
    let flows =
      [ChatScript.flow] + Set(MutationTests.samples.map { String(decoding: $0.flow, as: UTF8.self) }).sorted()
    let programs = try flows.map {
      try FlowProgram(
        file: Array($0.utf8), named: "a.flow.json", in: MutationTests.environment)
    }
    let seeds = Self.firstSeed..<Self.firstSeed + 120
    print("Chats at random: seeds \(seeds); REFRAIN_SEED=N begins at another one.")
    for seed in seeds {
      var generator = SeededGenerator(seed: seed)
      let program = programs[Int(seed % UInt64(programs.count))]
      var chat = Chat(FlowProject(program))
      // As the chat ought to be after each line that counts.
      var kept: [String] = []
      for _ in 0..<Int.random(in: 1...25, using: &generator) {
        let line = Self.lines[Int.random(in: 0..<Self.lines.count, using: &generator)]
          .replacing("KEYWORD", with: Self.opening(of: program))
        guard let reply = try? chat.take(line) else { continue }
        if line.hasPrefix("/undo") { kept.removeLast(reply.lines.count) } else { kept.append(line) }
      }
      var again = Chat(FlowProject(program))
      for line in kept { _ = try again.take(line) }
      #expect(again.log.compactMap(\.record) == chat.log.compactMap(\.record), "seed \(seed): \(kept)")
      let scenario = chat.scenario(named: "a chat", playing: .flows(["a.flow.json"]))
      let loaded = try #require(
        ScenarioLoader.load(Array(scenario.json.compact.utf8)).scenario, "seed \(seed)")
      let result = ScenarioRunner.run(loaded, with: program)
      #expect(result.failure == nil, "seed \(seed): \(kept)")
      #expect(result.records == chat.log.compactMap(\.record), "seed \(seed): \(kept)")
    }
  }

  /// A text, or a command, that begins a session of a flow.
  private static func opening(of program: FlowProgram) -> String {
    guard case .webhook(let webhook)? = program.trigger?.trigger else {
      return program.triggerKeywords?.json.string ?? ""
    }
    return "/webhook \(webhook.event) {\"\(webhook.addressMember)\": \"+15555550142\"}"
  }

  @Test(
    "A time is written as it is read",
    arguments: [
      ("90", "1m30s"), ("90s", "1m30s"), ("10m", "10m"), ("1h30m", "1h30m"), ("2d", "2d"), ("1.5h", "1h30m"),
      ("0.25", "0.25s"), ("61.5s", "1m1.5s"), ("1d1s", "1d1s"), ("0", "0s"), ("1e3", nil), ("-1", nil),
      ("", nil),
      ("m", nil), ("1x", nil), ("1m30", nil), ("1000000001", nil), ("99999999999d", nil), ("1..5", nil),
      ("٣s", nil),
    ])
  func timeSpan(text: String, written: String?) {
    let span = TimeSpan(text)
    #expect(span?.description == written)
    #expect(written == nil || TimeSpan(written ?? "") == span)
  }
}
