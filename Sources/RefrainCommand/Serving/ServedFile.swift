#if Service
import FlowModel
import RefrainKit
import RefrainService
import ServiceCore
import ServiceProtocols

/// A project's file or folder that is to be served, as often as it is read.
struct ServedFile: Sendable {
  let path: FilePath
  let choice: ProjectChoice

  /// Reads the project and judges it.
  func read(
    for purpose: ServedProject.Purpose = .live, in system: any System
  ) throws(ServedProject.Refusal) -> ServedProject {
    try ServedProject.read(path, choice, for: purpose, in: system).get()
  }

  /// Serves the project until a signal ends it.
  func serve(on console: inout Console) throws(ServedProject.Refusal) -> ExitStatus {
    let system = console.system
    let project = try read(in: system)
    let configuration = try project.configuration()
    let store = try project.store(of: configuration, in: system)
    let settings = try Self.settings(project, configuration, in: system)
    // Before any of the service's threads begins, so that none of them is ended by what it is told.
    ProcessSignals.hold()
    let log = console.serviceLog
    let failure = BlockingCall.result { [self] () async -> LiveServiceFailure? in
      do throws(LiveServiceFailure) {
        try await store.opened(as: .live) { opened throws(LiveServiceFailure) in
          try await serve(settings, over: opened, named: store.name, log, in: system)
        }
        return nil
      } catch {
        return error
      }
    }
    guard let failure else { return .success }
    throw .other(failure.description, .failure)
  }

  private func serve<Store: LiveStore>(
    _ settings: LiveServiceSettings, over store: Store, named name: String, _ log: ServiceLog,
    in system: any System
  ) async throws(LiveServiceFailure) {
    let service = try await LiveService.start(settings, over: store, named: name, log: log)
    if let token = service.drawnToken {
      try? system.write(Array("\(service.operatorsPage(token))\n".utf8), to: .output)
    }
    service.heedSignals(log) { () throws(ServedProject.Refusal) in
      let project = try read(in: system)
      return try Self.settings(project, try project.configuration(), in: system)
    }
    await service.run()
    await service.close()
  }

  private static func settings(
    _ project: ServedProject, _ configuration: LiveConfiguration, in system: any System
  ) throws(ServedProject.Refusal) -> LiveServiceSettings {
    do throws(LiveProtocols.Unusable) {
      return try project.settings(configuration, in: system)
    } catch {
      throw .other(error.reason, .failure)
    }
  }

  /// Tells line by line what was looked at, and what is in the way.
  func check(on console: inout Console) throws(ServedProject.Refusal) -> ExitStatus {
    let project = try read(in: console.system)
    let configuration = try project.configuration()
    console.writeLine("ok: the project, \(project.project.flows.count.counted("flow"))")
    for flow in project.project.optOutsUnheardInConversations {
      console.writeLine(
        "warning: \(flow.path.printable): its keyword in a conversation goes to the agent, and nobody opts out; "
          + "its Start needs \"onlyWithoutLiveSession\": false")
    }
    var status = ExitStatus.success
    func tell(_ obstacle: String) {
      console.notice("refrain: \(obstacle.printable)")
      status = .failure
    }
    let (settings, obstacles) = project.lookForSecrets(of: configuration, in: console.system)
    if obstacles.isEmpty { console.writeLine("ok: all secrets are there") }
    for obstacle in obstacles { tell(obstacle) }
    var store: StoreLocation?
    do throws(ServedProject.Refusal) {
      store = try project.store(of: configuration, in: console.system)
    } catch {
      tell(error.line)
    }
    console.flush()
    let results = BlockingCall.result { [store] in
      var results: [LiveServiceCheck.Result] = []
      if let store { results.append(await store.check(for: .live)) }
      results.append(await LiveServiceCheck.address(configuration.listen))
      results.append(await LiveServiceCheck.address(configuration.admin))
      // Where a secret is missing that is no authorization's, tokens are asked for once it is there.
      if let settings { results += await LiveServiceCheck.tokens(of: settings) }
      return results
    }
    for result in results {
      if let obstacle = result.obstacle {
        tell("\(result.subject): \(obstacle)")
      } else {
        let note = result.note.map { ": \($0)" } ?? ""
        console.writeLine("ok: \((result.subject + note).printable)")
      }
    }
    return status
  }
}

extension LiveService {
  /// Where operators look, in a line.
  func operatorsPage(_ token: String) -> String { "operators: http://\(adminAddress)/#token=\(token)" }

  /// Ends, or goes on with other settings, as signals say.
  /// - Parameter settings: Reads what the settings are now.
  func heedSignals(
    _ log: ServiceLog, settings: @escaping @Sendable () throws(ServedProject.Refusal) -> LiveServiceSettings
  ) {
    ProcessSignals.listen { message in
      Task {
        switch message {
        case .stop: if await !self.stop() { PlatformSystem.exit(.success) }
        case .reload: await self.reload(log, settings)
        }
      }
    }
  }

  private func reload(
    _ log: ServiceLog, _ settings: @Sendable () throws(ServedProject.Refusal) -> LiveServiceSettings
  ) async {
    do {
      log.note(.reloaded, .info, ["project": .number(try await change(to: try settings()))])
    } catch {
      let why = (error as? ServedProject.Refusal)?.line ?? (error as? StoreFailure)?.description
      log.note(.notReloaded, .error, ["why": .string(why ?? "\(error)")])
    }
  }
}

extension Console {
  /// The log of a service, on standard error, which has nobody left to complain to.
  var serviceLog: ServiceLog {
    ServiceLog(clock: { WallClock.now }, write: { [system] in try? system.write($0, to: .error) })
  }
}
#endif
