"""Memory that lasts: what a learner would recall of each question, and what is due before it fades."""
