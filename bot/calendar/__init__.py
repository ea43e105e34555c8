"""When a class is at school: its time zone, terms, holidays and exams."""
