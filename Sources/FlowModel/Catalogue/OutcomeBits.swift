/// The outcomes of a node with outputs, as bits by their indices; none where there are more than there are bits, which a
/// Branch alone has, and it has no outputs.
package struct OutcomeBits: Sendable {
  /// All outcomes.
  package let all: UInt64
  /// The success of a conversation's request; none where the node requests none.
  package let success: UInt64
  /// The events of a conversation, which come after that success.
  package let followingSuccess: UInt64
  /// What stands for failures that are not listed.
  package let invalidChoice: UInt64
  /// The intermediate outcomes.
  package let intermediate: UInt64
  /// The failures and timeouts.
  package let failing: UInt64

  init(_ outcomes: [Outcome]) {
    let outcomes = outcomes.count <= UInt64.bitWidth ? outcomes : []
    all = outcomes.bits { _ in true }
    success = outcomes.bits { $0 == ConversationOutcome.success }
    followingSuccess = outcomes.bits(where: \.followsSuccess)
    invalidChoice = outcomes.bits { $0 == RequestOutcome.invalidChoice }
    intermediate = outcomes.bits { $0.class == .intermediate }
    failing = outcomes.bits { $0.class == .failure || $0.class == .timeout }
  }
}

extension [Outcome] {
  /// A bit for the index of each that belongs.
  package func bits(where belongs: (Outcome) -> Bool) -> UInt64 {
    precondition(count <= UInt64.bitWidth, "A Branch alone has so many outcomes, and it has no outputs.")
    return indices.reduce(0) { belongs(self[$1]) ? $0 | 1 << UInt64($1) : $0 }
  }
}

extension Outcome {
  /// Whether this is an event of a conversation, which comes after the success of its request.
  package var followsSuccess: Bool {
    switch self.class {
    case .closing: true
    case .intermediate: name != ConversationOutcome.success.name
    case .main, .timeout, .failure: false
    }
  }
}
