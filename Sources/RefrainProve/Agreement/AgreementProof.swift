import FlowSimulation
import RefrainKit

/// Linter and interpreter agree: over random flows, what RF301 finds is what some order of inputs shows.
///
/// Every order of inputs of every flow is explored, to the end. Then
/// - whatever waiting node is skipped, RF301 has found: a flow without RF301 never skips one;
/// - in a flow without a Branch, whatever RF301 has found at a reachable StartConversation is skipped in some order, but
///   where an outcome is in the way that no input can cause, and nothing else is.
struct AgreementProof: Proof {
  static let name = "agreement"
  static let usage = "[--flows N] [--seed N]"
  static let options = ["flows", "seed"]

  private let flows: Int
  private let seed: UInt64

  init(_ options: ProofOptions) {
    flows = Int(clamping: options["flows"] ?? 20_000)
    seed = options["seed"] ?? 1
  }

  func holds() async -> Bool {
    let workers = 4
    let results = await withTaskGroup(of: Result<AgreementCounts, Disagreement>.self) { group in
      for worker in 0..<workers {
        group.addTask { check(stride(from: worker, to: flows, by: workers)) }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    var counts = AgreementCounts()
    var failures: [Disagreement] = []
    for result in results {
      switch result {
      case .success(let part): counts.add(part)
      case .failure(let failure): failures.append(failure)
      }
    }
    guard let first = failures.min(by: { $0.seed < $1.seed }) else {
      for line in counts.lines { print(line) }
      return true
    }
    print(first.description)
    return false
  }

  private func check(_ flows: StrideTo<Int>) -> Result<AgreementCounts, Disagreement> {
    var counts = AgreementCounts()
    for flow in flows {
      do throws(Disagreement) {
        try Self.check(seed &+ UInt64(flow), &counts)
      } catch {
        return .failure(error)
      }
    }
    return .success(counts)
  }

  /// Explores the flow of a seed and compares what comes of it with what RF301 finds.
  static func check(
    _ seed: UInt64, size: ClosedRange<Int> = RandomFlow.usualSize, _ counts: inout AgreementCounts
  ) throws(Disagreement) {
    let file = RandomFlow.json(seed: seed, size: size)
    func disagreement(_ reason: String) -> Disagreement {
      Disagreement(seed: seed, flow: file, reason: reason)
    }
    guard let graph = FlowLoader.load(Array(file.compact.utf8)).graph else {
      throw disagreement("the flow can not be loaded")
    }
    let found = FlowValidator.validate(graph).findings.filter { $0.code == .waitingNodeOnIntermediateBranch }
    let program: FlowProgram
    do {
      program = FlowProgram(try FlowValidator.validated(graph, forcing: true))
    } catch {
      throw disagreement("the flow can not be run: \(error.findings.map(\.message)) \(error.loadingErrors)")
    }
    // That events are held multiplies the states, so they are in every fourth flow.
    let bounds = ExplorationBounds(
      depth: 1000, states: 400_000, heldEvents: seed % 4 == 0 ? 1 : 0, work: .max)
    let search = StateSearch(program, bounds: bounds)
    guard search.isExhausted else { throw disagreement("the flow has too many states") }
    let seen = Set(
      search.skippedNodes.map { Skip(conversation: $0.branch, event: $0.outcome, node: $0.node) })
    let linted = Set(found.compactMap(\.path).map(Skip.init))
    if let skip = seen.subtracting(linted).first {
      throw disagreement("\(skip) is skipped, and RF301 does not say so")
    }
    counts.addFlow(states: search.stateCount, inputs: search.inputCount, isClean: linted.isEmpty)
    guard !graph.nodes.contains(where: { $0.branches != nil }) else { return }
    let possible = PossibleSkips(of: graph)
    let expected = possible.all
    if let skip = expected.subtracting(seen).first {
      throw disagreement("RF301 finds \(skip), and no order of inputs shows it")
    }
    if let skip = seen.subtracting(expected).first {
      throw disagreement("\(skip) is skipped by an outcome that no input should be able to cause")
    }
    let reachable = possible.reachableConversations
    for path in found.compactMap(\.path) {
      let skip = Skip(path)
      if expected.contains(skip) {
        counts.shown += 1
      } else if !reachable.contains(skip.conversation) {
        counts.unreachable += 1
      } else {
        guard let reason = possible.obstacle(on: path) else {
          throw disagreement("no order of inputs shows \(skip), and no outcome is in the way")
        }
        counts.exclude(reason)
      }
    }
  }
}

extension Skip {
  /// What a path of RF301's says: the conversation, its event, and at the end the waiting node.
  fileprivate init(_ path: [String]) {
    self.init(conversation: NodeName(path[0]), event: path[1], node: NodeName(path[path.count - 1]))
  }
}

/// What was counted.
struct AgreementCounts: Sendable {
  private var flows = 0
  private var cleanFlows = 0
  private var states = 0
  private var inputs = 0
  /// Findings of RF301 that some order of inputs shows.
  fileprivate(set) var shown = 0
  /// Findings at a StartConversation that no target leads to.
  fileprivate(set) var unreachable = 0
  /// Findings that no order can show, by the outcome in the way.
  private var excluded: [ImpossibleOutcomes.Reason: Int] = [:]

  /// Whether there was enough of everything to speak of a proof.
  var isTelling: Bool { cleanFlows * 4 > flows && cleanFlows * 4 < flows * 3 && shown > flows / 4 }

  fileprivate mutating func addFlow(states: Int, inputs: Int, isClean: Bool) {
    flows += 1
    cleanFlows += isClean ? 1 : 0
    self.states += states
    self.inputs += inputs
  }

  fileprivate mutating func exclude(_ reason: ImpossibleOutcomes.Reason) { excluded[reason, default: 0] += 1 }

  fileprivate mutating func add(_ other: AgreementCounts) {
    flows += other.flows
    cleanFlows += other.cleanFlows
    states += other.states
    inputs += other.inputs
    shown += other.shown
    unreachable += other.unreachable
    excluded.merge(other.excluded, uniquingKeysWith: +)
  }

  fileprivate var lines: [String] {
    [
      "\(flows) flows, \(states) states, \(inputs) inputs: every order of events, of whatever length",
      "\(cleanFlows) flows lint without RF301: none skips a waiting node; nor does any flow skip one that RF301 does not "
        + "find",
      "\(shown) findings of RF301 in flows without a Branch: an order of inputs shows each",
      "\(unreachable) more at a StartConversation that nothing leads to",
      "\(excluded.values.reduce(0, +)) more that no order shows, since no input can cause an outcome on the way:",
    ]
      + ImpossibleOutcomes.Reason.allCases.map { "\(padded(excluded[$0] ?? 0))  \($0.rawValue)" }
  }

  private func padded(_ count: Int) -> String {
    let digits = "\(count)"
    return String(repeating: " ", count: max(0, 8 - digits.utf8.count)) + digits
  }
}

/// A flow in which linter and interpreter do not agree.
struct Disagreement: Error, CustomStringConvertible {
  let seed: UInt64
  let flow: JSON
  let reason: String

  var description: String {
    """
    Seed \(seed): \(reason)
    To see it again: swift run -c release refrain-prove agreement --flows 1 --seed \(seed)
    \(flow.pretty)
    """
  }
}
