"""The update rules. Each is a frozen dataclass of hyperparameters with two pure methods:

    opt = Momentum(lr=0.1, beta=0.9)
    state = opt.start(W)                 # what the rule remembers, before the first step
    W, state = opt.step(W, g, state)     # one step; the arrays that went in are unchanged

All rules but Muon work on each coordinate by itself, so W may have any shape, and hyperparameters broadcast against it:
`lr` of shape (runs, 1) with W of shape (runs, d) trains all runs at once.

rule        what all rules share: their hyperparameters, checked once
sgd         the gradient alone
momentum    Momentum and Nesterov
adagrad     AdaGrad
rmsprop     RMSProp
adadelta    AdaDelta
adam        Adam and AdamW
after_adam  AMSGrad, NAdam and Lion
muon        Muon
"""

from course_lib.optimizers.adadelta import AdaDelta
from course_lib.optimizers.adagrad import AdaGrad
from course_lib.optimizers.adam import Adam, AdamW
from course_lib.optimizers.after_adam import AMSGrad, Lion, NAdam
from course_lib.optimizers.momentum import Momentum, Nesterov
from course_lib.optimizers.muon import Muon
from course_lib.optimizers.rmsprop import RMSProp
from course_lib.optimizers.rule import Rule
from course_lib.optimizers.sgd import SGD

# In the course's order, which is also the explorers'.
__all__ = [  # noqa: RUF022
    "Rule",
    "SGD",
    "Momentum",
    "Nesterov",
    "AdaGrad",
    "AdaDelta",
    "RMSProp",
    "Adam",
    "AdamW",
    "AMSGrad",
    "NAdam",
    "Lion",
    "Muon",
]

RULES = {name: globals()[name] for name in __all__ if name != "Rule"}
