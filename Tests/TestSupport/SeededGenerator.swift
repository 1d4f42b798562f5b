// Tests print the seed of what they draw, so that a failure can be had again.
@_exported public import struct FlowSimulation.SeededGenerator
