"""The library of the optimizers course: one module for each idea, read from the bottom up.

Layer 0: optimizers, averages, surfaces, data.  Layer 1: models, training.  Layer 2: experiments, plots.
A module imports only from the layers below it, so the maths can be read (and imported) without the pictures.
"""
