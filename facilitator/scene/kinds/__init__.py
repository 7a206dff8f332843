"""The scene of each kind of step: a module named as the kind, with a function ``draw``.

A kind without a module is drawn as its question with the number of its answers.
"""
