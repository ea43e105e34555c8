"""Tests of a school's calendar: on which days there is school, and what a file says of them."""
