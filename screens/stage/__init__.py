"""The stage: what is projected. Drawn from ``PublicView`` alone, so it has nothing private to show."""
