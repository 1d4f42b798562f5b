/// The style of all pages of a site, `Resources/site.css`.
enum SiteStyle {
  /// The whole of it.
  static let text = String(decoding: PackageResources.site_css, as: UTF8.self)
}
