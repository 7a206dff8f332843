"""The facilitator's terminal. Textual lives here and nowhere else."""
