// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "grdp",
  products: [
    .executable(name: "grdp", targets: ["grdp"]),
    .library(name: "Sim", targets: ["Sim"]),
    .library(name: "Scenarios", targets: ["Scenarios"]),
  ],
  traits: [
    .trait(name: "MPI", description: "Runs on the processes of one mpirun; needs Open MPI.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .systemLibrary(name: "CSleef", pkgConfig: "sleef", providers: [.apt(["libsleef-dev"])]),
    .target(name: "CKernels", dependencies: ["CSleef"]),
    .target(name: "CQuantiles"),
    .systemLibrary(
      name: "CLAPACKE", pkgConfig: "lapacke", providers: [.apt(["liblapacke-dev"])]),
    .systemLibrary(name: "CNLopt", pkgConfig: "nlopt", providers: [.apt(["libnlopt-dev"])]),
    .target(name: "CSobol"),
    .systemLibrary(
      name: "COpenMPI", pkgConfig: "ompi-c", providers: [.apt(["libopenmpi-dev"])]),
    .target(
      name: "CMessagePassing",
      dependencies: [.target(name: "COpenMPI", condition: .when(traits: ["MPI"]))],
      cSettings: [.define("GRDP_MPI", .when(traits: ["MPI"]))]),
    .systemLibrary(name: "CMessageDigest", pkgConfig: "libmd", providers: [.apt(["libmd-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(
      name: "Sim", dependencies: ["CKernels", "CLAPACKE", "CNLopt", "CQuantiles", "CSobol"],
      swiftSettings: settings),
    .target(
      name: "Scenarios",
      dependencies: ["Sim", "CMessageDigest", "CYAML"],
      swiftSettings: settings),
    .target(name: "Report", dependencies: ["Sim", "Scenarios"], swiftSettings: settings),
    .executableTarget(
      name: "grdp",
      dependencies: [
        "Sim", "Scenarios", "Report",
        .target(name: "CMessagePassing", condition: .when(traits: ["MPI"])),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/CLI", swiftSettings: settings),
    .testTarget(
      name: "SimTests", dependencies: ["Sim", "CKernels", "CQuantiles"],
      exclude: ["Forecasting/algebra_certified.json"], swiftSettings: settings),
    .testTarget(
      name: "ScenariosTests", dependencies: ["Scenarios", "Sim"], swiftSettings: settings),
    .testTarget(
      name: "ReportTests",
      dependencies: ["Report", "Scenarios"],
      exclude: ["Schema/Example"], swiftSettings: settings),
    .testTarget(
      name: "CLITests", dependencies: ["grdp"],
      exclude: [
        "Data", "Fit/Harbour", "Mistakes", "Parts/refused.en.txt", "Parts/refused.vi.txt",
        "Parts/resume.en.txt", "Parts/resume.vi.txt", "Parts/usage.en.txt", "Parts/usage.vi.txt",
        "Regress", "Run/Town", "Search", "Show/Files",
        "Show/Pages",
      ],
      swiftSettings: settings),
  ],
  cxxLanguageStandard: .cxx17
)
