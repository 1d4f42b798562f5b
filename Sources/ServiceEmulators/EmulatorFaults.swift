#if Service
/// What goes wrong at an emulator, as it does at the real counterparts, and how often.
public struct EmulatorFaults: Sendable, Hashable {
  /// Something that goes wrong.
  public enum Fault: String, Sendable, CaseIterable {
    /// A callback or webhook comes twice.
    case duplicate
    /// An event comes after the one that followed it.
    case reorder
    /// An event or receipt comes some seconds late.
    case delay
    /// An agent's first event comes before the start is answered.
    case early
    /// A call is answered 500, and nothing is done.
    case error500 = "500"
    /// A call is answered 429 with `Retry-After`, and nothing is done.
    case throttle = "429"
    /// A call is done, and its connection closed without an answer.
    case lost
    /// A call is answered after some seconds.
    case slow
  }

  /// Nothing goes wrong.
  public static let none = EmulatorFaults(probabilities: [:])

  private let probabilities: [Fault: Double]

  private init(probabilities: [Fault: Double]) { self.probabilities = probabilities }

  /// Reads `all`, `none`, or a list as `duplicate,lost=0.5`: a fault without a number happens one time in ten. nil for any
  /// other text.
  public init?(_ text: String) {
    guard text != "none", !text.isEmpty else {
      self = .none
      return
    }
    var probabilities: [Fault: Double] = [:]
    for part in text.split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1)
      guard let name = pair.first, let probability = pair.count > 1 ? Double(pair[1]) : 0.1,
        (0...1).contains(probability)
      else { return nil }
      if name == "all" {
        for fault in Fault.allCases { probabilities[fault] = probability }
      } else if let fault = Fault(rawValue: String(name)) {
        probabilities[fault] = probability
      } else {
        return nil
      }
    }
    self.init(probabilities: probabilities)
  }

  /// How often a fault happens, from 0 to 1.
  subscript(fault: Fault) -> Double { probabilities[fault] ?? 0 }
}

/// Numbers that look like chance and are the same for the same seed: SplitMix64 (Steele, Lea and Flood, 2014).
struct EmulatorChance: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Whether something happens that has a probability. What never happens takes no number.
  mutating func decides(_ probability: Double) -> Bool {
    probability > 0 && Double.random(in: 0..<1, using: &self) < probability
  }
}
#endif
