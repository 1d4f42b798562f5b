#if Service
import FlowModel
import RefrainKit

/// What goes wrong with the processes of a cluster, one thing at a time.
enum ClusterFault: String, CaseIterable, Sendable {
  /// A process is killed.
  case kill = "a process killed"
  /// A process stands still, for longer than anybody waits for it.
  case stop = "a process stopped"
  /// The server is ended in order, and started again.
  case restart = "PostgreSQL restarted"
  /// The server is ended as by a failure, and started again.
  case crash = "PostgreSQL killed"
  /// All connections to the server are ended.
  case connections = "connections ended"
  /// A process's link is slow.
  case slow = "a slow link"
  /// A process's link loses some of what it carries.
  case lossy = "a lossy link"
  /// A process's link lets nothing through for a while.
  case held = "a silent link"
  /// A process's link is cut.
  case cut = "a cut link"

  /// Whether others had to do without the process, and nobody without the server.
  var isOfOneProcess: Bool {
    switch self {
    case .kill, .stop, .slow, .lossy, .held, .cut: true
    case .restart, .crash, .connections: false
    }
  }
}

/// A fault, and when it was.
struct PastFault: Sendable {
  let fault: ClusterFault
  let time: ClosedRange<Timestamp>

  /// How long after it began, or the server was there again, an input waited at most that was waiting or came meanwhile, in
  /// milliseconds.
  /// - Parameters:
  ///   - acknowledged: When inputs were acknowledged, by their numbers.
  ///   - taken: When they were taken.
  func recovery(acknowledged: [Int: Timestamp], taken: [Int: Timestamp]) -> Int64 {
    let start = fault.isOfOneProcess ? time.lowerBound : time.upperBound
    return taken.reduce(0) { longest, input in
      guard let came = acknowledged[input.key], came <= time.upperBound, input.value > start else {
        return longest
      }
      return max(longest, input.value - max(came, start))
    }
  }
}
#endif
