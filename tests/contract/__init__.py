"""What every adapter must keep to, however different its platform."""
