import RefrainKit

/// Why a flow or a scenario cannot be used.
enum Refusal: Error {
  /// The file of this name cannot be read.
  case unreadable(String, SystemError)
  /// It has errors.
  case rejected([Diagnostic])
  /// The command line asks for an environment that its project does not have.
  case environment(String)

  /// How the program ends.
  var status: ExitStatus {
    switch self {
    case .unreadable: .failure
    case .rejected: .findings
    case .environment: .usage
    }
  }

  /// The errors of the file.
  var errors: [Diagnostic] {
    switch self {
    case .unreadable, .environment: []
    case .rejected(let errors): errors
    }
  }
}

extension Refusal {
  /// Whether two say the same of one file.
  func isSame(as other: Refusal) -> Bool {
    switch (self, other) {
    case (.unreadable(let name, _), .unreadable(let otherName, _)): name == otherName
    case (.environment(let problem), .environment(let otherProblem)): problem == otherProblem
    default: false
    }
  }
}

extension Console {
  /// Writes findings for people.
  mutating func report(_ diagnostics: [Diagnostic], to stream: StandardStream = .output) {
    let report = LintReport(fileCount: 1, diagnostics: diagnostics)
    ReportFormat.text.reporter(colored: isColored).report(report) { write($0, to: stream) }
  }

  /// Reports why a file cannot be used, its errors for people.
  mutating func report(_ refusal: Refusal) {
    switch refusal {
    case .unreadable(let name, let error): fail(name, error)
    case .rejected(let diagnostics): report(diagnostics)
    case .environment(let problem): notice("refrain: \(problem.printable)")
    }
  }
}
