"""A later workshop that goes on with what an earlier one agreed."""
