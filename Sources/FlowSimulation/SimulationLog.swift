public import FlowInterpreter
import FlowModel
import JSONSyntax

/// What was said and done in a simulation: all of it, or its beginning and its end where it is longer than may be kept.
///
/// A turn may tell of millions of node executions, and each of them of a text of `Limits.renderedText`.
public struct SimulationLog: Sendable {
  /// The first entries.
  private var beginning: [LogEntry] = []
  /// The latest of the entries that are not among the first.
  private var end = LatestElements<LogEntry>(limit: Limits.keptLogEnd)
  /// Bytes of the traces of the first ones.
  private var size = 0
  /// Bytes that they may have; nil where all are kept.
  private let limit: Int?
  private let start: Timestamp

  /// An empty log.
  /// - Parameters:
  ///   - start: Virtual time 0.
  ///   - limit: How many bytes the trace of its beginning may have; nil where all entries are kept.
  init(startingAt start: Timestamp, limit: Int?) {
    self.start = start
    self.limit = limit
  }

  /// The entries in order; where some are not kept, an entry that says how many.
  public var entries: [LogEntry] {
    guard isFull else { return beginning }
    // As many of the latest as take an eighth of what the first may.
    let last = end.elements.latest(within: (limit ?? .max) / 8) { $0.size(startingAt: start) }
    let omitted = end.count - last.count
    return beginning + (omitted > 0 ? [.omitted(omitted)] : []) + last
  }

  /// Adds an entry.
  mutating func append(_ entry: LogEntry) {
    guard !isFull else { return end.append(entry) }
    if let limit {
      size += entry.size(startingAt: start)
      guard size <= limit else { return end.append(entry) }
    }
    beginning.append(entry)
  }

  /// Forgets all entries.
  mutating func clear() { self = SimulationLog(startingAt: start, limit: limit) }

  /// Whether no more is kept of the beginning.
  private var isFull: Bool { end.count > 0 }
}

extension LogEntry {
  /// Bytes that it takes in a trace, or that what was said would take there.
  fileprivate func size(startingAt start: Timestamp) -> Int {
    var writer = JSONWriter()
    switch self {
    case .record(let record): record.write(to: &writer, traceStart: start)
    case .customerWrote(let message, _): writer.value(.string(message.text))
    case .webhookCame(let webhook, _): writer.value(webhook.payload)
    case .eventPosted(let event, _): writer.value(.string(event.content ?? ""))
    case .omitted: break
    }
    // However little it says, it takes memory.
    return max(100, writer.takeBytes().count)
  }
}

extension BidirectionalCollection {
  /// The last elements, as many of them as are no larger together than may be.
  func latest(within limit: Int, size: (Element) -> Int) -> [Element] {
    var left = limit
    let fitting = reversed().prefix { element in
      left -= size(element)
      return left >= 0
    }
    return fitting.reversed()
  }
}

/// The latest of many elements.
struct LatestElements<Element: Sendable>: Sendable {
  /// How many there have been.
  private(set) var count = 0
  private let limit: Int
  private var kept: [Element] = []

  /// None, of which `limit` are kept.
  init(limit: Int) { self.limit = limit }

  /// Those that are kept, in order.
  var elements: [Element] {
    guard count > limit else { return kept }
    return Array(kept[(count % limit)...] + kept[..<(count % limit)])
  }

  /// Adds an element, in place of the oldest where there are as many as may be.
  mutating func append(_ element: Element) {
    if kept.count < limit { kept.append(element) } else { kept[count % limit] = element }
    count += 1
  }
}
