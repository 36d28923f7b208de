"""The marker of the exercise sets: answers cross its border as data, code never does.

`scheme` and `paper` are the two files of a set; `sandbox` runs students' code and sends back
plain values (`values`); `key` and `compare` turn them into marks; `grade` does a whole class.
"""
