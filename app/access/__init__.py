"""Who may write: administrators' tokens, the sessions of their browsers, and a limit on guessing."""

from app.access.gate import Admin, Gate, Session

__all__ = ["Admin", "Gate", "Session"]
