"""Messages in Finnish, Swedish and English: the catalogue, its languages, and the exchange with translators' tools."""
