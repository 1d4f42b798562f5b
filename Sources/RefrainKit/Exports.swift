// What a program needs that works with flows: one import for all of it.
@_exported public import Diagnostics
@_exported public import FlowHosting
@_exported public import FlowInterpreter
@_exported public import FlowLoading
@_exported public import FlowModel
@_exported public import FlowPictures
@_exported public import FlowReporting
@_exported public import FlowSimulation
@_exported public import FlowSite
@_exported public import FlowValidation
@_exported public import JSONSyntax
