"""The mark book: what a class's learners have done, as a file for their teacher."""
