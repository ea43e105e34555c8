"""Installations: in which workspaces Swot may speak, and with which tokens; encrypted at rest."""
