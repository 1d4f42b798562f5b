#if Service
public import FlowModel
public import RefrainService

extension Emulators {
  /// Serves the emulators at an address until the server is stopped.
  /// - Throws: Why it cannot listen there.
  public nonisolated func serve(at address: ListeningAddress) throws(ListeningFailure) -> HTTPServer {
    try HTTPServer.start(ServerSettings(address: address) { _ in 1 << 20 }) { request in
      switch await self.answer(request.received) {
      case .reply(let reply): ServerResponse(reply)
      case .events(let stream): ServerResponse(stream)
      case .nothing: .closed
      }
    }
  }
}
#endif
