import RefrainKit

/// `refrain format [PATH…]`: lays flow and scenario files out in the canonical way.
struct FormatCommand: Command {
  private static let check = CommandOption(
    name: "--check",
    summary:
      "change nothing, list the files that are laid out otherwise, and say where that is the line ends alone")

  static let syntax = CommandSyntax(
    name: "format",
    summary: "lay flow and scenario files out in the one canonical way",
    discussion: [
      """
      Files are changed in place, and only where their layout is another one. What a file means stays the same: \
      numbers and strings stay as they are written, and so does the order of nodes, of `on`, of `set`, of every name \
      that is yours and of all that is in an `x-…`. A file that is no JSON, or has a key twice (RF101, RF102), \
      or is too large, or of a version that is not known, is left alone and the finding printed.
      """,
      """
      The layout: two spaces of indentation; the keys of an object in the order of the language reference, others \
      after them; an array or object on one line where it fits in \(FileFormatter.lineWidth) columns, save for nodes \
      and results, an `on` of three outcomes or more and an array of two objects or more; a custom result or a step \
      of a scenario always on one line.
      """,
      """
      The exit status is 1 where a file is left alone, or with --check laid out otherwise; 3 where something cannot \
      be read or written; else 0.
      """,
    ],
    operands: [
      Operand(
        name: "PATH", kind: .file(.flowOrScenario), arity: .many,
        summary: """
          a flow, scenario or project file, a folder to search for *.flow.json, *.scenario.json and refrain.json, or - to filter standard \
          input to standard output; the current folder where there is none
          """)
    ],
    options: [check])

  /// What has become of a file.
  private enum Result {
    case unchanged, changed, refused, failed
  }

  private let paths: [Argument]
  private let isCheck: Bool

  init(_ arguments: ParsedArguments) throws(UsageError) {
    paths = arguments.operands.isEmpty ? ["."] : arguments.operands
    isCheck = arguments.has(Self.check)
  }

  func run(on console: inout Console) -> ExitStatus {
    let inputs = InputFiles(of: .source, at: paths, on: &console)
    var status: ExitStatus = inputs.hasFailures ? .failure : .success
    var changed = 0
    for file in inputs.files {
      switch format(file, on: &console) {
      case .unchanged: continue
      case .changed:
        changed += 1
        if isCheck { status = status.combined(with: .findings) }
      case .refused: status = status.combined(with: .findings)
      case .failed: status = .failure
      }
    }
    if isCheck || !inputs.files.allSatisfy(\.isStandardInput) {
      let count = inputs.files.count
      console.notice(
        "\(changed) of \(count.counted("file")) \(isCheck ? "would change" : "changed")")
    }
    return status
  }

  private func format(_ file: InputFile, on console: inout Console) -> Result {
    guard let source = file.read(on: &console) else { return .failed }
    let formatted: [UInt8]
    do {
      formatted = try FileFormatter.format(source)
    } catch {
      report(error, of: file, source, on: &console)
      return .refused
    }
    let result: Result = formatted == source ? .unchanged : .changed
    switch file.source {
    case _ where isCheck:
      guard result == .changed else { break }
      let reason = formatted == source.withLineFeeds ? ": its line ends alone differ: they are to be LF" : ""
      console.writeLine(file.name.printable + reason)
    case .standardInput:
      console.write(formatted)
    case .file(let path) where result == .changed:
      do {
        try console.system.replaceFile(at: path, with: formatted)
      } catch {
        console.fail(file.name, error)
        return .failed
      }
    case .file:
      break
    }
    return result
  }

  /// Prints why a file is left alone. With the text of a filter on standard output that goes to standard error.
  private func report(
    _ refusal: FormattingRefusal, of file: InputFile, _ source: [UInt8], on console: inout Console
  ) {
    let diagnostics: [Diagnostic]
    if refusal == .layoutTooLarge {
      let finding = Finding(
        refusal.code, "laid out, the file would be larger than \(Limits.fileSize / 1024 / 1024) MiB",
        at: SourcePlace(0..<0, element: 0), help: "It is left as it is. Split the flow.")
      diagnostics = [Diagnostic(finding, in: SourceFile(path: file.name, bytes: [], document: nil))]
    } else {
      diagnostics = Linter().lint(source, named: file.name).diagnostics.filter {
        $0.finding.code == refusal.code
      }
    }
    guard file.isStandardInput, !isCheck else { return console.report(diagnostics) }
    let report = LintReport(fileCount: 1, diagnostics: diagnostics)
    for line in ReportFormat.text.reporter().text(of: report).split(separator: "\n") {
      console.notice(String(line))
    }
  }
}

extension [UInt8] {
  /// The text with a line feed in place of each carriage return and line feed.
  fileprivate var withLineFeeds: [UInt8] {
    indices.filter { index in
      self[index] != UInt8(ascii: "\r") || index + 1 == count || self[index + 1] != UInt8(ascii: "\n")
    }.map { self[$0] }
  }
}
