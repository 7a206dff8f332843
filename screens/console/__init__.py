"""The facilitator's private view of a running workshop. What it says, it says to one person."""
