import Testing

@testable import FlowPictures

@Suite("Picture style")
struct PictureStyleTests {
  @Test("All text has a contrast of 4.5 to 1 with what is behind it, on a light page and on a dark one")
  func contrast() {
    for palette in [Palette.light, .dark] {
      let onPage = [
        palette.ink, palette.muted, palette.branch, palette.closing, palette.failure, palette.good,
        palette.bad,
        palette.doubtful,
      ]
      for text in onPage {
        for ground in [palette.page, palette.card] {
          #expect(Self.contrast(text, ground) >= 4.5, "\(text) on \(ground)")
        }
      }
      for text in [palette.ink, palette.muted] {
        for ground in [palette.litCard, palette.visitedCard] {
          #expect(Self.contrast(text, ground) >= 4.5, "\(text) on \(ground)")
        }
      }
      for chip in [palette.good, palette.bad, palette.doubtful, palette.ink, palette.notice] {
        #expect(Self.contrast(palette.onColor, chip) >= 4.5, "\(palette.onColor) on \(chip)")
      }
    }
  }

  @Test("Every rule is for the picture alone")
  func scope() {
    for line in PictureStyle.rules.split(separator: "\n")
    where line.contains("{") && !line.hasPrefix("@media") {
      let selectors = line.prefix { $0 != "{" }.split(separator: ",")
      for selector in selectors {
        #expect(selector.drop { $0 == " " }.hasPrefix(".refrain-picture"), "\(line)")
      }
    }
  }

  /// The contrast of two colours by WCAG 2.
  private static func contrast(_ one: String, _ other: String) -> Double {
    let (first, second) = (luminance(one), luminance(other))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  private static func luminance(_ color: String) -> Double {
    let number = Int(color.dropFirst(), radix: 16) ?? 0
    return [(16, 0.2126), (8, 0.7152), (0, 0.0722)].reduce(0) { sum, part in
      let channel = Double((number >> part.0) & 0xFF) / 255
      // The linear value within a hundredth of a percent, without the power function of a C library.
      return sum + part.1 * linear(channel)
    }
  }

  private static func linear(_ channel: Double) -> Double {
    guard channel > 0.04045 else { return channel / 12.92 }
    let base = (channel + 0.055) / 1.055
    // base^2.4 = base² · base^0.4, the latter as the fifth root of base², by Newton.
    let square = base * base
    var root = 1.0
    for _ in 0..<40 { root -= (root * root * root * root * root - square) / (5 * root * root * root * root) }
    return square * root
  }
}
