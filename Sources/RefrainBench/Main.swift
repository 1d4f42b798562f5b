import Foundation
import RefrainKit

/// `refrain-bench [FILTER] [--json FILE] [--smoke]`: how fast everything is, on this machine.
@main
struct RefrainBench {
  static func main() async throws {
    var arguments = CommandLine.arguments.dropFirst()
    var filter = ""
    var file: String?
    var plan = Plan.full
    while let argument = arguments.popFirst() {
      switch argument {
      case "--smoke": plan = .smoke
      case "--json":
        file = arguments.popFirst()
        guard file != nil else { fail("'--json' needs a value, --json FILE") }
      case "--park":
        // How this program measures the memory of sessions: in a process that holds nothing else.
        return try HostWorks.park(arguments.popFirst().flatMap { Int($0) } ?? 0)
      #if Service
      case "--serve-store":
        // How this program measures the memory of a service: in a process that has filled no store.
        guard let path = arguments.popFirst() else { fail("'--serve-store' needs a file") }
        return try await ServiceStoreWorks.serve(path)
      #endif
      case "--count":
        // How `.ci/check-counts` has the instructions of a work counted: done so often, and nothing beside it.
        guard let work = arguments.popFirst().flatMap(CountedWork.init),
          let times = arguments.popFirst().flatMap({ Int($0) })
        else {
          fail(
            "'--count' needs a work and how often, --count WORK TIMES; \(CountedWork.allCases.map(\.rawValue))"
          )
        }
        return try work.run(times: times)
      case "--peak":
        // How this program measures the peak of another one: the rest of the command line.
        return print(try ChildProcess.run(Array(arguments)).peakMegabytes)
      #if Service
      case "--take":
        // How this program has several processes take what waits in a database.
        return try await ClusterWorks.take(from: arguments.popFirst() ?? "")
      #endif
      case "--help": return print("refrain-bench [FILTER] [--json FILE] [--smoke]")
      case let option where option.hasPrefix("-"): fail("unknown option '\(option)'")
      default: filter = argument
      }
    }
    let works = Work.all.filter { filter.isEmpty || $0.name.contains(filter) || $0.summary.contains(filter) }
    guard !works.isEmpty else { fail("no work's name holds '\(filter)'; there are \(Work.all.map(\.name))") }
    let report = try await BenchmarkReport(of: works, plan: plan)
    if let file { try Data((report.json.pretty + "\n").utf8).write(to: URL(fileURLWithPath: file)) }
  }

  private static func fail(_ problem: String) -> Never {
    FileHandle.standardError.write(Data("refrain-bench: \(problem)\n".utf8))
    exit(2)
  }
}
