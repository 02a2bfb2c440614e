// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]

// Optimized tests would take longer to build than what they save when they run.
let strictTest = strict + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

let package = Package(
  name: "neos",
  products: [
    .library(name: "NeosEngine", targets: ["NeosEngine"]),
    .executable(name: "neos", targets: ["neos"]),
  ],
  traits: [
    .trait(name: "HDF5", description: "Tables in HDF5 files can be read; this needs libhdf5-dev.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.0"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
  ],
  targets: [
    .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
    .target(name: "NeosKernels"),
    .target(
      name: "NeosEngine",
      dependencies: [
        "COpenBLAS",
        .target(name: "CHDF5", condition: .when(traits: ["HDF5"])),
        "NeosKernels",
        .product(name: "RealModule", package: "swift-numerics"),
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["Network/Files/ONNX/onnx.proto"],
      swiftSettings: strict),
    .target(
      name: "NeosPlot",
      swiftSettings: strict),
    .target(
      name: "NeosTerminal",
      dependencies: ["CNcurses", "NeosEngine", "NeosPlot"],
      swiftSettings: strict),
    .executableTarget(
      name: "neos",
      dependencies: [
        "NeosEngine",
        "NeosKernels",
        "NeosPlot",
        "NeosTerminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    // The kernels once more for each instruction set, for tests.
    .target(
      name: "KernelPaths",
      dependencies: ["NeosKernels"],
      path: "Tests/KernelPaths"),
    .testTarget(
      name: "NeosEngineTests",
      dependencies: ["KernelPaths", "NeosEngine"],
      swiftSettings: strictTest),
    .testTarget(
      name: "NeosPlotTests",
      dependencies: ["NeosPlot"],
      exclude: ["Snapshots"],
      swiftSettings: strictTest),
    .testTarget(
      name: "NeosTerminalTests",
      dependencies: ["NeosTerminal", "NeosEngine", "NeosPlot"],
      exclude: ["Snapshots"],
      swiftSettings: strictTest),
    .testTarget(
      name: "neosTests",
      dependencies: ["neos", "NeosEngine"],
      swiftSettings: strictTest),
  ],
  swiftLanguageModes: [.v6]
)
