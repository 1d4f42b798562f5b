import RefrainKit

/// Drives a chat: lines come from standard input, the transcript goes to the console, and what was done into files.
///
/// At a terminal there is a prompt, after each step a hint, and a line is shown once: as the transcript has it, where
/// it has it. With a pipe there is the transcript alone.
struct InteractiveRun {
  /// What was said so far.
  private(set) var chat: Chat

  private static let prompt = "> "

  private let subject: SubjectOfRun
  private let stream: StandardStream
  private let style: TerminalStyle
  private var transcript: Transcript
  /// Whether a person reads and writes.
  private let isAtTerminal: Bool
  /// Nil where the terminal cannot be drawn on, or there is none.
  private var editedLines: EditedLines?
  private var plainLines = PlainLines()
  private var lineNumber = 0
  private var status = ExitStatus.success

  /// A run in which nothing has been said.
  /// - Parameter stream: Where the transcript goes.
  init(
    of subject: SubjectOfRun, writingTo stream: StandardStream, on console: Console
  ) {
    chat = Chat(subject.flows)
    self.subject = subject
    self.stream = stream
    style = TerminalStyle(isColored: console.isColored)
    transcript = Transcript(startingAt: chat.simulation.host.start, style: style)
    isAtTerminal = console.system.isInputTerminal && console.system.isTerminal(stream)
    let terminal = console.system.environment("TERM") ?? ""
    if isAtTerminal, !["", "dumb"].contains(terminal) {
      editedLines = EditedLines(prompt: Self.prompt, stream: stream)
    }
  }

  /// Takes lines until there are no more.
  /// - Returns: 1 where the session that began last ended with status `error`, 3 where something could not be read or,
  ///   from a pipe, not be saved.
  mutating func run(on console: inout Console) -> ExitStatus {
    for line in greeting { console.writeLine(line, to: stream) }
    do {
      // Where nobody reads what comes of the lines, nobody need say more.
      while !console.isOutputClosed, let line = try nextLine(on: &console) {
        lineNumber += 1
        guard take(line, on: &console) else { break }
      }
    } catch {
      console.fail("standard input", error)
      status = .failure
    }
    return chat.lastEnd?.status == .error ? status.combined(with: .findings) : status
  }

  private var greeting: [String] {
    let name = subject.title.printable
    guard isAtTerminal else { return [name, ""] }
    let text = """
      You are the customer \(chat.writer.customer.address). No session is live: \(chat.beginning). Commands are the agent \
      and the world: /message TEXT, /complete, /wait 10m, /save FILE. /help lists them, Ctrl-D ends.
      """
    return [style.strong(name)] + TextLayout.wrapped(text).map { style.faint($0.printable) } + [""]
  }

  private mutating func nextLine(on console: inout Console) throws(SystemError) -> InputLine? {
    if editedLines != nil {
      return try editedLines?.next(on: &console, completing: ChatCommand.completions).map(InputLine.text)
    }
    if isAtTerminal { console.draw(Self.prompt, on: stream) }
    let line = try plainLines.next(on: &console)
    if isAtTerminal, line == nil { console.writeLine("", to: stream) }
    return line
  }

  /// Carries out a line; false where it was the last.
  private mutating func take(_ line: InputLine, on console: inout Console) -> Bool {
    do throws(Chat.Problem) {
      guard case .text(let text) = line else {
        throw Chat.Problem("the line is longer than \(Limits.chatLineSize) bytes")
      }
      let reply = try reply(to: text, on: &console)
      switch reply.request {
      case .quit?: return false
      case .save(let path, let isOverwriting)?:
        let count = try save(to: FilePath(path), overwriting: isOverwriting, on: console.system)
        if isAtTerminal { console.writeLine(style.faint("saved \(count) steps"), to: stream) }
      case nil: break
      }
    } catch {
      tell(error, on: &console)
    }
    return true
  }

  /// Lets the chat carry out a line, and shows what came of it.
  private mutating func reply(to text: String, on console: inout Console) throws(Chat.Problem) -> Chat.Reply {
    do {
      let reply = try chat.take(text)
      show(reply, to: text, on: &console)
      return reply
    } catch {
      echo(text, on: &console)
      throw error
    }
  }

  // MARK: What is shown

  private mutating func show(_ reply: Chat.Reply, to text: String, on console: inout Console) {
    transcript.namesSessions = chat.simulation.host.sessions.count > 1
    var log = reply.log[...]
    if log.first?.isInput != true {
      echo(text, on: &console)
    } else if isAtTerminal, editedLines == nil {
      // The terminal has shown it as it was typed.
      log = log.dropFirst()
    }
    for line in log.compactMap(transcript.line) { console.writeLine(line, to: stream) }
    for line in reply.lines { console.writeLine(line, to: stream) }
    if isAtTerminal, reply.isChange {
      console.writeLine(transcript.hint(chat.hint, at: chat.simulation.host.now), to: stream)
    }
  }

  /// Shows a line again that has been edited: it is no longer on the screen.
  private func echo(_ text: String, on console: inout Console) {
    guard editedLines != nil, !text.isEmpty else { return }
    console.writeLine(style.faint(Self.prompt + text.printable), to: stream)
  }

  private mutating func tell(_ problem: Chat.Problem, on console: inout Console) {
    let reason = problem.reason.printable
    if isAtTerminal {
      console.writeLine(style.severity("!", .error) + " " + reason, to: stream)
    } else {
      console.notice("refrain: line \(lineNumber): \(reason)")
    }
  }

  // MARK: Saving

  /// Writes the chat to a file as a scenario, and says how many steps it has.
  private mutating func save(
    to path: FilePath, overwriting isOverwriting: Bool, on system: any System
  ) throws(Chat.Problem) -> Int {
    do {
      let scenario = try scenario(for: path, overwriting: isOverwriting, on: system)
      let bytes = try FileFormatter.format(Array(scenario.json.compact.utf8))
      try system.write(bytes, toFileAt: path)
      return scenario.steps.count
    } catch {
      // At a terminal somebody sees it, and can save again.
      if !isAtTerminal { status = .failure }
      switch error {
      case let problem as Chat.Problem: throw problem
      case let failure as SystemError: throw Chat.Problem("\(path.text): \(failure.reason)")
      default: throw Chat.Problem("\(path.text): the scenario would be larger than a file may be")
      }
    }
  }

  private func scenario(
    for path: FilePath, overwriting isOverwriting: Bool, on system: any System
  ) throws -> Scenario {
    guard !chat.steps.isEmpty else { throw Chat.Problem("nothing has been done yet") }
    if !isOverwriting, (try? system.kind(of: path)) != nil {
      throw Chat.Problem("\(path.text) is there already; '/save! \(path.text)' replaces it")
    }
    guard case .file(let file) = subject.file.source else {
      preconditionFailure("standard input gives the lines, so the flow is a file")
    }
    let way = try system.way(to: file, from: path.parent).text
    let name = String(decoding: path.name, as: UTF8.self)
    let suffix = InputFiles.Kind.scenario.suffixes.first { name.hasSuffix($0) && name != $0 } ?? ""
    return chat.scenario(
      named: String(name.dropLast(suffix.count)), playing: subject.isProject ? .project(way) : .flows([way]),
      in: subject.chosenEnvironment)
  }
}

extension LogEntry {
  /// Whether it tells what was put in, rather than what came of it.
  fileprivate var isInput: Bool {
    switch self {
    case .customerWrote, .webhookCame, .eventPosted: true
    case .record, .omitted: false
    }
  }
}
