#if Service
import FlowModel
import Synchronization
import Testing

@testable import RefrainService

@Suite("An HTTP client")
struct HTTPSenderTests {
  private let sender = HTTPSender()

  private func withServer(
    handler: @escaping HTTPServer.Handler, body: (_ url: String) async throws -> Void
  ) async throws {
    let server = try HTTPServer.start(
      ServerSettings(address: try #require(ListeningAddress("127.0.0.1:0"))), handler: handler)
    try await body("http://127.0.0.1:\(server.port)")
    await server.stop(within: .zero)
  }

  private func failure(_ request: OutgoingRequest) async -> OutgoingFailure? {
    switch await sender.send(request) {
    case .success: nil
    case .failure(let failure): failure
    }
  }

  @Test("sends what it is told, and gives back what comes")
  func requests() async throws {
    try await withServer(
      handler: { request in
        let seen = request.fields.all.map { "\($0.name.lowercased())=\($0.value)" }.filter {
          !$0.hasPrefix("host=")
        }
        return ServerResponse(
          request.method == "DELETE" ? 204 : 418,
          fields: ["X-Seen": "\(request.method) \(seen.joined(separator: ","))"],
          body: request.body)
      },
      body: { url in
        let cases: [(method: String, body: [UInt8]?, seen: String)] = [
          ("GET", nil, "GET x-a=b,x-empty=,user-agent=Refrain"),
          ("POST", Array("körper".utf8), "POST x-a=b,x-empty=,user-agent=Refrain,content-length=7"),
          ("POST", [], "POST x-a=b,x-empty=,user-agent=Refrain,content-length=0"),
          ("POST", nil, "POST x-a=b,x-empty=,user-agent=Refrain"),
          ("PUT", [0, 255], "PUT x-a=b,x-empty=,user-agent=Refrain,content-length=2"),
          ("PATCH", [7], "PATCH x-a=b,x-empty=,user-agent=Refrain,content-length=1"),
          ("DELETE", nil, "DELETE x-a=b,x-empty=,user-agent=Refrain"),
          ("HEAD", nil, "HEAD x-a=b,x-empty=,user-agent=Refrain"),
        ]
        for (method, body, seen) in cases {
          let request = OutgoingRequest(
            method, url + "/path?a=%20", fields: ["X-A": "b", "X-Empty": ""], body: body, allowsPrivate: true)
          let answer = try await sender.send(request).get()
          #expect(answer.status == (method == "DELETE" ? 204 : 418), "\(method)")
          #expect(answer.fields["x-seen"]?.replacing("accept=*/*,", with: "") == seen, "\(method)")
          #expect(answer.body == (["HEAD", "DELETE"].contains(method) ? [] : body ?? []), "\(method)")
        }
      })
  }

  @Test("follows no redirect, and reads no more than it may")
  func bounds() async throws {
    try await withServer(
      handler: { request in
        switch request.path {
        case "/away": ServerResponse(302, fields: ["Location": "/"])
        case "/exact": ServerResponse(200, body: [UInt8](repeating: 1, count: HTTPSender.responseLimit))
        default: ServerResponse(200, body: [UInt8](repeating: 1, count: HTTPSender.responseLimit + 1))
        }
      },
      body: { url in
        let answer = try await sender.send(OutgoingRequest("GET", url + "/away", allowsPrivate: true)).get()
        #expect(answer.status == 302 && answer.fields["location"] == "/")
        let exact = try await sender.send(OutgoingRequest("GET", url + "/exact", allowsPrivate: true)).get()
        #expect(exact.body.count == HTTPSender.responseLimit)
        #expect(await failure(OutgoingRequest("GET", url + "/", allowsPrivate: true))?.kind == .tooLarge)
      })
  }

  @Test(
    "calls no address that is not public, however it is written, unless the request allows it",
    arguments: [
      "127.0.0.1", "2130706433", "0x7f.1", "127.1", "0177.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]",
      "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "0.0.0.0", "[::]", "10.0.0.1",
      "169.254.169.254",
      "192.168.0.1", "100.64.0.1", "[fe80::1]", "[fd00::1]", "224.0.0.1", "255.255.255.255",
    ])
  func forbiddenAddresses(host: String) async throws {
    try await withServer(
      handler: { _ in ServerResponse(200) },
      body: { url in
        let port = url.split(separator: ":").last ?? ""
        // A connection that is open for requests that may must not serve one that may not.
        _ = await sender.send(OutgoingRequest("GET", "http://127.0.0.1:\(port)/", allowsPrivate: true))
        let found = await failure(OutgoingRequest("GET", "http://\(host):\(port)/", timeout: .seconds(5)))
        #expect(found?.kind == .forbiddenAddress || found?.kind == .invalid || found?.kind == .unreachable)
        #expect(found?.wasSent == false)
        if host == "127.0.0.1" { #expect(found?.kind == .forbiddenAddress) }
      })
  }

  @Test(
    "refuses what no request can say",
    arguments: [
      OutgoingRequest("GET", "http://example.com/\r\nX: y"), OutgoingRequest("GET", "file:///etc/passwd"),
      OutgoingRequest("GET", "http://user@example.com/"), OutgoingRequest("G T", "http://example.com/"),
      OutgoingRequest("GET", "http://example.com/", fields: ["X": "a\r\nY: b"]),
      OutgoingRequest("GET", "http://example.com/", fields: ["X\r\nY": "b"]),
      OutgoingRequest("GET", "http://example.com/", fields: ["X:": "b"]),
      OutgoingRequest("GET", "http://example.com/", fields: ["Host": "other"]),
      OutgoingRequest("GET", "http://example.com/", fields: ["Content-Length": "1"]),
    ])
  func invalidRequests(request: OutgoingRequest) async {
    #expect(await failure(request) == OutgoingFailure(kind: .invalid, wasSent: false))
  }

  @Test("tells what was surely not sent from what nobody knows")
  func failures() async throws {
    let requests = Mutex(0)
    try await withServer(
      handler: { _ in
        requests.withLock { $0 += 1 }
        try? await Task.sleep(for: .seconds(5))
        return ServerResponse(200)
      },
      body: { url in
        let slow = OutgoingRequest("POST", url, body: [1], timeout: .seconds(1), allowsPrivate: true)
        #expect(await failure(slow) == OutgoingFailure(kind: .timeout, wasSent: true))
        let secure = OutgoingRequest(
          "GET", url.replacing("http:", with: "https:"), timeout: .seconds(3), allowsPrivate: true)
        #expect(await failure(secure)?.wasSent == false)
        let task = Task { await failure(OutgoingRequest("GET", url, allowsPrivate: true)) }
        while requests.withLock({ $0 }) < 2 { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        #expect(await task.value == OutgoingFailure(kind: .cancelled, wasSent: true))
      })
    let nobody = OutgoingRequest("GET", "http://127.0.0.1:1/", allowsPrivate: true)
    #expect(await failure(nobody) == OutgoingFailure(kind: .unreachable, wasSent: false))
    let nameless = OutgoingRequest("GET", "http://nowhere.invalid/", timeout: .seconds(5))
    #expect(await failure(nameless)?.wasSent == false)
  }

  @Test("sends a request that is not idempotent once, also where a connection that was kept is closed")
  func closedConnections() async throws {
    let requests = Mutex(0)
    try await withServer(
      handler: { _ in
        let number = requests.withLock { count in
          count += 1
          return count
        }
        return number <= 3 ? ServerResponse(200) : .closed
      },
      body: { url in
        // Several connections are kept.
        await withTaskGroup { group in
          for _ in 1...3 {
            group.addTask {
              _ = await sender.send(OutgoingRequest("GET", url, allowsPrivate: true, isIdempotent: true))
            }
          }
        }
        for method in ["GET", "DELETE", "POST"] {
          let before = requests.withLock { $0 }
          let found = await failure(OutgoingRequest(method, url, allowsPrivate: true))
          #expect(found == OutgoingFailure(kind: .broken, wasSent: true))
          #expect(requests.withLock { $0 } == before + 1, "\(method)")
        }
      })
  }

  @Test("takes an answer that is none of HTTP for one that broke off")
  func foreignAnswers() async throws {
    let server = try #require(RawServer(answering: "SSH-2.0-OpenSSH_9.2\r\n"))
    let found = await failure(
      OutgoingRequest("POST", "http://127.0.0.1:\(server.port)/", body: [1], allowsPrivate: true))
    #expect(found == OutgoingFailure(kind: .broken, wasSent: true))
  }

  @Test("makes many calls at the same time")
  func manyCalls() async throws {
    try await withServer(
      handler: { ServerResponse(200, body: $0.body) },
      body: { url in
        let count = await withTaskGroup(of: Bool.self) { group in
          for number in 0..<300 {
            group.addTask {
              let body = Array("\(number)".utf8)
              let answer = await sender.send(OutgoingRequest("POST", url, body: body, allowsPrivate: true))
              return (try? answer.get().body) == body
            }
          }
          return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(count == 300)
      })
  }
}
#endif
