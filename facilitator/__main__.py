"""``python -m facilitator`` runs the command line."""

import sys

from facilitator.cli.entry import main

if __name__ == "__main__":
    sys.exit(main())
