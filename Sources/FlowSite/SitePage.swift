import Diagnostics

/// What all pages of a site have in common: a page is one file that asks for no other.
struct SitePage {
  /// What stands in the browser's title bar.
  let title: String
  /// The pages above this one.
  var trail: [(name: String, page: String)] = []
  /// The page's own part.
  let content: Markup
  /// The script that runs on the page; no other ever does.
  var script: SiteScript?
  /// Whether the page tells of times.
  var hasTimes = false
  /// The command that has made the page.
  var maker = Self.reportMaker

  fileprivate static let reportMaker = "refrain report"

  /// The page as a browser reads it.
  var bytes: [UInt8] {
    let page: Markup = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <meta name="generator" content="\(maker)">
      <title>\(title.printable)</title>
      <link rel="icon" href="data:,">
      <style>
      \(Markup(trusted: SiteStyle.text))</style>
      </head>
      <body>
      <a class="skip" href="#content">To the content</a>
      \(navigation)
      <main id="content">
      \(content)
      </main>
      <footer>Made by <b>\(maker)</b>.\(hasTimes ? " Times are virtual." : "")</footer>
      \(script.map { "<script>\(Markup(trusted: $0.text))</script>\n" as Markup })</body>
      </html>

      """
    return Array(page.html.utf8)
  }

  /// Nothing is loaded from anywhere, and of scripts only ours runs, known by its digest: so even markup that should
  /// slip through could do nothing.
  private var policy: String {
    let scripts = script.map { "'sha256-\($0.digest)'" } ?? "'none'"
    return """
      default-src 'none'; script-src \(scripts); style-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
      form-action 'none'
      """
  }

  private var navigation: Markup {
    guard !trail.isEmpty else { return "" }
    let links: [Markup] = trail.map { "<li><a href=\"\($0.page)\">\($0.name.printable)</a></li>" }
    return "<nav aria-label=\"Pages above\"><ol>\(links)</ol></nav>"
  }
}

extension SiteNames {
  /// How many of a file's first bytes tell whether it is a page of a report.
  package static let beginningSize = 4096

  /// Whether a file that begins so is a page of a report.
  package static func isPage(_ beginning: [UInt8]) -> Bool {
    String(decoding: beginning, as: UTF8.self).split(separator: "\n")
      .contains { $0 == "<meta name=\"generator\" content=\"\(SitePage.reportMaker)\">" }
  }
}
