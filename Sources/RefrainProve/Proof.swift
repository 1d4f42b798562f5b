/// Something that the executable proves, from a seed, and tells of on standard output.
protocol Proof: Sendable {
  /// What the command line calls it.
  static var name: String { get }
  /// Its options, as the usage line shows them.
  static var usage: String { get }
  /// The names of its options; each takes a whole number.
  static var options: [String] { get }

  init(_ options: ProofOptions)

  /// Tries to find a case that breaks it.
  /// - Returns: Whether none was found.
  func holds() async -> Bool
}

/// Why the command line cannot be read.
struct UnreadableOptions: Error, Equatable {
  let reason: String
}

/// Whole numbers by the names of their options.
struct ProofOptions {
  private var numbers: [String: UInt64] = [:]

  /// Reads `--name 1 --other 2`.
  init(_ arguments: some Sequence<String>, known: [String]) throws(UnreadableOptions) {
    var rest = Array(arguments)[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--"), known.contains(String(argument.dropFirst(2))) else {
        throw UnreadableOptions(reason: "there is no option \(argument)")
      }
      guard let number = rest.popFirst().flatMap({ UInt64($0) }) else {
        throw UnreadableOptions(reason: "\(argument) needs a whole number")
      }
      numbers[String(argument.dropFirst(2))] = number
    }
  }

  /// The number of an option; nil where it was not given.
  subscript(name: String) -> UInt64? { numbers[name] }

  /// The runs to make: the one that `--run` names, or else the usual ones.
  func runs(orElse usual: @autoclosure () -> [Int]) -> [Int] {
    self["run"].flatMap { Int(exactly: $0) }.map { [$0] } ?? usual()
  }
}
