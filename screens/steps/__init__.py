"""Drawing of each kind of step on the stage: one module per kind, named after it, with a function ``draw``."""
