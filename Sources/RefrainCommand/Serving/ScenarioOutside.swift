#if Service
import FlowModel
import FlowReporting
import RefrainKit
import ServiceEmulators
import Synchronization

/// A scenario's file that emulators play to a program over the wire.
struct ScenarioOutside: Sendable {
  /// What the command line says of it.
  struct Choice: Sendable {
    let file: InputFile
    /// Seconds that are waited for what is to come of a step.
    let patience: Int
    /// What is told of a step that fails besides what was expected.
    let history: FailureText.History
  }

  private let file: ScenarioFile
  private let choice: Choice
  private let addresses: [Channel: BusinessAddress]

  /// Reads a scenario, and the flows that it names as far as they are there: of them it takes whom customers write to.
  static func read(
    _ choice: Choice, in projects: ProjectChoice, _ system: any System
  ) -> Result<ScenarioOutside, Refusal> {
    ScenarioFile.load(choice.file.read(from: system), of: choice.file).map { file in
      var finder = ProjectFinder(projects)
      let selected = try? finder.selection(of: file.names, in: choice.file, on: system).get()
      let project = try? selected?.project(isForced: true, from: system).get()
      var addresses: [Channel: BusinessAddress] = [:]
      for channel in Channel.allCases { addresses[channel] = project?.address(on: channel) }
      return ScenarioOutside(file: file, choice: choice, addresses: addresses)
    }
  }

  /// When it begins by its own time.
  var start: Timestamp { file.scenario.start }

  /// What the emulators are given.
  /// - Parameter drawsIDs: Whether the program may know the ids of another performance.
  func performance(drawsIDs: Bool) -> ScenarioPerformance {
    ScenarioPerformance(
      file.scenario, writingTo: addresses, patience: .seconds(choice.patience), drawsIDs: drawsIDs)
  }

  /// Tells people what came of it, on standard error.
  func report(_ result: PerformedScenario, on console: inout Console) -> ExitStatus {
    let style = TerminalStyle(isColored: false)
    let (path, name) = (file.source.path.printable, file.scenario.name.printable)
    let told: [String]
    if let failure = result.failure {
      let lines = FailureText(
        failure, in: file.source, of: file.scenario.name, history: choice.history, style: style
      ).lines
      told = ["FAIL  \(lines[0])"] + lines.dropFirst()
    } else {
      let checked = "\(result.checkedCount) of \(result.checkedCount + result.unchecked.count)"
      told = ["ok    \(path): \(name) (\(checked) expectations checked)"]
    }
    for line in told { console.notice(line) }
    // Each reason once, with its steps.
    var reasons: [(reason: String, steps: [Int])] = []
    for unchecked in result.unchecked {
      if let index = reasons.firstIndex(where: { $0.reason == unchecked.reason }) {
        reasons[index].steps.append(unchecked.step)
      } else {
        reasons.append((unchecked.reason, [unchecked.step]))
      }
    }
    for (reason, steps) in reasons {
      let numbers = steps.map(String.init).joined(separator: ", ")
      console.notice("not checked: step\(steps.count == 1 ? "" : "s") \(numbers): \(reason)")
    }
    return result.failure == nil ? .success : .findings
  }
}

/// What came of a scenario, once that is known; it is played on other threads.
final class OutsideOutcome: Sendable {
  private let result = Mutex<PerformedScenario?>(nil)

  /// What came of it; nil while it is played.
  var known: PerformedScenario? { result.withLock { $0 } }

  func set(_ result: PerformedScenario) { self.result.withLock { $0 = result } }
}
#endif
