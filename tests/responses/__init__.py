"""Tests of the response log."""
