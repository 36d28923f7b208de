"""What decides an answer: its plain form, the comparison with the key, hints, drawn charts.

Nothing here runs a student's code or reads a scheme: it rests on pandas, NumPy and vl-convert
alone, so that practice in a student's own kernel and the marking of a class decide alike.
"""
