import RefrainKit
import Testing

@testable import RefrainCommand

@Suite("Chat")
struct ChatTests {
  @Test("A line leads to what the script says", arguments: ChatCases.all)
  func script(_ example: ChatCase) throws {
    #expect(try example.script.played() == example.script.text)
  }

  @Test("No time passes beyond the year 9999")
  func lastTime() throws {
    var chat = Chat(FlowProject(try FlowProgram(file: Array(ChatScript.flow.utf8), named: "a.flow.json")))
    for _ in 0..<251 { _ = try chat.take("/wait 1000000000") }
    let latest = chat.simulation.host.now
    #expect(throws: Chat.Problem("no time is after 9999-12-31T23:59:59.999Z, and it is \(latest.rfc3339)")) {
      try chat.take("/wait 1000000000")
    }
    #expect(chat.simulation.host.now == latest)
    _ = try chat.take("/wait 1d")
  }
}
