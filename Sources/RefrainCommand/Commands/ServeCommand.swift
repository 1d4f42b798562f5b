import RefrainKit

#if Service
import RefrainService
import ServiceCore
import ServiceProtocols
#endif

/// `refrain serve [PROJECT]`: the live service.
struct ServeCommand: Command {
  private static let checkOption = CommandOption(
    name: "--check", summary: "look for all that could stop the service, and do not start it")

  static let syntax = CommandSyntax(
    name: "serve",
    summary: "run a project's flows for real, for customers and agents",
    discussion: [
      """
      The environment's 'live' says where to listen, whom to call, where secrets are found and sessions kept. Logs are JSON \
      Lines on standard error. Schemas/service.md tells all of it.
      """,
      """
      SIGHUP has the service read project, flows and secrets again, SIGTERM and Ctrl-C have it come to its end within 30 \
      seconds, and at once the second time. The exit status is 1 where the project has errors, 3 where something else is in \
      the way.
      """,
      """
      The live service stands on C libraries that no other command needs, so that a build has it only where it is asked for.
      """,
    ],
    operands: [
      Operand(
        name: "PROJECT", kind: .file(.project), arity: .optional,
        summary: "a project's file or folder; the current folder where there is none")
    ],
    options: [checkOption] + ProjectChoice.environmentAlone)

  private let path: FilePath
  private let choice: ProjectChoice
  private let checksOnly: Bool

  init(_ arguments: ParsedArguments) throws(UsageError) {
    path = FilePath(arguments.operands.first?.bytes ?? [UInt8(ascii: ".")])
    choice = try ProjectChoice(arguments, of: Self.syntax)
    checksOnly = arguments.has(Self.checkOption)
  }

  func run(on console: inout Console) -> ExitStatus {
    #if Service
    switch ServedProject.read(path, choice, in: console.system) {
    case .failure(let refusal): return console.report(refusal)
    case .success(let project):
      return checksOnly ? check(project, on: &console) : serve(project, on: &console)
    }
    #else
    console.notice("refrain: \(ServiceBuild.howToGet)")
    return .failure
    #endif
  }
}

#if Service
extension ServeCommand {
  /// Serves a project until a signal ends it.
  private func serve(_ project: ServedProject, on console: inout Console) -> ExitStatus {
    let store: FilePath
    switch project.store() {
    case .success(let path): store = path
    case .failure(let refusal): return console.report(refusal)
    }
    let settings: LiveServiceSettings
    do throws(LiveProtocols.Unusable) {
      settings = try project.settings(in: console.system)
    } catch {
      console.notice("refrain: \(error.reason.printable)")
      return .failure
    }
    // Before any of its threads begins, so that none of them is ended by what the service is told.
    ProcessSignals.hold()
    let system = console.system
    // Standard error has nobody left to complain to.
    let log = ServiceLog(clock: { WallClock.now }, write: { try? system.write($0, to: .error) })
    let failure = BlockingCall.result { [self] () async -> LiveServiceFailure? in
      let service: LiveService
      do throws(LiveServiceFailure) {
        service = try await LiveService.start(settings, storeAt: store.text, .live, log: log)
      } catch {
        return error
      }
      ProcessSignals.listen { message in
        Task {
          switch message {
          case .stop: await service.stop()
          case .reload: await reload(service, log, in: system)
          }
        }
      }
      await service.run()
      await service.close()
      return nil
    }
    guard let failure else { return .success }
    console.notice("refrain: \(failure.description.printable)")
    return .failure
  }

  /// Has a service go on with what project, flows and secrets are now.
  private func reload(_ service: LiveService, _ log: ServiceLog, in system: any System) async {
    func refuse(_ why: String) { log.note("notReloaded", .error, ["why": .string(why)]) }
    do {
      let project = try ServedProject.read(path, choice, in: system).get()
      let number = try await service.change(to: try project.settings(in: system))
      log.note("reloaded", .info, ["project": .number(number)])
    } catch let refusal as ServedProject.Refusal {
      refuse(refusal.line)
    } catch let unusable as LiveProtocols.Unusable {
      refuse(unusable.reason)
    } catch let failure as StoreFailure {
      refuse(failure.description)
    } catch {
      preconditionFailure("nothing else is thrown")
    }
  }
}
#endif

#if Service
extension ServeCommand {
  /// Tells line by line what was looked at, and what is in the way.
  private func check(_ project: ServedProject, on console: inout Console) -> ExitStatus {
    let count = project.project.flows.count
    console.writeLine("ok: the project, \(count) flow\(count == 1 ? "" : "s")")
    let store: FilePath
    switch project.store() {
    case .success(let path): store = path
    case .failure(let refusal): return console.report(refusal)
    }
    let settings: LiveServiceSettings
    do throws(LiveProtocols.Unusable) {
      settings = try project.settings(in: console.system)
    } catch {
      console.notice("refrain: \(error.reason.printable)")
      return .failure
    }
    console.writeLine("ok: all secrets are there")
    console.flush()
    let results = BlockingCall.result {
      let configuration = settings.configuration
      return [
        LiveServiceCheck.store(at: store.text, .live), await LiveServiceCheck.address(configuration.listen),
        await LiveServiceCheck.address(configuration.admin),
      ] + (await LiveServiceCheck.tokens(of: settings))
    }
    var status = ExitStatus.success
    for result in results {
      if let obstacle = result.obstacle {
        console.notice("refrain: \(result.subject.printable): \(obstacle.printable)")
        status = .failure
      } else {
        console.writeLine("ok: \(result.subject.printable)")
      }
    }
    return status
  }
}
#endif
