#if Service
import Testing

@testable import ServiceEmulators

@Suite("TwiML that a program answers")
struct TwiMLTests {
  private func told(_ body: String, type: String? = "text/xml; charset=utf-8") -> [String] {
    do throws(TwiML.Problem) {
      let reply = try TwiML(Array(body.utf8), type: type, at: "https://program.example/base/sms?a=b")
      return reply.messages.map { message in
        let more = [message.to.map { "to \($0)" }, message.from.map { "from \($0)" }, message.statusCallback]
        return ([message.text, "\(message.media)"] + more.compactMap(\.self)).joined(separator: "|")
      } + reply.passedOver.map { "passed over \($0)" }
    } catch {
      return ["\(error.code)"]
    }
  }

  @Test("sends its messages, in order")
  func messages() {
    #expect(told("<Response/>") == [] && told("") == [] && told(" \n", type: "application/json") == [])
    #expect(
      told(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <Response>
          <Message>
            Hi &amp; bye
          </Message>
          <Message to="+15555550142" from="+15555550199" statusCallback="/status?x=1&amp;y=2">
            <Body>Two</Body><Media>https://program.example/a.png</Media><Media>b</Media>
          </Message>
          <Sms action='https://else.example/s'>Three</Sms><Message action="status">Four</Message><Redirect>/x</Redirect>
        </Response>
        """) == [
          "Hi & bye|0", "Two|2|to +15555550142|from +15555550199|https://program.example/status?x=1&y=2",
          "Three|0|https://else.example/s", "Four|0", "passed over Redirect",
        ])
    #expect(told("Hello <there>", type: "text/plain") == ["Hello <there>|0"])
    #expect(told("<Response><Message>x</Message></Response>", type: nil) == ["x|0"])
  }

  @Test("is refused with Twilio's code where it is none")
  func problems() {
    for body in ["<Response><Message>", "Hello", "<response/>", "<!DOCTYPE a><Response/>"] {
      #expect(told(body) == ["12100"])
    }
    #expect(told("{}", type: "application/json") == ["12300"])
  }
}
#endif
