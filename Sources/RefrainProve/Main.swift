#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `refrain-prove PROOF [--OPTION NUMBER…]`: proofs that take too long for the tests, each from a seed.
@main
struct Main {
  /// One proof: what it is called, what it takes, and how it goes.
  private struct Proof: Sendable {
    let name: String
    /// The options with their defaults.
    let options: [(name: String, value: Int)]
    let summary: String
    /// Whether it holds. It says itself what it has counted, and where it failed.
    let run: @Sendable ([String: Int]) async -> Bool
  }

  private static let proofs = [
    Proof(
      name: "agreement", options: [("flows", 20_000), ("seed", 1)],
      summary:
        "RF301 finds the waiting nodes that some order of events skips, and no others, in random flows",
      run: { options in
        await AgreementProof(flows: options["flows"] ?? 0, seed: options["seed"] ?? 0).run()
      })
  ]

  static func main() async {
    let arguments = CommandLine.arguments.dropFirst()
    guard let proof = proofs.first(where: { $0.name == arguments.first }),
      let options = options(of: proof, arguments.dropFirst())
    else {
      print("usage: refrain-prove PROOF [--OPTION NUMBER…]\n")
      for proof in proofs {
        let options = proof.options.map { "[--\($0.name) \($0.value)]" }.joined(separator: " ")
        print("  \(proof.name) \(options)\n    \(proof.summary)")
      }
      exit(2)
    }
    exit(await proof.run(options) ? 0 : 1)
  }

  /// The options' values; nil where the arguments are wrong.
  private static func options(of proof: Proof, _ arguments: ArraySlice<String>) -> [String: Int]? {
    var options = Dictionary(uniqueKeysWithValues: proof.options.map { ($0.name, $0.value) })
    var rest = arguments
    while let argument = rest.popFirst() {
      let name = String(argument.dropFirst(2))
      guard argument.hasPrefix("--"), options[name] != nil, let text = rest.popFirst(), let value = Int(text),
        value >= 0
      else { return nil }
      options[name] = value
    }
    return options
  }
}
