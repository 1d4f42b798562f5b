import Diagnostics
public import FlowInterpreter
public import FlowModel
import JSONSyntax

/// A conversation as people read it: who said what, which branch ran, how it ended.
///
/// One line for each thing that matters; what only matters to machines stays in the trace.
public struct Transcript: Sendable {
  /// Whether a line says which session it tells of.
  public var namesSessions = false
  /// How a time since the trace's start is written within a line.
  package var time: @Sendable (Int64) -> String = { Transcript.clock($0) }
  private let style: TerminalStyle
  private let start: Timestamp

  /// Creates a transcript that is written line by line.
  /// - Parameter start: Virtual time 0.
  public init(startingAt start: Timestamp, style: TerminalStyle = TerminalStyle(isColored: false)) {
    self.style = style
    self.start = start
  }

  /// The lines of a whole log; they name the sessions where there are several.
  /// - Parameters:
  ///   - log: What was said and done.
  ///   - start: Virtual time 0.
  public static func lines(
    of log: [LogEntry], startingAt start: Timestamp, style: TerminalStyle = TerminalStyle(isColored: false)
  ) -> [String] {
    let sessions = Set(log.compactMap { $0.record?.session })
    var transcript = Transcript(startingAt: start, style: style)
    transcript.namesSessions = sessions.count > 1
    return log.compactMap { transcript.line(of: $0) }
  }

  /// The line that tells of an entry of the log; nil where a reader can do without.
  public func line(of entry: LogEntry) -> String? {
    if case .omitted(let count) = entry {
      return style.faint("            … \(count) more entries of the log are not kept")
    }
    return content(of: entry).map(text)
  }

  /// What a line tells, apart from how it is laid out.
  package struct Line {
    /// Virtual time since the trace's start.
    package let milliseconds: Int64
    /// Who says it; nil for what a flow does.
    package let speaker: String?
    /// What is said or done.
    package let text: String
    /// The session that says or does it.
    package var session: String?
  }

  /// What is told of an entry of the log; nil where a reader can do without.
  package func content(of entry: LogEntry) -> Line? {
    switch entry {
    case .customerWrote(let message, let time):
      return Line(milliseconds: time - start, speaker: "customer", text: message.text)
    case .webhookCame(let webhook, let time):
      return Line(
        milliseconds: time - start, speaker: "webhook", text: "\(webhook.event) \(webhook.payload.compact)")
    case .eventPosted(let event, let time):
      let speaker = event.sender == "system" ? "system" : "agent"
      return Line(
        milliseconds: time - start, speaker: speaker, text: event.content ?? "[\(event.kind.name)]")
    case .omitted: return nil
    case .record(let record):
      if case .messageSent(_, let message, let blanks) = record.happening {
        return Line(
          milliseconds: record.milliseconds, speaker: "flow", text: message.text.showing(blanks),
          session: record.session)
      }
      return description(of: record.happening).map {
        Line(milliseconds: record.milliseconds, speaker: nil, text: $0, session: record.session)
      }
    }
  }

  /// A line that tells what whoever runs the session did beside its flow.
  public func note(_ text: String, at time: Timestamp) -> String {
    self.text(of: Line(milliseconds: time - start, speaker: "service", text: text))
  }

  /// A line that tells what can be done now.
  public func hint(_ text: String, at now: Timestamp) -> String {
    style.faint(Self.margin(now - start) + "            ? " + text.printable)
  }

  private func text(of line: Line) -> String {
    let speaker = line.speaker ?? ""
    let name = speaker + String(repeating: " ", count: 8 - speaker.count)
    let suffix = line.session.flatMap { namesSessions ? "  (\($0))" : nil } ?? ""
    let printable = line.text.printable
    return style.faint(Self.margin(line.milliseconds)) + "  " + style.strong(name) + "  "
      + (speaker.isEmpty ? style.faint("· " + printable + suffix) : printable + style.faint(suffix))
  }

  /// The time at the beginning of a line.
  private static func margin(_ milliseconds: Int64) -> String {
    let time = clock(milliseconds)
    return String(repeating: " ", count: max(0, 9 - time.count)) + time
  }

  /// Minutes and seconds, with hours and a fraction where there are any: `1:02:05.250`.
  package static func clock(_ milliseconds: Int64) -> String {
    func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let seconds = milliseconds / 1000
    let hours = seconds / 3600
    let minutes = seconds / 60 % 60
    let fraction = milliseconds % 1000
    return (hours > 0 ? "\(hours):\(twoDigits(minutes))" : "\(minutes)") + ":\(twoDigits(seconds % 60))"
      + (fraction > 0 ? ".\(String(fraction + 1000).dropFirst())" : "")
  }

  /// What happened, in words; nil for what a reader can do without.
  package func description(of happening: Happening) -> String? {
    switch happening {
    case .sessionStarted(let flow, _, let from): "a session of \(flow) begins for \(from)"
    case .messageForwarded(let node, _): "\(node) sends it on to the agent"
    case .forwardFailed(let node, let reason): "\(node) could not send it on to the agent: \(reason)"
    case .messageReceived(let node, _, _): "\(node) takes the message"
    case .answerReceived(let node, .status(let status)): "\(node) is answered \(status)"
    case .answerReceived(let node, .failure(let failure)): "\(node) is not answered: \(failure.rawValue)"
    case .conversationRequested(let node, _): "\(node) requests a conversation"
    case .serviceRequested(let node, let question): Self.words(for: question, by: node)
    case .httpRequested(let node, let request): "\(node) asks \(request.method) \(request.url)"
    case .waiting(let node, let reason, let until): waiting(at: node, for: reason, until: until)
    case .eventHeld(let event, _, let reason): "\(event) is held: \(Self.words(for: reason))"
    case .eventDiscarded(let event, _, let reason): "\(event) is discarded: \(Self.words(for: reason))"
    case .messageUnhandled: "nobody takes the message"
    case .callbackSkipped(let index, let problem): "message \(index) of the callback is skipped: \(problem)"
    case .webhookRefused(_, let reason): "the webhook begins nothing: \(Self.words(for: reason))"
    // A session that begins and a message that is sent have lines of their own.
    case .outcome(_, "onBegin", _), .outcome(_, "onSuccess", _): nil
    case .outcome(let node, let outcome, let target): "\(node): \(outcome) → \(target)"
    case .waitingNodeSkipped(let node, let branch, let outcome):
      "\(node) waits, so it is NOT processed on the branch \(outcome) of \(branch)"
    case .ended(let result, let reason):
      "the session ends: \(result.name) (\(result.code))" + (reason.map { ", \(Self.words(for: $0))" } ?? "")
    case .nodeEntered, .variableSet, .referenceEmpty, .messageSent, .eventReceived, .webhookReceived,
      .branchEnded:
      nil
    }
  }

  /// When a wait ends, within a line.
  package func until(_ time: Timestamp) -> String { self.time(time - start) }

  /// The waits that take time; those for an answer or the next event are told by what ends them.
  private func waiting(at node: NodeName, for reason: WaitReason, until: Timestamp?) -> String? {
    let end = until.map { ", until \(self.until($0))" } ?? ""
    switch reason {
    case .message: return "\(node) waits for a message\(end)"
    case .delay: return "\(node) waits\(end)"
    case .deliveryReport: return "\(node) waits for the delivery report\(end)"
    case .conversationAnswer, .conversationEvent, .httpAnswer, .gatewayAnswer, .serviceAnswer: return nil
    }
  }

  private static func words(for question: ServiceRequest.Question, by node: NodeName) -> String {
    switch question {
    case .endConversation(let id): "\(node) asks to end the conversation \(id)"
    case .sendMessage(_, let text, .plain): "\(node) tells the agent: \(text)"
    case .sendMessage(_, let text, .html): "\(node) tells the agent (HTML): \(text)"
    case .entrypointConfiguration(let id): "\(node) asks how the entry point \(id) is configured"
    case .agentAvailability(let id): "\(node) asks whether the entry point \(id) has an agent"
    case .agentCapacity(let id): "\(node) asks how many conversations the entry point \(id) can take"
    }
  }

  private static func words(for reason: HoldReason) -> String {
    switch reason {
    case .awaitingAnswer: "the conversation's answer is still to come"
    case .branchRunning: "a branch is running"
    case .unknownConversation: "no session has its conversation yet"
    }
  }

  private static func words(for reason: DiscardReason) -> String {
    switch reason {
    case .sessionEnded: "its session has ended"
    case .duplicate: "it has come before"
    case .unhandledType: "no outcome is for it"
    case .conversationNotStarted: "the conversation was not started"
    case .conversationCompleted: "the conversation is completed"
    case .heldLimit: "as many are held as may be"
    case .unknownConversation: "no session has its conversation"
    }
  }

  private static func words(for reason: RefusalReason) -> String {
    switch reason {
    case .noFlow: "no flow is triggered by it"
    case .noAddress: "it does not say which customer"
    case .liveSession: "the customer has a live session of the flow"
    }
  }

  private static func words(for reason: EndReason) -> String {
    switch reason {
    case .nodeExecutionLimit: "its node executions are used up"
    case .expired: "it has expired"
    case .resumeOutsideBranch: "there was no branch to resume from"
    case .noTarget: "the outcome has no target"
    }
  }
}

extension String {
  /// The text with each blank in its place, as `⟨name is empty⟩`.
  fileprivate func showing(_ blanks: [Blank]) -> String {
    guard !blanks.isEmpty else { return self }
    var shown: [UInt8] = []
    var rest = Array(utf8)[...]
    for blank in blanks {
      let length = min(max(0, blank.offset - (utf8.count - rest.count)), rest.count)
      shown += rest.prefix(length)
      rest = rest.dropFirst(length)
      shown += "⟨\(blank.reference) is empty⟩".utf8
    }
    return String(decoding: shown + rest, as: UTF8.self)
  }
}
