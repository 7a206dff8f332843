"""How each kind of step looks on the stage: one module per kind, of the kind's name, with one ``draw``."""
