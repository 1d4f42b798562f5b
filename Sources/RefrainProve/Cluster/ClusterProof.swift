#if Service
import Foundation
import RefrainKit
import RefrainService
import ServiceCore

/// Processes that share a PostgreSQL database, while everything goes wrong that can go wrong with them, it and what is between
/// them: nothing that was acknowledged is lost, and nothing is done twice that they do not know to be in doubt.
struct ClusterProof: Proof {
  static let name = "cluster"
  static let usage = "[--seconds N] [--processes N] [--polling 1] [--parked N] [--seed N]"
  static let options = ["seconds", "processes", "polling", "parked", "seed"]

  private let settings: ClusterRun.Settings

  init(_ options: ProofOptions) {
    settings = ClusterRun.Settings(
      seconds: Int(clamping: options["seconds"] ?? 60),
      processes: max(2, Int(clamping: options["processes"] ?? 3)),
      hasBell: options["polling"] ?? 0 == 0, parked: Int(clamping: options["parked"] ?? 0),
      seed: options["seed"] ?? 1)
  }

  func holds() async -> Bool {
    signal(SIGPIPE, SIG_IGN)
    do {
      // Nothing is wrong with links while the processes are replaced.
      let namespace = settings.parked > 0 ? nil : NamespaceLink(seed: settings.seed)
      guard let database = try ProofDatabase(listeningAt: namespace?.addresses) else {
        print("skipped: PostgreSQL is not installed, or cannot be started")
        return true
      }
      try await database.prepare()
      // Where there is none, which was told, a relay does what it can.
      var link: (any ClusterLink)? = namespace
      if namespace == nil, settings.parked == 0 {
        link = FaultyLink(to: database.port)
        if link == nil {
          print("nothing can be listened at on loopback")
          return false
        }
      }
      for line in try await ClusterRun(settings, over: database, link).lines() { print(line) }
      return true
    } catch {
      print("seed \(settings.seed): \(error)")
      return false
    }
  }
}
#endif
