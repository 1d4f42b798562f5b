import FlowModel
import Testing

/// Addresses of IPv4 and IPv6, as RFC 4291 and RFC 3986 write them.
@Suite("An internet address")
struct InternetAddressTests {
  @Test(
    "is one, however it is written",
    arguments: [
      ("::1", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
      ("2001:DB8::8:800:200c:417a", [0x20, 1, 0xD, 0xB8, 0, 0, 0, 0, 0, 8, 8, 0, 0x20, 0xC, 0x41, 0x7A]),
      ("1:2:3:4:5:6:7::", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 0]),
      ("::ffff:192.0.2.1", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 192, 0, 2, 1]),
      ("192.0.2.1", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 192, 0, 2, 1]),
    ] as [(String, [UInt8])])
  func isRead(text: String, bytes: [UInt8]) {
    #expect(InternetAddress(text)?.bytes == bytes)
  }

  @Test(
    "is none where a part is not of its grammar",
    arguments: [
      "", ":", ":::", "1.2.3.4::", "::-0", "::+0", "::1.2.3.04", "::1.2.3", "1.2.3", "1.2.3.256", "1.2.3.4.5",
      "1:2:3:4:5:6:7::8:9", "1:2:3:4:5:6:7", "1::2::3", "::12345", "::g", "1:2:3:4:5:6:7:1.2.3.4", "::1%eth0",
      "[::1]", "2130706433", "0x7f.1", "1:", ":1", "１.2.3.4",
    ])
  func isRefused(text: String) {
    #expect(InternetAddress(text) == nil)
  }
}
