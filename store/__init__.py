"""The records of a workshop and their storage on disk. No other package uses TinyDB.

The layers above use ``sessions`` (open and change a session), ``records``, ``text`` and ``errors``.
"""
