package import FlowModel

/// Times as mails have them (RFC 5322, 3.3), in which Twilio tells them: `Thu, 15 Jan 2026 09:30:00 +0000`.
extension Timestamp {
  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The time as mails have it, to the second.
  package var mail: String {
    let parts = rfc3339.split { "-T.Z".contains($0) }
    // The first day of 1970 was a Thursday.
    let day = Self.days[Int((milliseconds / 86_400_000) % 7 + 7) % 7]
    let month = Self.months[(Int(parts[1]) ?? 1) - 1]
    return "\(day), \(parts[2]) \(month) \(parts[0]) \(parts[3]) +0000"
  }

  /// Reads a time as mails have it; nil where it is none.
  init?(mail text: String) {
    let parts = text.split(separator: " ")
    guard parts.count == 6, let month = Self.months.firstIndex(of: String(parts[2])), parts[5].utf8.count == 5
    else { return nil }
    func padded(_ text: some StringProtocol) -> String { text.utf8.count == 1 ? "0\(text)" : "\(text)" }
    let offset = "\(parts[5].prefix(3)):\(parts[5].suffix(2))"
    self.init(
      rfc3339: "\(parts[3])-\(padded(String(month + 1)))-\(padded(parts[1]))T\(parts[4])\(offset)")
  }
}
