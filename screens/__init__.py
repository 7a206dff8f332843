"""The facilitator's terminal. No other package imports Textual."""
