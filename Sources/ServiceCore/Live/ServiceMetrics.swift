/// What a service counts, as Prometheus reads it (text format 0.0.4).
public struct ServiceMetrics: Sendable {
  /// Something that is counted, by its name.
  public enum Counter: String, Sendable, Hashable, CaseIterable {
    case requests, inputs, malformed
    case leftOutMedia = "left_out_media"
    case taken, turns
    case sessionsStarted = "sessions_started"
    case refusedEvents = "refused_events"
    case unknownSessions = "unknown_sessions"
    case parked, effects
    case effectsExpired = "effects_expired"
    case effectsInDoubt = "effects_put_in_doubt"
    case orphans
    case failedInputs = "failed_inputs"
    case storeFailures = "store_failures"
    case callbackSuspect = "ece_callback_suspect"

    fileprivate var help: String {
      switch self {
      case .requests: "Requests, by what they are about and the status that they were answered."
      case .inputs: "Inputs that came, by what they are about and what became of them."
      case .malformed: "Parts of requests that could not be read."
      case .leftOutMedia: "Attachments of messages that were left out."
      case .taken: "Inputs and timers that were taken."
      case .turns: "Turns of sessions."
      case .sessionsStarted: "Sessions that have begun."
      case .refusedEvents: "Events of unknown conversations for which there was no room."
      case .unknownSessions: "Inputs for sessions that there are not, or no longer."
      case .parked: "Inputs that wait behind a stalled session."
      case .effects: "Calls to the world, by kind and result."
      case .effectsExpired: "Effects that came too late to be called for."
      case .effectsInDoubt: "Effects of which nobody knows whether they were done."
      case .orphans: "Conversations that nobody waited for, and that were ended."
      case .failedInputs: "Inputs that could not be taken, and were tried again."
      case .storeFailures: "Times that the store did not do what it was asked."
      case .callbackSuspect: "Starts that failed after ECE's callback had been turned away."
      }
    }
  }

  /// Something whose time is measured.
  public enum Histogram: String, Sendable, Hashable, CaseIterable {
    case acknowledgement = "acknowledgement_seconds"
    case call = "call_seconds"

    fileprivate var help: String {
      switch self {
      case .acknowledgement: "From a request's last byte until it was answered, by what it was about."
      case .call: "How long calls took, by kind."
      }
    }
  }

  /// A value of now.
  public struct Gauge: Sendable {
    /// The name, without the prefix of all.
    public let name: String
    /// What it is, in a sentence.
    public let help: String
    /// The values, by labels.
    public let values: [(labels: Labels, value: Double)]

    /// Creates a value with labels.
    public init(_ name: String, _ help: String, _ values: [(labels: Labels, value: Double)]) {
      self.name = name
      self.help = help
      self.values = values
    }

    /// Creates a value without labels.
    public init(_ name: String, _ help: String, _ value: Double) {
      let none: Labels = [:]
      self.init(name, help, [(labels: none, value: value)])
    }
  }

  /// Labels with their values, in the order of writing.
  public typealias Labels = KeyValuePairs<String, String>

  private struct Times: Sendable {
    var counts = [Int](repeating: 0, count: ServiceMetrics.bounds.count)
    var count = 0
    var sum = 0.0

    mutating func add(_ seconds: Double) {
      if let index = ServiceMetrics.bounds.firstIndex(where: { seconds <= $0 }) { counts[index] += 1 }
      count += 1
      sum += seconds
    }
  }

  /// The upper bounds of histograms, in seconds.
  private static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

  private var counts: [Counter: [String: Int]] = [:]
  private var times: [Histogram: [String: Times]] = [:]

  /// Creates metrics of nothing.
  public init() {}

  /// Counts something.
  public mutating func count(_ counter: Counter, _ labels: Labels = [:], by number: Int = 1) {
    guard number > 0 else { return }
    counts[counter, default: [:]][Self.text(labels), default: 0] += number
  }

  /// Adds a time to a histogram.
  public mutating func add(_ seconds: Double, to histogram: Histogram, _ labels: Labels) {
    self.times[histogram, default: [:]][Self.text(labels), default: Times()].add(seconds)
  }

  /// How often something was counted, whatever its labels.
  func value(of counter: Counter) -> Int { counts[counter]?.values.reduce(0, +) ?? 0 }

  /// All of it, with values of now.
  public func text(_ gauges: [Gauge]) -> String {
    var text = ""
    for counter in Counter.allCases {
      let name = "refrain_\(counter.rawValue)_total"
      text += Self.head(name, "counter", counter.help)
      let counts = counts[counter] ?? [:]
      if counts.isEmpty { text += "\(name) 0\n" }
      for (labels, count) in counts.sorted(by: { $0.key < $1.key }) {
        text += "\(name)\(Self.braced(labels)) \(count)\n"
      }
    }
    for histogram in Histogram.allCases {
      let name = "refrain_\(histogram.rawValue)"
      text += Self.head(name, "histogram", histogram.help)
      for (labels, times) in (times[histogram] ?? [:]).sorted(by: { $0.key < $1.key }) {
        let start = labels.isEmpty ? "" : labels + ","
        var sum = 0
        for (bound, count) in zip(Self.bounds, times.counts) {
          sum += count
          text += "\(name)_bucket{\(start)le=\"\(Self.text(bound))\"} \(sum)\n"
        }
        text += "\(name)_bucket{\(start)le=\"+Inf\"} \(times.count)\n"
        text += "\(name)_sum\(Self.braced(labels)) \(Self.text(times.sum))\n"
        text += "\(name)_count\(Self.braced(labels)) \(times.count)\n"
      }
    }
    for gauge in gauges {
      text += Self.head("refrain_\(gauge.name)", "gauge", gauge.help)
      for (labels, value) in gauge.values {
        text += "refrain_\(gauge.name)\(Self.braced(Self.text(labels))) \(Self.text(value))\n"
      }
    }
    return text
  }

  private static func head(_ name: String, _ type: String, _ help: String) -> String {
    "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
  }

  private static func braced(_ labels: String) -> String { labels.isEmpty ? "" : "{\(labels)}" }

  private static func text(_ labels: Labels) -> String {
    var text = ""
    for (name, value) in labels {
      text += "\(text.isEmpty ? "" : ",")\(name)=\"\(escaped(value))\""
    }
    return text
  }

  /// A label's value as it is written. Few need to be changed, and each request counts several.
  private static func escaped(_ value: String) -> String {
    let special = "\\\"\n"
    guard value.utf8.contains(where: special.utf8.contains) else { return value }
    return value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  private static func text(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? String(number)
  }
}
