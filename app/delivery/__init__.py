"""Who gets which mail, once: subscriptions, the ledger, the run."""
