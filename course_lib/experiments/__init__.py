"""Each claim of the lecture as a function that returns numbers: a notebook plots them, a test asserts them.

One module a chapter. A function's docstring states the claim (with its slide, S1 to S18) and what it returns.
"""
