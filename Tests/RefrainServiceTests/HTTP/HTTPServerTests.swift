#if Service
import Foundation
import FlowModel
import Synchronization
import Testing

@testable import RefrainService

@Suite("An HTTP server")
struct HTTPServerTests {
  /// Runs a server for one test: it tells what it has been sent, in one line.
  private func withServer(
    change: (inout ServerSettings) -> Void = { _ in }, handler: @escaping HTTPServer.Handler = echo,
    body: (HTTPServer) async throws -> Void
  ) async throws {
    var settings = ServerSettings(address: try #require(ListeningAddress("127.0.0.1:0"))) { path in
      path == "/large" ? 4 << 20 : 1_000
    }
    // Others take the processors meanwhile: only tests of the deadline have a short one.
    settings.deadline = .seconds(20)
    change(&settings)
    let server = try HTTPServer.start(settings, handler: handler)
    try await body(server)
    await server.stop(within: .seconds(1))
    #expect(server.port == 0)
  }

  private static let echo: HTTPServer.Handler = { request in
    let peer = request.peer?.isVersion4 == true ? "4" : "6"
    let said = request.fields.values(of: "x-said").joined(separator: "|")
    return ServerResponse(
      200, type: "text/plain",
      text: "\(request.method) \(request.path) \(request.query ?? "-") \(said) \(request.body.count) \(peer)")
  }

  @Test("hands over a request as it was sent, and answers several on one connection in their order")
  func requests() async throws {
    try await withServer { server in
      let answers = await RawClient.exchange(
        server.port,
        """
        GET /a%20b/%2e?c=%20d&&e HTTP/1.1\r\nHost: h\r\nX-Said: one\r\nx-said:  two \r\n\r\n\
        POST /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n\
        HEAD /c HTTP/1.1\r\nHost: h\r\n\r\n\
        PUT /d? HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody
        """)
      for body in ["GET /a%20b/%2e c=%20d&&e one|two 0 4", "POST /b -  5 4", "PUT /d   4 4"] {
        #expect(answers.contains("\r\n\r\n\(body)"), Comment(rawValue: answers))
      }
      #expect(answers.ranges(of: "HTTP/1.1 200 OK").count == 4 && !answers.contains("\r\n\r\nHEAD"))
      #expect(answers.contains("Content-Length: 14"))
    }
  }

  @Test("answers a target with thousands of parameters as any other, and the requests behind it")
  func manyParameters() async throws {
    try await withServer { server in
      for query in [
        (0..<1_500).map { "p\($0)=v" }.joined(separator: "&"), String(repeating: "&", count: 12_000),
      ] {
        let answers = await RawClient.exchange(
          server.port,
          """
          POST /a?\(query) HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody\
          GET /b?c HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n
          """)
        #expect(answers.contains("POST /a \(query)  4 4") && answers.contains("GET /b c  0 4"))
      }
    }
  }

  @Test(
    "refuses what two programs could read differently, and closes the connection",
    arguments: [
      ("Host: h\r\nContent-Length: 3\r\nContent-Length: 4\r\n", 400),
      ("Host: h\r\nContent-Length: 3\r\nContent-Length: 3\r\n", 400),
      ("Host: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n", 400),
      ("Host: h\r\nTransfer-Encoding: gzip, chunked\r\n", 400),
      ("Host: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400),
      ("Host: h\r\nTransfer-Encoding: xchunked\r\n", 400),
      ("Host: h\r\nContent-Length: +3\r\n", 400),
      ("Host: h\r\nContent-Length: 3, 3\r\n", 400),
      ("Host: h\r\nContent-Length: -1\r\n", 400),
      ("Host: h\r\nContent-Length : 3\r\n", 400),
      ("Host: h\r\nHost: i\r\n", 400),
      ("X: no host\r\n", 400),
      ("Host: h\r\nX\u{1}: a\r\n", 400),
      ("Host: h\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n", 413),
      ("Host: h\r\nContent-Length: 99999999999999999999\r\n", 413),
      ("Host: h\r\nX: \(String(repeating: "a", count: 16 << 10))\r\n", 431),
    ])
  func refusals(head: String, status: Int) async throws {
    try await withServer { server in
      let answer = await RawClient.exchange(
        server.port, "POST / HTTP/1.1\r\n\(head)\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 \(status)"), Comment(rawValue: answer))
      #expect(!answer.contains("200 OK") && !answer.contains("smuggled"))
    }
  }

  @Test(
    "refuses lines that are no request",
    arguments: [
      "GET http://elsewhere/ HTTP/1.1", "GET * HTTP/1.1", "G(T / HTTP/1.1", "GET / HTTP/2.0",
      "GET /\u{E9} HTTP/1.1",
      "\u{0}\u{1}\u{2}",
    ])
  func lines(line: String) async throws {
    try await withServer { server in
      let answer = await RawClient.exchange(server.port, "\(line)\r\nHost: h\r\n\r\n")
      #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4") || answer.hasPrefix("HTTP/1.1 505"))
    }
  }

  @Test("takes bodies up to their path's limit, and answers 413 beyond it once they have come")
  func bodies() async throws {
    try await withServer { server in
      let cases = [
        ("/", 1_000, 200), ("/", 1_001, 413), ("/large", 4 << 20, 200), ("/large", 4 << 20 + 1, 413),
      ]
      for (path, size, status) in cases {
        for isChunked in [false, true] {
          let found = await RawClient.run { [port = server.port] in
            guard let client = RawClient(port: port) else { return 0 }
            let length = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(size)"
            client.send("POST \(path) HTTP/1.1\r\nHost: h\r\n\(length)\r\n\r\n")
            if isChunked { client.send(String(size, radix: 16) + "\r\n") }
            client.send([UInt8](repeating: 97, count: size))
            if isChunked { client.send("\r\n0\r\n\r\n") }
            return client.readStatus()
          }
          #expect(found == status, "\(path) \(size) \(isChunked)")
        }
      }
    }
  }

  @Test("answers 503 where more bodies are kept than it has memory for")
  func budget() async throws {
    try await withServer(
      change: { $0.bodyBudget = 500 },
      body: { server in
        let answers = await RawClient.exchange(
          server.port,
          "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 501\r\n\r\n\(String(repeating: "a", count: 501))"
            + "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc")
        #expect(answers.contains("503 Service Unavailable") && answers.contains("200 OK"))
      })
  }

  @Test("ends requests that do not come to their end, however slowly they go on")
  func slowRequests() async throws {
    let refused = Mutex<[Int]>([])
    try await withServer(
      change: {
        $0.deadline = .seconds(1)
        $0.refused = { refusal in refused.withLock { $0.append(refusal.status) } }
      },
      body: { server in
        let starts = [
          "G", "GET / HTTP/1.1\r\nX: ", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3ff\r\n",
        ]
        let times = await withTaskGroup(of: Duration.self) { group in
          for start in starts {
            group.addTask { [port = server.port] in
              await RawClient.run {
                let begin = ContinuousClock.now
                guard let client = RawClient(port: port) else { return .zero }
                client.send(start)
                // A byte now and then would keep a timeout that sees silence alone from ever being over.
                while ContinuousClock.now - begin < .seconds(8), client.send("a") { usleep(50_000) }
                return ContinuousClock.now - begin
              }
            }
          }
          return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(times.allSatisfy { $0 > .milliseconds(900) && $0 < .seconds(6) }, "\(times)")
        #expect(refused.withLock { $0 }.filter { $0 == 408 }.count >= 3)
      })
  }

  @Test("leaves a client alone that asks nothing")
  func idleClients() async throws {
    try await withServer(
      change: { $0.deadline = .seconds(1) },
      body: { server in
        let status = await RawClient.run { [port = server.port] in
          guard let client = RawClient(port: port) else { return 0 }
          usleep(1_800_000)
          client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
          return client.readStatus()
        }
        #expect(status == 200)
      })
  }

  @Test("answers 503 in place of a handler that takes too long, and cancels it")
  func slowHandlers() async throws {
    let wasCancelled = Mutex(false)
    try await withServer(
      change: { $0.deadline = .seconds(1) },
      handler: { _ in
        do { try await Task.sleep(for: .seconds(30)) } catch { wasCancelled.withLock { $0 = true } }
        return ServerResponse(200)
      },
      body: { server in
        let answer = await RawClient.exchange(server.port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n") {
          $0.contains("\r\n\r\n")
        }
        #expect(answer.hasPrefix("HTTP/1.1 503") && answer.contains("Retry-After"))
        for _ in 0..<200 where !wasCancelled.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(10)) }
        #expect(wasCancelled.withLock { $0 })
      })
  }

  @Test("serves on after clients that leave in the middle of anything")
  func leavingClients() async throws {
    let hasBegun = Mutex(false)
    let wasCancelled = Mutex(false)
    try await withServer(
      // Who leaves is noticed long before the deadline.
      change: { $0.deadline = .seconds(60) },
      handler: { request in
        if request.path == "/slow" { try? await Task.sleep(for: .milliseconds(100)) }
        if request.path == "/endless" {
          hasBegun.withLock { $0 = true }
          do { try await Task.sleep(for: .seconds(50)) } catch { wasCancelled.withLock { $0 = true } }
        }
        return ServerResponse(200, body: [UInt8](repeating: 97, count: 1 << 20))
      },
      body: { server in
        for start in [
          "", "GE", "GET /slow HTTP/1.1\r\nHost: h\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc",
        ] {
          _ = await RawClient.run { [port = server.port] in RawClient(port: port)?.send(start) }
        }
        // While a handler works, a client that has closed may still be one that reads: one that breaks the connection is not.
        _ = await RawClient.run { [port = server.port] in
          RawClient(port: port)?.reset(
            after: "GET /endless HTTP/1.1\r\nHost: h\r\n\r\n", once: { hasBegun.withLock { $0 } })
        }
        // The handler's task hears of it when a thread is free for it.
        for _ in 0..<2_000 where server.connectionCount > 0 || !wasCancelled.withLock({ $0 }) {
          try await Task.sleep(for: .milliseconds(10))
        }
        #expect(server.connectionCount == 0)
        #expect(wasCancelled.withLock { $0 })
        let answer = await RawClient.exchange(
          server.port, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        #expect(answer.utf8.count > 1 << 20)
      })
  }

  @Test("answers a thousand clients that are connected at the same time")
  func manyClients() async throws {
    try await withServer(
      body: { server in
        let statuses = await withTaskGroup(of: [Int].self) { group in
          for _ in 0..<10 {
            group.addTask { [port = server.port] in
              await RawClient.run { Self.statuses(port: port, clients: 100) }
            }
          }
          return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(statuses.count == 1_000 && statuses.allSatisfy { $0 == 200 })
      })
  }

  /// Connects clients one after the other, the first of which waits until all have been connected.
  private static func statuses(port: Int, clients: Int) -> [Int] {
    guard clients > 0, let client = RawClient(port: port) else { return [] }
    client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\na")
    let others = statuses(port: port, clients: clients - 1)
    client.send("b")
    return others + [client.readStatus()]
  }

  @Test("sends events as they happen, to as many clients as it may, and ends them before it stops")
  func events() async throws {
    let streams = Mutex<[EventStream]>([])
    try await withServer(
      change: { $0.streamLimit = 1 },
      handler: { _ in
        let stream = EventStream()
        streams.withLock { $0.append(stream) }
        return ServerResponse(stream)
      },
      body: { server in
        async let first = RawClient.exchange(server.port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        let stream = try await open(streams)
        #expect(stream.send("one\ntwo", event: "seen"))
        let refused = await RawClient.exchange(server.port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n") {
          $0.contains("\r\n\r\n")
        }
        #expect(refused.hasPrefix("HTTP/1.1 503"))
        try await Task.sleep(for: .milliseconds(50))
        stream.send("three")
        await server.stop(within: .seconds(1))
        let answer = await first
        #expect(answer.contains("text/event-stream"))
        #expect(
          answer.contains("event: seen\ndata: one\ndata: two\n\n") && answer.contains("data: three\n\n"))
        #expect(!stream.isOpen && !stream.send("nobody hears"))
      })
  }

  @Test("gives a reader of events up that does not read")
  func stalledReaders() {
    let stream = EventStream()
    let large = String(repeating: "a", count: 100_000)
    #expect(stream.send(large) && stream.send(large))
    #expect(!stream.send(large))
  }

  private func open(_ streams: borrowing Mutex<[EventStream]>) async throws -> EventStream {
    for _ in 0..<500 {
      if let stream = streams.withLock({ $0.first }) { return stream }
      try await Task.sleep(for: .milliseconds(10))
    }
    return try #require(nil)
  }

  @Test("stops in order: what is in flight ends, what takes longer is answered 503, nobody is let in")
  func stopping() async throws {
    var settings = ServerSettings(address: try #require(ListeningAddress("127.0.0.1:0")))
    settings.deadline = .seconds(20)
    let begun = Mutex<Set<String>>([])
    let mayAnswer = Mutex(false)
    let server = try HTTPServer.start(settings) { request in
      begun.withLock { _ = $0.insert(request.path) }
      await Self.wait { request.path == "/short" && mayAnswer.withLock { $0 } }
      return ServerResponse(200)
    }
    let port = server.port
    async let short = RawClient.exchange(port, "GET /short HTTP/1.1\r\nHost: h\r\n\r\n") {
      $0.contains("\r\n\r\n")
    }
    async let long = RawClient.exchange(port, "GET /long HTTP/1.1\r\nHost: h\r\n\r\n")
    await Self.wait { begun.withLock { $0.count == 2 } }
    let stop = Task { await server.stop(within: .seconds(60)) }
    await Self.wait { RawClient(port: port) == nil }
    mayAnswer.withLock { $0 = true }
    #expect(await short.hasPrefix("HTTP/1.1 200"))
    // The grace is over.
    stop.cancel()
    #expect(await long.hasPrefix("HTTP/1.1 503"))
    await stop.value
    #expect(server.connectionCount == 0)
  }

  @Test("answers a request that had come but was not read when it began to stop")
  func unreadRequests() async throws {
    var settings = ServerSettings(address: try #require(ListeningAddress("127.0.0.1:0")))
    let gate = WaitableState(false)
    let isAtGate = Mutex(false)
    settings.bodyLimit = { path in
      // The server's own thread waits here, and reads nothing meanwhile.
      if path == "/gate" {
        isAtGate.withLock { $0 = true }
        gate.wait { $0 ? () : nil }
      }
      return 9
    }
    let server = try HTTPServer.start(settings, handler: Self.echo)
    let port = server.port
    let mayAsk = WaitableState(false)
    let hasAsked = Mutex(false)
    async let second = RawClient.run {
      guard let client = RawClient(port: port) else { return 0 }
      mayAsk.wait { $0 ? () : nil }
      client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
      hasAsked.withLock { $0 = true }
      return client.readStatus()
    }
    await Self.wait { server.connectionCount == 1 }
    async let first = RawClient.exchange(
      port, "POST /gate HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nConnection: close\r\n\r\na")
    await Self.wait { isAtGate.withLock { $0 } }
    mayAsk.change { $0 = true }
    await Self.wait { hasAsked.withLock { $0 } }
    let stop = Task { await server.stop(within: .seconds(60)) }
    await Self.wait { RawClient(port: port) == nil }
    gate.change { $0 = true }
    #expect(await first.hasPrefix("HTTP/1.1 200"))
    #expect(await second == 503)
    await stop.value
  }

  /// Waits until something is so, or whoever waits is cancelled; for half a minute at most.
  private static func wait(until isSo: () -> Bool) async {
    for _ in 0..<6_000 where !isSo() {
      do { try await Task.sleep(for: .milliseconds(5)) } catch { return }
    }
  }

  @Test("says why it cannot listen")
  func listening() async throws {
    let address = try #require(ListeningAddress("127.0.0.1:0"))
    let server = try HTTPServer.start(ServerSettings(address: address), handler: Self.echo)
    let taken = ServerSettings(address: ListeningAddress(address.address, port: server.port))
    #expect(throws: ListeningFailure.inUse) { try HTTPServer.start(taken, handler: Self.echo) }
    let foreign = ServerSettings(address: try #require(ListeningAddress("192.0.2.1:0")))
    #expect(throws: ListeningFailure.notHere) { try HTTPServer.start(foreign, handler: Self.echo) }
    await server.stop()
  }
}
#endif
