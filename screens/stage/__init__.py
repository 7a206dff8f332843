"""The projected stage. It is drawn from ``PublicView`` alone, which contains nothing private."""
