import Foundation
import RefrainKit

/// The results of some works, printed as they come.
struct BenchmarkReport {
  private let machine: String
  private let results: [(work: Work, measurement: Measurement)]

  /// Does the works, and prints a line for each.
  init(of works: [Work], plan: Plan) async throws {
    machine = Self.describeMachine()
    print(machine)
    if plan.divisor > 1 {
      print("every work is done once, and is \(plan.divisor) times smaller: no figures to compare")
    }
    print(Self.row(["work", "minimum", "median", "maximum", "unit", "goal", ""]))
    var results: [(Work, Measurement)] = []
    for work in works {
      guard let measurement = try await work.measure(plan) else {
        print(Self.row([work.name, "skipped", "", "", "", "", work.summary]))
        continue
      }
      results.append((work, measurement))
      let numbers = [measurement.minimum, measurement.median, measurement.maximum].map(Self.text)
      print(
        Self.row(
          [work.name] + numbers
            + [work.unit, plan.divisor == 1 ? Self.goal(of: work, for: measurement) : "", work.summary]))
    }
    self.results = results
    if plan.divisor == 1 { printRatios() }
  }

  private func printRatios() {
    for ratio in Ratio.all {
      guard let value = ratio.value(in: results) else { continue }
      print("\(ratio.work) takes \(Self.text(value)) times what \(ratio.reference) takes")
    }
  }

  /// The results for programs.
  var json: JSON {
    [
      "version": 1, "machine": .string(machine),
      "works": .array(
        results.map { work, measurement in
          [
            "name": .string(work.name), "summary": .string(work.summary), "unit": .string(work.unit),
            "minimum": .number(measurement.minimum), "median": .number(measurement.median),
            "maximum": .number(measurement.maximum),
            "isReached": .boolean(work.goal.isReached(by: measurement.median)),
          ]
        }),
      "ratios": .array(
        Ratio.all.compactMap { ratio in
          ratio.value(in: results).map {
            ["work": .string(ratio.work), "reference": .string(ratio.reference), "ratio": .number($0)]
          }
        }),
    ]
  }

  private static func goal(of work: Work, for measurement: Measurement) -> String {
    let mark = work.goal.isReached(by: measurement.median) ? "" : " missed"
    switch work.goal {
    case .atMost(let limit): return "≤ \(text(limit))\(mark)"
    case .atLeast(let limit): return "≥ \(text(limit))\(mark)"
    case .none: return ""
    }
  }

  /// Three digits that count, or the whole number; never rounded to the better side of a goal by more than that.
  private static func text(_ number: Double) -> String {
    number >= 100 ? String(Int(number.rounded())) : String(format: number >= 10 ? "%.1f" : "%.3f", number)
  }

  private static func row(_ cells: [String]) -> String {
    let widths = [18, 10, 10, 10, 9, 18]
    let padded = zip(cells, widths).enumerated().map { index, cell in
      let space = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
      return (1...3).contains(index) ? space + cell.0 : cell.0 + space
    }
    return padded.joined(separator: "  ") + "  " + (cells.last ?? "")
  }

  private static func describeMachine() -> String {
    let processors = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model = processors.split(separator: "\n").first { $0.hasPrefix("model name") }?.split(separator: ":")
      .last
    let name = model.map { $0.trimmingCharacters(in: .whitespaces) } ?? "an unknown processor"
    let information = ProcessInfo.processInfo
    return "\(name), \(information.activeProcessorCount) cores, \(information.operatingSystemVersionString)"
  }
}
