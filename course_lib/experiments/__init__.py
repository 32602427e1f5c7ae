"""Each claim of the lecture as a function that returns numbers: a notebook plots them, a test asserts them.

gradient_descent  chapter 1 (slides S1, S2)
adagrad           chapter 2 (S3 to S6)
momentum          chapter 3 (S7 to S10)
rmsprop           chapter 4 (S11, S12)
adam              chapter 5 (S13), with adam_convergence: where Adam does not converge
comparison        chapter 6 (S14): four rules at one rate, at their best rates, and with a schedule
races             chapter 6 (S16 to S18): what the animations show
variants          chapter 7 (S15 and after): what the later rules change
words             chapter 7: why anyone needs Adam
tuning            a fair race: each rule at the best rate of a grid of its own
claims            what a claim is, and the table of them
lecture           the claims of all chapters

A function's docstring states the claim (with its slide, S1 to S18) and what it returns.
"""
