// swift-tools-version: 6.2

import PackageDescription

/// What every target is compiled with.
let settings: [SwiftSetting] = [
  // A warning that may stay is a warning that nobody reads.
  .treatAllWarnings(as: .error),
  // `any` is written out, so that the cost of a dynamic call is seen where it is paid.
  .enableUpcomingFeature("ExistentialAny"),
  // A module shows only the imports that it says are public.
  .enableUpcomingFeature("InternalImportsByDefault"),
  // A file can use only the members of modules that it imports itself.
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Holds where the live service is built: its C libraries are neither compiled nor linked otherwise.
///
/// Swift targets cannot be dropped by a trait, so the files of those that use them stand in `#if Service`.
let service: TargetDependencyCondition? = .when(traits: ["Service"])

let package = Package(
  name: "refrain",
  // What the concurrency runtime and Synchronization ask for on Apple's systems; elsewhere there is no minimum.
  platforms: [.macOS(.v15)],
  products: [
    // All of which `RefrainKit` re-exports something: `swift package diagnose-api-breaking-changes` looks at a product's targets alone.
    .library(
      name: "RefrainKit",
      targets: [
        "RefrainKit", "JSONSyntax", "Diagnostics", "FlowModel", "FlowLoading", "FlowValidation",
        "FlowInterpreter",
        "FlowHosting", "FlowSimulation", "FlowReporting", "FlowPictures", "FlowSite",
      ]),
    .executable(name: "refrain", targets: ["RefrainCommand"]),
    .executable(name: "refrain-bench", targets: ["RefrainBench"]),
    .executable(name: "refrain-prove", targets: ["RefrainProve"]),
  ],
  traits: [
    .trait(
      name: "Service",
      description: "Builds the live service: 'refrain serve', and the commands over its store.")
  ],
  targets: [
    .target(name: "JSONSyntax", swiftSettings: settings),
    .target(name: "Diagnostics", swiftSettings: settings),
    .target(name: "FlowModel", dependencies: ["JSONSyntax", "Diagnostics"], swiftSettings: settings),
    .target(
      name: "FlowLoading", dependencies: ["JSONSyntax", "Diagnostics", "FlowModel"],
      resources: [.embedInCode("Pages")], swiftSettings: settings),
    .target(
      name: "FlowValidation", dependencies: ["Diagnostics", "FlowModel"],
      resources: [.embedInCode("Pages")], swiftSettings: settings),
    .target(name: "FlowInterpreter", dependencies: ["FlowModel", "JSONSyntax"], swiftSettings: settings),
    .target(
      name: "FlowHosting", dependencies: ["JSONSyntax", "FlowModel", "FlowInterpreter"],
      swiftSettings: settings),
    .target(
      name: "FlowSimulation",
      dependencies: [
        "JSONSyntax", "Diagnostics", "FlowModel", "FlowLoading", "FlowInterpreter", "FlowHosting",
      ],
      swiftSettings: settings),
    .target(
      name: "FlowReporting",
      dependencies: ["JSONSyntax", "Diagnostics", "FlowModel", "FlowInterpreter", "FlowSimulation"],
      swiftSettings: settings),
    .target(
      name: "FlowPictures", dependencies: ["JSONSyntax", "Diagnostics", "FlowModel"], swiftSettings: settings),
    .target(
      name: "FlowSite",
      dependencies: [
        "JSONSyntax", "Diagnostics", "FlowModel", "FlowInterpreter", "FlowSimulation", "FlowReporting",
        "FlowPictures",
      ],
      resources: [.embedInCode("Resources")], swiftSettings: settings),
    .target(
      name: "ServiceProtocols", dependencies: ["JSONSyntax", "FlowModel", "FlowInterpreter", "FlowHosting"],
      swiftSettings: settings),
    .target(
      name: "ServiceCore",
      dependencies: [
        "JSONSyntax", "Diagnostics", "FlowModel", "FlowInterpreter", "FlowHosting", "FlowLoading",
        "ServiceProtocols",
      ],
      swiftSettings: settings),
    .target(
      name: "ServiceOperators",
      dependencies: [
        "JSONSyntax", "FlowModel", "FlowInterpreter", "FlowHosting", "FlowReporting", "FlowPictures",
        "ServiceProtocols", "ServiceCore",
      ],
      resources: [.embedInCode("Resources")], swiftSettings: settings),
    .target(
      name: "RefrainKit",
      dependencies: [
        "JSONSyntax", "Diagnostics", "FlowModel", "FlowLoading", "FlowValidation", "FlowInterpreter",
        "FlowHosting", "FlowSimulation", "FlowReporting", "FlowPictures", "FlowSite",
      ],
      swiftSettings: settings),
    .target(
      name: "LanguageServer",
      dependencies: [
        "JSONSyntax", "Diagnostics", "FlowModel", "FlowLoading", "FlowValidation", "FlowSimulation",
        "FlowReporting",
      ],
      swiftSettings: settings),
    .systemLibrary(
      name: "CSQLite", path: "Sources/System/CSQLite",
      providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
    .systemLibrary(
      name: "CPostgreSQL", path: "Sources/System/CPostgreSQL", pkgConfig: "libpq",
      providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
    .systemLibrary(
      name: "CMicroHTTPD", path: "Sources/System/CMicroHTTPD",
      providers: [.apt(["libmicrohttpd-dev"]), .brew(["libmicrohttpd"])]),
    .systemLibrary(
      name: "CCurl", path: "Sources/System/CCurl",
      providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
    .systemLibrary(
      name: "CCrypto", path: "Sources/System/CCrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl"])]),
    .target(
      name: "RefrainService",
      dependencies: [
        "FlowModel", "FlowInterpreter", "FlowHosting", "ServiceProtocols", "ServiceCore", "ServiceOperators",
        .target(name: "CSQLite", condition: service), .target(name: "CPostgreSQL", condition: service),
        .target(name: "CMicroHTTPD", condition: service), .target(name: "CCurl", condition: service),
        .target(name: "CCrypto", condition: service),
      ],
      swiftSettings: settings),
    .target(
      name: "ServiceEmulators",
      dependencies: [
        "JSONSyntax", "FlowModel", "FlowInterpreter", "FlowSimulation", "ServiceProtocols", "RefrainService",
      ],
      resources: [.embedInCode("Resources")], swiftSettings: settings),
    .executableTarget(
      name: "RefrainCommand",
      dependencies: [
        "RefrainKit", "FlowModel", "FlowReporting", "LanguageServer", "ServiceProtocols", "ServiceCore",
        "ServiceOperators",
        "RefrainService", "ServiceEmulators",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "RefrainBench", dependencies: ["RefrainKit", "FlowModel", "ServiceCore", "RefrainService"],
      swiftSettings: settings),
    .executableTarget(
      name: "RefrainProve",
      dependencies: ["RefrainKit", "FlowModel", "FlowSimulation", "ServiceCore", "RefrainService"],
      swiftSettings: settings),
    .target(
      name: "TestSupport",
      dependencies: [
        "JSONSyntax", "Diagnostics", "FlowModel", "FlowLoading", "FlowInterpreter", "FlowSimulation",
      ],
      path: "Tests/TestSupport", swiftSettings: settings),
    .testTarget(
      name: "JSONSyntaxTests", dependencies: ["TestSupport", "JSONSyntax"], swiftSettings: settings),
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"], swiftSettings: settings),
    .testTarget(
      name: "FlowModelTests",
      dependencies: ["JSONSyntax", "Diagnostics", "FlowModel", "FlowInterpreter", "FlowSimulation"],
      swiftSettings: settings),
    .testTarget(
      name: "FlowLoadingTests",
      dependencies: ["TestSupport", "JSONSyntax", "Diagnostics", "FlowModel", "FlowLoading"],
      exclude: ["Fixtures"], swiftSettings: settings),
    .testTarget(
      name: "FlowValidationTests",
      dependencies: [
        "TestSupport", "JSONSyntax", "Diagnostics", "FlowModel", "FlowLoading", "FlowValidation",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "FlowInterpreterTests",
      dependencies: [
        "TestSupport", "JSONSyntax", "Diagnostics", "FlowModel", "FlowLoading", "FlowInterpreter",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "FlowHostingTests",
      dependencies: [
        "TestSupport",
        "JSONSyntax", "Diagnostics", "FlowModel", "FlowLoading", "FlowInterpreter", "FlowHosting",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "FlowSimulationTests",
      dependencies: [
        "JSONSyntax", "Diagnostics", "FlowModel", "FlowLoading", "FlowInterpreter", "FlowHosting",
        "FlowSimulation",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "FlowReportingTests",
      dependencies: [
        "FlowReporting", "Diagnostics", "JSONSyntax", "FlowModel", "FlowLoading", "FlowInterpreter",
        "FlowSimulation",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "FlowPicturesTests",
      dependencies: ["FlowPictures", "Diagnostics", "JSONSyntax", "FlowModel", "FlowLoading"],
      swiftSettings: settings),
    .testTarget(
      name: "FlowSiteTests",
      dependencies: [
        "FlowSite", "FlowReporting", "FlowPictures", "Diagnostics", "JSONSyntax", "FlowModel", "FlowLoading",
        "FlowInterpreter",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "LanguageServerTests",
      dependencies: ["TestSupport", "LanguageServer", "FlowValidation", "JSONSyntax"],
      swiftSettings: settings),
    .testTarget(
      name: "ServiceProtocolsTests",
      dependencies: [
        "TestSupport",
        "ServiceProtocols", "JSONSyntax", "FlowModel", "FlowLoading", "FlowInterpreter", "FlowHosting",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ServiceCoreTests",
      dependencies: [
        "TestSupport",
        "ServiceCore", "ServiceOperators", "ServiceProtocols", "JSONSyntax", "FlowModel", "FlowLoading",
        "FlowInterpreter", "FlowHosting",
      ],
      swiftSettings: settings),
    .testTarget(name: "RefrainKitTests", dependencies: ["RefrainKit"], swiftSettings: settings),
    .testTarget(
      name: "ServiceEmulatorsTests",
      dependencies: [
        "ServiceEmulators", "JSONSyntax", "FlowModel", "FlowInterpreter", "FlowSimulation",
        "ServiceProtocols",
        "RefrainService",
      ], swiftSettings: settings),
    .testTarget(
      name: "RefrainServiceTests",
      dependencies: [
        "TestSupport",
        "RefrainService", "ServiceProtocols", "ServiceCore", "ServiceOperators", "FlowModel",
        "FlowInterpreter", "FlowHosting",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "RefrainCommandTests",
      dependencies: ["RefrainCommand", "RefrainKit", "ServiceProtocols", "ServiceCore"],
      swiftSettings: settings),
    .testTarget(
      name: "RefrainProveTests",
      dependencies: ["RefrainProve", "RefrainKit", "FlowSimulation", "ServiceCore"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
