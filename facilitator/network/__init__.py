"""Which address the code shows: the interfaces of this computer, their ranking, and the choice of the facilitator."""
