import RefrainKit

/// `refrain lint [PATH…]`: loads and validates flows and scenarios, and reports what is wrong with them.
struct LintCommand: Command {
  private static let format = CommandOption(
    name: "--format", value: .init(name: "FORMAT", kind: .choice(ReportFormat.allCases.map(\.rawValue))),
    summary: """
      how findings are written to standard output: text (the default) or concise for people, json, sarif, github, \
      gitlab or junit for programs
      """)
  private static let output = CommandOption(
    name: "--output",
    value: .init(
      name: "FORMAT=FILE", kind: .assignment(ReportFormat.allCases.map(\.rawValue), .path)),
    isRepeatable: true,
    summary: "write the findings to a file as well, in a format of its own; may be repeated")
  private static let strict = CommandOption(
    name: "--strict", summary: "let warnings count as errors for the exit status")
  private static let rule = CommandOption(
    name: "--rule",
    value: .init(
      name: "CODE=LEVEL",
      kind: .assignment(
        RuleCode.allCases.filter { !$0.judgesTheFile }.map(\.rawValue),
        .choice(RuleLevel.allCases.map(\.rawValue)))),
    isRepeatable: true,
    summary: "report a rule as error, warning or info, or switch it off; may be repeated")
  private static let baseline = CommandOption(
    name: "--baseline", value: .init(name: "FILE", kind: .path),
    summary: "leave out the findings that are known in this file, for the exit status too")
  private static let newBaseline = CommandOption(
    name: "--write-baseline", value: .init(name: "FILE", kind: .path),
    summary: "write all present findings to this file, so that they are known from now on")
  private static let fix = CommandOption(
    name: "--fix", summary: "mend in place what can be mended beyond doubt, and report what is left")
  private static let unsafeFixes = CommandOption(
    name: "--unsafe-fixes",
    summary: "mend in place what there is a suggestion for as well; look at what has changed")
  private static let standardInputName = CommandOption(
    name: "--stdin-filename", value: .init(name: "NAME", kind: .path),
    summary: "the name that standard input is reported by")

  static let syntax = CommandSyntax(
    name: "lint",
    summary: "load flows and scenarios and report what is wrong with them",
    discussion: [
      """
      Findings go to standard output, a summary to standard error. The exit status is 1 where a finding is \
      an error, 3 where something cannot be read or written, else 0. 'refrain explain' explains the rules.
      """,
      """
      A baseline holds findings that are known and may wait: of every severity and of every rule, what is wrong with the \
      file itself included, but nothing that 'lintIgnore' suppresses. A finding is known by its rule, its file and \
      what it marks, wherever that moves in the file. Paths are compared as they are given or found, so lint from the \
      same folder. Writing a baseline changes neither what is reported nor the exit status.
      """,
      """
      A scenario is judged together with its flow, which is read wherever it lies: what the scenario names must be there.
      """,
    ],
    operands: [
      Operand(
        name: "PATH", kind: .file(.flowOrScenario), arity: .many,
        summary: """
          a flow, scenario or project file, a folder to search for *.flow.json, *.scenario.json and refrain.json, or - for standard input; \
          the current folder where there is none
          """)
    ],
    options: [
      format, output, strict, rule, baseline, newBaseline, fix, unsafeFixes, standardInputName,
    ] + ProjectChoice.options)

  private let paths: [Argument]
  private let format: ReportFormat
  private let outputs: [(format: ReportFormat, path: FilePath)]
  private let isStrict: Bool
  private let rules: [(code: RuleCode, level: RuleLevel)]
  private let choice: ProjectChoice
  /// The file of the known findings.
  private let baseline: FilePath?
  /// The file that the present findings are to be written to.
  private let newBaseline: FilePath?
  private let standardInputName: String
  private let mending: LintedInput.Mending?

  init(_ arguments: ParsedArguments) throws(UsageError) {
    format = arguments.choice(of: Self.format) ?? .text
    isStrict = arguments.has(Self.strict)
    outputs = try arguments.values(of: Self.output).map(Self.output)
    rules = try Self.rules(arguments.values(of: Self.rule))
    choice = try ProjectChoice(arguments, of: Self.syntax)
    baseline = arguments.path(of: Self.baseline)
    newBaseline = arguments.path(of: Self.newBaseline)
    let name = arguments.value(of: Self.standardInputName)
    standardInputName = name?.text ?? "-"
    // Who names standard input means to be heard on it.
    paths = arguments.operands.isEmpty ? [name == nil ? "." : "-"] : arguments.operands
    if name != nil, !paths.contains("-") {
      throw Self.syntax.wrong(
        "'\(Self.standardInputName.name)' names standard input, which is read where a PATH is '-'")
    }
    mending = arguments.has(Self.unsafeFixes) ? .all : arguments.has(Self.fix) ? .safe : nil
    if mending != nil, paths.contains("-") {
      throw Self.syntax.wrong(
        "'\(Self.fix.name)' and '\(Self.unsafeFixes.name)' change files, and standard input is none")
    }
  }

  func run(on console: inout Console) -> ExitStatus {
    var known: Baseline?
    if let baseline {
      // Without what is known nobody could tell what is new.
      guard let read = BaselineFile(baseline).read(on: &console) else { return .failure }
      known = read
    }
    let inputs = InputFiles(
      of: .source, at: paths, standardInputName: standardInputName, on: &console)
    // A baseline may be written anew where it is read.
    let baselines = baseline.map { [InputFile(at: $0)] } ?? []
    if console.isAnyInput(outputs.map(\.path), among: inputs.files + baselines)
      || console.isAnyInput(newBaseline.map { [$0] } ?? [], among: inputs.files)
    {
      return .usage
    }
    let (reading, judged) = lint(inputs, on: &console)
    guard let found = judged else { return reading }
    var status = reading
    if let newBaseline, !BaselineFile(newBaseline).write(Baseline(of: found), on: &console) {
      status = .failure
    }
    let report = known.map(found.suppressing) ?? found
    if report.summary.errors > 0 || isStrict && report.summary.warnings > 0 {
      status = status.combined(with: .findings)
    }
    if !write(report, on: &console) { status = .failure }
    if let baseline, let known { noticeGone(from: known, at: baseline, found: found, on: &console) }
    return status
  }

  /// Lints all files, on all cores, and says whether all could be read; nothing where they cannot be judged as the command line
  /// asks for.
  ///
  /// Each core reads the file that it lints, so there are never more files in memory than cores, but for those in which
  /// something is found.
  private func lint(_ inputs: InputFiles, on console: inout Console) -> (ExitStatus, LintReport?) {
    var status: ExitStatus = inputs.hasFailures ? .failure : .success
    var files: [String] = []
    var diagnostics: [Diagnostic] = []
    var suppressed: [SuppressedDiagnostic] = []
    var fixCount = 0
    let results = LintedProjects(
      inputs.files, choice, rules: rules, mending: mending, isLastWork: true, in: console.system)
    for refusal in results.refusals {
      console.report(refusal)
      status = status.combined(with: refusal.status)
    }
    if let status = results.statusWithoutChoice { return (status, nil) }
    for (file, result) in results.files {
      switch result {
      case .success(let found):
        files.append(file.name)
        diagnostics += found.diagnostics
        suppressed += found.suppressed
        fixCount += found.fixCount
      case .failure(let error):
        console.fail(file.name, error)
        status = .failure
      }
    }
    if mending != nil { console.notice("\(fixCount) fix\(fixCount == 1 ? "" : "es") made") }
    return (status, LintReport(files: files, diagnostics: diagnostics, suppressed: suppressed))
  }

  /// Writes the report to wherever it is to go; false, with a notice, where that fails.
  private func write(_ report: LintReport, on console: inout Console) -> Bool {
    let formats = [format] + outputs.map(\.format)
    let paths =
      formats.contains(where: \.isForServices)
      ? CheckoutPaths(on: console.system).paths(of: report.files) : .asGiven
    format.reporter(colored: console.isColored, by: Self.tool, paths: paths)
      .report(report) { console.write($0) }
    var isWritten = true
    for output in outputs {
      var bytes: [UInt8] = []
      output.format.reporter(by: Self.tool, paths: paths).report(report) { bytes += $0 }
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

  /// Tells how many known findings there are no longer: only the next one that is equal would be hidden by them.
  ///
  /// Those of rules that are off, and of files that were not linted but are still there, are not known to be gone.
  private func noticeGone(
    from known: Baseline, at path: FilePath, found: LintReport, on console: inout Console
  ) {
    let linted = Set(found.files.map { FilePath($0).normalized })
    let gone = known.entries(missingFrom: found).count { entry in
      if let code = RuleCode(rawValue: entry.code), rules.last(where: { $0.code == code })?.level == .off {
        return false
      }
      let file = FilePath(entry.file)
      return linted.contains(file) || (try? console.system.kind(of: file)) == nil
    }
    guard gone > 0 else { return }
    let findings = gone == 1 ? "1 known finding no longer occurs" : "\(gone) known findings no longer occur"
    let advice = newBaseline == nil ? "; write it anew with '\(Self.newBaseline.name)'" : ""
    console.notice("refrain: \(path.text.printable): \(findings)\(advice)")
  }

  private static var tool: LintTool { LintTool(version: Refrain.version, rules: RulePages.all) }

  // MARK: Values of options

  private static func output(_ given: Argument) throws(UsageError) -> (format: ReportFormat, path: FilePath) {
    guard let (name, path) = given.splitAtEqualsSign, !path.bytes.isEmpty else {
      throw syntax.wrong("'\(output.name)' needs FORMAT=FILE, not '\(given.text)'")
    }
    guard let format = ReportFormat(rawValue: name) else {
      throw syntax.unknown("format", name, of: ReportFormat.allCases.map(\.rawValue))
    }
    return (format, FilePath(path.bytes))
  }

  private static func rules(
    _ given: [Argument]
  ) throws(UsageError) -> [(code: RuleCode, level: RuleLevel)] {
    var rules: [(code: RuleCode, level: RuleLevel)] = []
    for argument in given {
      guard let (name, value) = argument.splitAtEqualsSign else {
        throw syntax.wrong("'\(rule.name)' needs CODE=LEVEL, not '\(argument.text)'")
      }
      guard let code = RuleCode(rawValue: name) else {
        throw syntax.unknown("rule", name, of: RuleCode.allCases.map(\.rawValue))
      }
      guard let level = RuleLevel(rawValue: value.text) else {
        throw syntax.unknown("level", value.text, of: RuleLevel.allCases.map(\.rawValue))
      }
      guard !code.judgesTheFile else {
        throw syntax.wrong("\(code) judges the file itself and cannot be changed")
      }
      rules.append((code, level))
    }
    return rules
  }
}
