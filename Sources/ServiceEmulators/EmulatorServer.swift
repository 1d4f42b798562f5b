#if Service
public import FlowModel
public import RefrainService

extension Emulators {
  /// How long a scenario may keep a client waiting: longer than clients wait.
  private static let longestCall = Duration.seconds(600)

  /// Serves the emulators at an address until the server is stopped.
  /// - Throws: Why it cannot listen there.
  public nonisolated func serve(at address: ListeningAddress) throws(ListeningFailure) -> HTTPServer {
    var settings = ServerSettings(address: address) { _ in 1 << 20 }
    settings.deadline = Self.longestCall
    return try HTTPServer.start(settings) { request in
      switch await self.answer(request.received) {
      case .reply(let reply): ServerResponse(reply)
      case .events(let stream): ServerResponse(stream)
      case .nothing: .closed
      }
    }
  }
}
#endif
