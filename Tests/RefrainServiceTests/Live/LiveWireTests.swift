#if Service
import FlowInterpreter
import FlowModel
import RefrainService
import ServiceProtocols
import Testing

@Suite("The wire of a live service")
struct LiveWireTests {
  @Test("signs as Standard Webhooks' own vector has it")
  func vector() throws {
    let webhooks = try #require(
      StandardWebhooks(
        event: "due", secrets: [SecretBytes("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")],
        authentication: LibraryAuthentication()))
    let headers = webhooks.headers(
      of: Array(#"{"test": 2432232314}"#.utf8), id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      at: Timestamp(milliseconds: 1_614_265_330_000))
    #expect(headers.last?.value == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    #expect(
      MessageHash.allCases.map { LibraryAuthentication().code($0, key: [1], message: []).count } == [
        20, 32, 64,
      ])
  }

  @Test("carries a call to a server, and its answer back")
  func roundTrip() async throws {
    let address = try #require(ListeningAddress("127.0.0.1:0"))
    let server = try HTTPServer.start(ServerSettings(address: address)) { request in
      let received = request.received
      let told =
        "\(received.method) \(received.path) \(received.query ?? "-") \(received.header("key") ?? "-")"
      return ServerResponse(
        ServiceReply(429, "text/plain", told, headers: [.init(name: "Retry-After", value: "2")]))
    }
    let sender = HTTPSender()
    let call = WireCall(
      "POST", "http://127.0.0.1:\(server.port)/a/b?c=d", headers: [.init(name: "key", value: "k")], body: [1])
    guard
      case .answered(let answer) = await sender.send(call, within: CallTime(whole: 5000), allowsPrivate: true)
    else {
      Issue.record("no answer")
      return
    }
    #expect(answer.status == 429 && String(decoding: answer.body, as: UTF8.self) == "POST /a/b c=d k")
    guard case .unusable = await sender.send(call, within: CallTime(whole: 5000), allowsPrivate: false) else {
      Issue.record("a private address was called")
      return
    }
    let port = server.port
    await server.stop(within: .seconds(1))
    let late = WireCall("GET", "http://127.0.0.1:\(port)/")
    guard case .notSent = await HTTPSender().send(late, within: CallTime(whole: 2000), allowsPrivate: true)
    else {
      Issue.record("nobody is there, and nothing was sent")
      return
    }
  }
}
#endif
