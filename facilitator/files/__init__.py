"""Session files and result folders on disk: opening, rescue, deletion and their ledger."""
