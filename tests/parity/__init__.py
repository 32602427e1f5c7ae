"""Our rules against PyTorch's, Keras's and optax's, under the settings that our docstrings name.

table    which rule is compared with which library, on which gradients
drivers  how each library is told to take the same steps
record   run in an environment that has the libraries; writes recorded.json
"""
