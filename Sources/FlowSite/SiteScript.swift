/// A script of ours that a page runs. It makes no elements and no markup: it shows, hides and scrolls what is there, and sets
/// classes and texts.
struct SiteScript {
  /// The script.
  let text: String
  /// What a page's policy knows the script by: the SHA-256 digest of `text`, in base 64. A test tells whoever changes the
  /// script what it is then.
  let digest: String

  /// The player of a scenario's page.
  static let player = SiteScript(
    PackageResources.player_js, digest: "CBbxi2M0AtC+wEbNk2YpEh2N4hMisfKcMwmrmVojzKk=")
  /// What brings the Start of a flow's picture into view.
  static let picture = SiteScript(
    PackageResources.picture_js, digest: "mA+iHshWSkSrfvE458LWvLsjP2Uey/zZPtZ3MM4ibYw=")

  private init(_ file: [UInt8], digest: String) {
    text = "\n" + String(decoding: file, as: UTF8.self)
    self.digest = digest
  }
}
