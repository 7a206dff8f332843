"""``python -m facilitator`` runs the command line."""

import sys

from facilitator.begin import main

if __name__ == "__main__":
    sys.exit(main())
