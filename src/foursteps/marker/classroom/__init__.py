"""A class: submissions read, run and marked; gradebook, written answers, feedback, report."""
