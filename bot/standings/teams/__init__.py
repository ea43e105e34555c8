"""Teams of a class, balanced by past results, and where they stand."""
