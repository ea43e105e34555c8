"""What makes due work happen: the dispatcher, the courier, and the waker that drives them."""
