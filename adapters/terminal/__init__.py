"""The terminal: a class on one screen, for trying Swot and for testing it.

It is strict: what the narrowest platform would refuse, it refuses, so that what plays here plays everywhere.
"""
