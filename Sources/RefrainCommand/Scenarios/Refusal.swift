import RefrainKit

/// Why a flow or a scenario cannot be used.
enum Refusal: Error {
  /// The file of this name cannot be read.
  case unreadable(String, SystemError)
  /// It has errors.
  case rejected([Diagnostic])

  /// How the program ends.
  var status: ExitStatus {
    switch self {
    case .unreadable: .failure
    case .rejected: .findings
    }
  }

  /// The errors of the file.
  var errors: [Diagnostic] {
    switch self {
    case .unreadable: []
    case .rejected(let errors): errors
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
    }
  }
}
