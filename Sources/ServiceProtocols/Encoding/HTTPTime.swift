import FlowModel

/// Times as HTTP has them (RFC 9110, 5.6.7), all in UTC: `Sun, 06 Nov 1994 08:49:37 GMT`, and as it had them before:
/// `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
extension Timestamp {
  /// Reads a time as HTTP has it; nil where it is none.
  init?(http text: String) {
    let parts = text.split(separator: " ").map(String.init)
    switch parts.count {
    case 6 where parts[5] == "GMT":
      self.init(mail: parts.dropLast().joined(separator: " ") + " +0000")
    case 5:
      self.init(mail: "\(parts[0]), \(parts[2]) \(parts[1]) \(parts[4]) \(parts[3]) +0000")
    case 4 where parts[3] == "GMT":
      let date = parts[1].split(separator: "-")
      guard date.count == 3, date[2].utf8.count == 2, let year = Int(date[2]) else { return nil }
      // Two digits are of the last century only where this one would be far away; that was written before 2000.
      self.init(
        mail: "\(parts[0]) \(date[0]) \(date[1]) \(year < 70 ? 2000 + year : 1900 + year) \(parts[2]) +0000")
    default: return nil
    }
  }
}
