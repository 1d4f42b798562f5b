import RefrainKit

/// The command line is wrong: what about it, and where to read how it is right.
struct UsageError: Error, Equatable {
  /// What is wrong, without a full stop.
  let message: String
  /// The command whose help says how it is right; nil for the help of the whole program.
  let helpTopic: String?

  init(_ message: String, helpTopic: String?) {
    self.message = message
    self.helpTopic = helpTopic
  }

  /// A name that there is not, with the one that was probably meant.
  static func unknown(_ noun: String, _ name: String, of known: [String], helpTopic: String?) -> UsageError {
    let hint: String
    if let nearest = nearestName(to: name, among: known) {
      hint = "; did you mean '\(nearest)'?"
    } else {
      hint = known.count > 8 ? "" : "; there is \(known.joined(separator: ", "))"
    }
    return UsageError("unknown \(noun) '\(name)'\(hint)", helpTopic: helpTopic)
  }

  /// The whole error in one line.
  var line: String {
    let help = helpTopic.map { "refrain help \($0)" } ?? "refrain help"
    return "\(message) (see '\(help)')"
  }
}
