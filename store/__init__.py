"""What a workshop is made of, and how it is kept. TinyDB lives here and nowhere else.

The floors above use ``sessions`` (open and change a session), ``records``, ``text`` and ``errors``.
"""
