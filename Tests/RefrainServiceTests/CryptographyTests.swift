#if Service
import ServiceProtocols
import Testing

@testable import RefrainService

@Suite("Cryptography")
struct CryptographyTests {
  @Test("makes the codes that RFC 2202 and RFC 4231 give")
  func codes() {
    let vectors: [(MessageHash, key: [UInt8], message: String, code: String)] = [
      (.sha1, Array(repeating: 0x0B, count: 20), "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"),
      (
        .sha256, Array("Jefe".utf8), "what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        .sha256, Array(repeating: 0xAA, count: 131),
        "Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
      (
        .sha512, Array("Jefe".utf8), "what do ya want for nothing?",
        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
      ),
      // An empty key is a key: made after another one, so that a library which kept that would be found out.
      (.sha256, [], "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
    ]
    for vector in vectors {
      #expect(
        hex(Cryptography.authenticationCode(of: Array(vector.message.utf8), key: vector.key, vector.0))
          == vector.code)
    }
    #expect(
      hex(Cryptography.hash(Array("abc".utf8)))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test("compares bytes, and gives others each time")
  func comparing() {
    #expect(Cryptography.areSame([], []) && Cryptography.areSame([1, 2], [1, 2]))
    #expect(!Cryptography.areSame([1, 2], [1, 3]) && !Cryptography.areSame([1], [1, 2]))
    #expect(Cryptography.randomBytes(32).count == 32)
    #expect(Cryptography.randomBytes(32) != Cryptography.randomBytes(32))
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
#endif
