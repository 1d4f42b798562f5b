import RefrainKit

/// `refrain lint [PATH…]`: loads and validates flows, and reports what is wrong with them.
struct LintCommand: Command {
  private static let format = CommandOption(
    name: "--format", value: .init(name: "FORMAT", kind: .choice(ReportFormat.allCases.map(\.rawValue))),
    summary: "how findings are written to standard output: text (the default), concise or json")
  private static let output = CommandOption(
    name: "--output", value: .init(name: "FORMAT=FILE", kind: .text), isRepeatable: true,
    summary: "write the findings to a file as well, in a format of its own; may be repeated")
  private static let strict = CommandOption(
    name: "--strict", summary: "let warnings count as errors for the exit status")
  private static let rule = CommandOption(
    name: "--rule", value: .init(name: "CODE=LEVEL", kind: .text), isRepeatable: true,
    summary: "report a rule as error, warning or info, or switch it off; may be repeated")
  private static let standardInputName = CommandOption(
    name: "--stdin-filename", value: .init(name: "NAME", kind: .path),
    summary: "the name that standard input is reported by")

  static let syntax = CommandSyntax(
    name: "lint",
    summary: "load flow files and report what is wrong with them",
    discussion: [
      """
      Findings go to standard output, a summary to standard error. The exit status is 1 where a finding is \
      an error, 3 where something cannot be read or written, else 0. 'refrain explain' explains the rules.
      """
    ],
    operands: [
      Operand(
        name: "PATH", kind: .path, arity: .many,
        summary: """
          a flow file, a folder to search for *.flow.json, or - for standard input; the current folder where \
          there is none
          """)
    ],
    options: [format, output, strict, rule, standardInputName])

  private let paths: [Argument]
  private let format: ReportFormat
  private let outputs: [(format: ReportFormat, path: FilePath)]
  private let isStrict: Bool
  private let linter: Linter
  private let standardInputName: String

  init(_ arguments: ParsedArguments) throws(UsageError) {
    format = arguments.value(of: Self.format).flatMap { ReportFormat(rawValue: $0.text) } ?? .text
    isStrict = arguments.has(Self.strict)
    outputs = try arguments.values(of: Self.output).map(Self.output)
    linter = Linter(settings: try Self.settings(arguments.values(of: Self.rule)))
    let name = arguments.value(of: Self.standardInputName)
    standardInputName = name?.text ?? "-"
    // Who names standard input means to be heard on it.
    paths = arguments.operands.isEmpty ? [name == nil ? "." : "-"] : arguments.operands
    if name != nil, !paths.contains("-") {
      throw UsageError(
        "'\(Self.standardInputName.name)' names standard input, which is read where a PATH is '-'",
        helpTopic: Self.syntax.name)
    }
  }

  func run(on console: inout Console) -> ExitStatus {
    let inputs = InputFiles(of: .flow, at: paths, standardInputName: standardInputName, on: &console)
    var status: ExitStatus = inputs.hasFailures ? .failure : .success
    var diagnostics: [Diagnostic] = []
    var fileCount = 0
    for file in inputs.files {
      guard let bytes = file.read(on: &console) else {
        status = .failure
        continue
      }
      diagnostics += linter.lint(bytes, named: file.name).diagnostics
      fileCount += 1
    }
    let report = LintReport(fileCount: fileCount, diagnostics: diagnostics)
    if report.summary.errors > 0 || isStrict && report.summary.warnings > 0 {
      status = status.combined(with: .findings)
    }
    return write(report, on: &console) ? status : .failure
  }

  /// Writes the report to wherever it is to go; false, with a notice, where that fails.
  private func write(_ report: LintReport, on console: inout Console) -> Bool {
    format.reporter(colored: console.isColored).report(report) { console.write($0) }
    var isWritten = true
    for output in outputs {
      var bytes: [UInt8] = []
      output.format.reporter().report(report) { bytes += $0 }
      do {
        try console.system.write(bytes, toFileAt: output.path)
      } catch {
        console.fail(output.path.text, error)
        isWritten = false
      }
    }
    if format == .text, report.fileCount > 0 { console.notice(report.sentence) }
    return isWritten
  }

  // MARK: Values of options

  private static func output(_ given: Argument) throws(UsageError) -> (format: ReportFormat, path: FilePath) {
    guard let (name, path) = given.splitAtEqualsSign, !path.bytes.isEmpty else {
      throw UsageError("'\(output.name)' needs FORMAT=FILE, not '\(given.text)'", helpTopic: syntax.name)
    }
    guard let format = ReportFormat(rawValue: name) else {
      throw .unknown("format", name, of: ReportFormat.allCases.map(\.rawValue), helpTopic: syntax.name)
    }
    return (format, FilePath(path.bytes))
  }

  private static func settings(_ given: [Argument]) throws(UsageError) -> RuleSettings {
    var settings = RuleSettings()
    for argument in given {
      guard let (name, value) = argument.splitAtEqualsSign else {
        throw UsageError("'\(rule.name)' needs CODE=LEVEL, not '\(argument.text)'", helpTopic: syntax.name)
      }
      guard let code = RuleCode(rawValue: name) else {
        throw .unknown("rule", name, of: RuleCode.allCases.map(\.rawValue), helpTopic: syntax.name)
      }
      guard let level = RuleSettings.Level(rawValue: value.text) else {
        throw .unknown(
          "level", value.text, of: RuleSettings.Level.allCases.map(\.rawValue), helpTopic: syntax.name)
      }
      do {
        try settings.set(code, to: level)
      } catch {
        throw UsageError("\(error.code) judges the file itself and cannot be changed", helpTopic: syntax.name)
      }
    }
    return settings
  }
}
