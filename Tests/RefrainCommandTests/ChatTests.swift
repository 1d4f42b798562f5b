import RefrainKit
import Testing

@testable import RefrainCommand

@Suite("Chat")
struct ChatTests {
  @Test("A line leads to what the script says", arguments: ChatCases.all)
  func script(_ example: ChatCase) throws {
    #expect(try example.script.played() == example.script.text)
  }
}
