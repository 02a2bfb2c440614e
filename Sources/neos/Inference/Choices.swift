public import ArgumentParser
public import NeosEngine

// Engine types that an option takes by name.

extension Interpolation.Additive: ExpressibleByArgument {}
extension Interpolation.Multiplicative: ExpressibleByArgument {}
extension TestStatistic: ExpressibleByArgument {}
