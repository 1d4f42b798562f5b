import RefrainKit

@testable import RefrainCommand

/// A chat as it is written down for a test: lines that begin with `>` are said, the others are what comes of them.
///
/// `!` begins a problem, `?` the hint after a line that did something.
struct ChatScript: Sendable {
  let flow: String
  let text: String

  /// The same lines said to the flow, with what really comes of them.
  func played() throws -> String {
    var chat = Chat(FlowProject(try FlowProgram(file: Array(flow.utf8), named: "a.flow.json")))
    let transcript = Transcript(startingAt: chat.simulation.host.start)
    var played: [String] = []
    for line in text.split(separator: "\n") where line.hasPrefix("> ") {
      played.append(String(line))
      do {
        let reply = try chat.take(String(line.dropFirst(2)))
        played += reply.log.compactMap(transcript.line) + reply.lines
        if let request = reply.request { played.append("\(request)") }
        if reply.isChange { played.append(transcript.hint(chat.hint, at: chat.simulation.host.now)) }
      } catch {
        played.append("! \(error.reason)")
      }
    }
    return played.joined(separator: "\n")
  }

  /// Asks for everything that a customer, an agent, a gateway and a web service can do.
  static let flow = Sample.flow
    .replacing(#""authorization":"#, with: #""forwardCustomerMessages": true, "authorization":"#)
    .replacing(#""Complete": "goodbye""#, with: #""Complete": "ask""#)
    .replacing(
      #""name": "Support","#, with: #""name": "Support", "variables": { "answer": null, "count": 2 },"#
    )
    .replacing(
      #""goodbye": {"#,
      with: #"""
        "ask": {
          "type": "Receive",
          "channels": { "sms": { "number": "+15555550101" } },
          "timeoutSeconds": 600,
          "onLeave": { "set": { "answer": "$(ask.receive.message)" } },
          "on": { "sms.mo": "rate", "otherwise": "@end:incomplete" }
        },
        "rate": {
          "type": "HTTPRequest",
          "method": "POST",
          "url": "https://example.com/$(answer)/$(count)",
          "on": { "onSuccess": "pause", "otherwise": "@end:error" }
        },
        "pause": { "type": "Delay", "seconds": 90, "on": { "onTimeout": "goodbye" } },
        "goodbye": {
        """#)

  /// Asks ECE for an entry point, and for agents.
  static let askingFlow = #"""
    {
      "formatVersion": 1,
      "name": "Asking",
      "nodes": {
        "start": {
          "type": "Start", "trigger": { "channel": "sms", "number": "+15555550100" }, "on": { "onBegin": "free" }
        },
        "free": {
          "type": "AgentAvailability", "authorization": "ece", "entryPointId": "1001", "method": "capacity",
          "on": { "SlotAvailable": "point", "MaximumLoad/NoAgent": "point" }
        },
        "point": {
          "type": "EntrypointConfiguration", "authorization": "ece", "entryPointId": "1001",
          "on": { "onEntryPointConfigSuccess": "tell", "otherwise": "@end:error" }
        },
        "tell": {
          "type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15555550100",
          "message": "Modified $(point.lastModifiedDate)", "on": { "onSuccess": "@end" }
        }
      }
    }
    """#
}
