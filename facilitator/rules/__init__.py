"""The rules of a workshop: every verb and every answer as a pure function of records, clock, ids and chance."""
