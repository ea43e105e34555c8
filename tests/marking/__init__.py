"""Tests of the marking rules."""
