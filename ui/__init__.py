"""The window: asks services, never the rooms behind them."""
