"""What every rule is given and gives back: context, outcome, record index, ids, keyed hashes, checked arguments."""
