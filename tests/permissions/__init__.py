"""Who may do what: every handler against everybody."""
