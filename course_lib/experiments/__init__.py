"""Each claim of the lecture as a function that returns numbers: a notebook plots them, a test asserts them.

gradient_descent  chapter 1 (slides S1, S2), with few_weights: what can be drawn; clock: what is measured in seconds
adagrad           chapter 2 (S3, S4, S6)
sparse            chapter 2 (S5): frequent and sparse gradients
momentum          chapter 3 (S7 to S10), with pits: how far a point with a velocity rolls
rmsprop           chapter 4 (S11, S12), with rmsprop_rates, and second_moment: what dividing by its root does
adam              chapter 5 (S13), with adam_tuning: its learning rate, and adam_convergence: where it does not rest
comparison        chapter 6 (S14): four rules at one rate, at their best rates, and with a schedule
races             chapter 6 (S16 to S18): what the animations show
network_surface   chapter 6: the surface of a real network, with loss_plane: a plane through it and what it hides
variants          chapter 7 (S15 and after): what the later rules change
words             chapter 7: why anyone needs Adam
tuning            a fair race: each rule at the best rate of a grid of its own
kept              the longest of all these runs, which a browser reads
claims            what a claim is, and the table of them
lecture           the claims of all chapters

A function's docstring states the claim (with its slide, S1 to S18) and what it returns.
"""
