"""What Swot keeps when its process dies, its disk is slow, or two of it run at once."""
