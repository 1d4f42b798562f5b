#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The program: `refrain-prove PROOF [OPTIONS]`.
@main
struct Main {
  /// The proofs, by name.
  private static var proofs: [any Proof.Type] {
    [AgreementProof.self, SessionsProof.self, DurableProof.self, CrashesProof.self] + serviceProofs
  }

  /// The proofs that need the live service.
  private static var serviceProofs: [any Proof.Type] {
    #if Service
    [KillsProof.self, ClusterProof.self]
    #else
    []
    #endif
  }

  static func main() async {
    #if Service
    // The processes that are killed are this program too.
    if let worker = KillWorker(CommandLine.arguments) { exit(await worker.run()) }
    if let worker = ClusterWorker(CommandLine.arguments) { exit(await worker.run()) }
    #endif
    let arguments = CommandLine.arguments.dropFirst()
    guard let name = arguments.first, let proof = proofs.first(where: { $0.name == name }) else {
      print("usage:" + proofs.map { " refrain-prove \($0.name) \($0.usage)\n" }.joined(separator: "      "))
      exit(2)
    }
    do {
      let options = try ProofOptions(arguments.dropFirst(), known: proof.options)
      exit(await proof.init(options).holds() ? 0 : 1)
    } catch {
      print("refrain-prove \(name): \(error.reason)\nusage: refrain-prove \(name) \(proof.usage)")
      exit(2)
    }
  }
}
