"""The small slips that many rules share, in bodies that write a rule in these words:

    S1 = beta * S + (1 - beta) * g**2       an average; S1 is the new one
    S_used = S1                             what stands under the root
    root = np.sqrt(S_used + eps)
    W1 = W - lr * m_used / root

Each function gives the slips in one such line, the commonest first: of two that lead to the same numbers the first
counts.
"""

from dataclasses import replace

from course_lib.homework.slips import Slip


def often(slip):
    """The same slip, made so often that it is tried together with every other."""
    return replace(slip, often=True)


def edit(name, hint, *edits):
    """A slip that changes the text: (find, put), …"""
    return Slip(name, hint, edits)


def missing(S):
    """What is said where S comes back as it came in."""
    return f"{S} does not change here: is its line missing?"


def setting(name, hint, first):
    """A slip by which a value other than the argument's counts, such as eps = 0."""
    return Slip(name, hint, first=first)


LR = [
    often(setting("steps_uphill", "W goes uphill: the step must go against the gradient.", "lr = -lr")),
    often(setting("lr_forgotten", "The learning rate has no influence.", "lr = 1")),
    setting("lr_applied_twice", "The learning rate is applied twice.", "lr = lr**2"),
]
# A fixed ε cannot be told from np.maximum(root, eps), where it is there and changes nothing.
TINY = "ε is missing, fixed at a tiny number such as 1e-8, or has no influence here: add eps under the root."
TINY_OUTSIDE = "ε stands outside the root, and is missing or fixed at a tiny number such as 1e-8."
EPS = [
    often(setting("eps_fixed", TINY, "eps = 1e-8")),
    setting("eps_fixed_larger", TINY, "eps = 1e-7"),
    setting("eps_fixed_largest", TINY, "eps = 1e-6"),
    setting("eps_forgotten", "There is no ε in these numbers.", "eps = 0"),
    setting("eps_squared", "ε is squared before it is added.", "eps = eps**2"),
]
CLIP = [
    setting("clipped_at_one", "The gradient is clipped at ±1.", "g = np.clip(g, -1, 1)"),
    setting("clipped_at_five", "The gradient is clipped at ±5.", "g = np.clip(g, -5, 5)"),
    setting("clipped_at_ten", "The gradient is clipped at ±10.", "g = np.clip(g, -10, 10)"),
    setting("clipped_to_length_one", "The gradient is shortened to length 1.", "g = g / max(1, np.linalg.norm(g))"),
    setting("made_one_long", "The gradient is scaled to length 1.", "g = g / np.linalg.norm(g)"),
]
CURVATURE = [
    often(setting("gradient_doubled", "The gradient is 2cW: mind the ½ in f.", "c = 2 * c")),
    setting("gradient_halved", "The gradient is ½cW: what happens to the ½ when you differentiate W²?", "c = c / 2"),
    setting("curvature_forgotten", "The gradient is W, whatever c is.", "c = np.ones_like(c)"),
    setting("curvature_squared", "The gradient is c²W: c enters the derivative of ½cW² once.", "c = c**2"),
]
STEPS = [
    edit("W_does_not_change", missing("W"), ("return np.array(path)", "return np.array(path[:1] * len(path))")),
    often(
        edit(
            "start_missing",
            "The path has no start: W as it came in should be its first row.",
            ("path = [W]", "path = []"),
        )
    ),
    edit("start_is_zero", "The first row is 0: it should be the start.", ("path = [W]", "path = [0 * W]")),
    edit(
        "last_row_is_zero",
        "The last row is 0: the points stand one row too early, and the start is missing.",
        ("return np.array(path)", "return np.array([*path[1:], 0 * W])"),
    ),
    edit(
        "start_twice",
        "The start stands in the path twice, and the last point is missing.",
        ("path = [W]", "path = [W, W]"),
        ("return np.array(path)", "return np.array(path[:-1])"),
    ),
    edit("only_the_end", "That is only the last point of the path.", ("return np.array(path)", "return path[-1]")),
    setting("one_step_too_many", "There is one step too many.", "steps = steps + 1"),
    setting("one_step_too_few", "There is one step too few.", "steps = steps - 1"),
    edit("value_for_gradient", "The step uses ½cW², the value, instead of the slope.", ("c * W", "c * W**2 / 2")),
    edit("W_squared_in_the_gradient", "The gradient is cW²: what is the derivative of W²?", ("c * W", "c * W**2")),
    edit("gradient_of_the_start", "Every step uses the gradient at the start.", ("c * W", "c * path[0]")),
]


ONLY_THE_STEP = "That is the step alone. Return W after it."


def average(S, beta, new, *defaults):
    """Slips in S1 = beta * S + (1 - beta) * new, the whole line and its weights; `defaults`: usual values of beta."""
    old, weight, line = f"{beta} * {S} +", f"(1 - {beta}) * {new}", f"{beta} * {S} + (1 - {beta}) * {new}"
    b = {"beta": "β", "beta1": "β₁", "beta2": "β₂", "rho": "ρ"}[beta]
    return [
        often(edit(f"new_unweighted_in_{S}", f"In {S} the new part has the weight 1, not 1 - {b}.", (weight, new))),
        edit(f"old_unweighted_in_{S}", f"In {S} the old average keeps its whole weight.", (old, f"{S} +")),
        edit(f"sum_in_{S}", f"{S} is a sum, not an average.", (line, f"{S} + {new}")),
        often(edit(
            f"weights_exchanged_in_{S}",
            f"In {S} the weights of old and new are swapped.",
            (old, f"(1 - {beta}) * {S} +"),
            (weight, f"{beta} * {new}"),
        )),
        *(
            edit(
                f"{beta}_always_{default}_in_{S}".replace(".", ""),
                f"In {S}, {b} is {default}, whatever comes in.",
                (old, f"{default} * {S} +"),
                (weight, f"(1 - {default}) * {new}"),
            )
            for default in defaults
        ),
        edit(f"{S}_kept_twice", f"The old {S} is added once more: + {b}·{S} on top of {S}.", (old, f"{S} + {old}")),
        edit(f"old_{S}_left_out",
             f"Nothing of the old {S} is left in the new one: its term is missing, or it is always 0.", (old, "")),
        edit(f"{S}_starts_at_the_first", f"The first {S} is the new part itself: its weight is 1 - {b} there, too.",
             (line, f"(({line}) if np.any({S}) else {new})")),
        edit(f"old_subtracted_in_{S}", f"In {S} the old average is subtracted.", (old, f"-{old}")),
        edit(f"minus_in_{S}", f"In {S} the new part is subtracted.", (weight, f"-{weight}")),
        edit(f"old_weight_on_both_in_{S}", f"In {S} the new part has the weight {b}, too.",
             (weight, f"{beta} * {new}")),
        edit(f"{S}_does_not_change", missing(S), (line, S)),
    ]  # fmt: skip


def squares(S, square="g**2"):
    """Slips in the square that enters S."""
    g = square.removesuffix("**2")
    what = "gradient" if g == "g" else "step"
    return [
        edit(f"{what}_not_squared_in_{S}", f"In {S} the {what} is not squared.", (square, g)),
        edit(f"size_not_squared_in_{S}", f"|{g}| enters {S}, not its square.", (square, f"np.abs({g})")),
        edit(f"squares_of_all_in_{S}", f"The squares of all coordinates enter every entry of {S}.",
             (square, f"np.sum({g}**2)")),
        edit(f"sum_squared_in_{S}", f"The square of a sum over all coordinates enters {S}.",
             (square, f"np.sum({g}) ** 2")),
        edit(f"mean_of_squares_in_{S}", f"The mean of the squares of all coordinates enters {S}.",
             (square, f"np.mean({g}**2)")),
    ]  # fmt: skip


def root(S, over):
    """Slips in root = np.sqrt(S_used + eps), and in dividing by it: `over` is what stands above."""
    inside = f"np.sqrt({S}_used + eps)"
    return [
        often(edit("eps_outside_the_root", "ε stands outside the root.", (inside, f"np.sqrt({S}_used) + eps"))),
        often(edit("eps_fixed_outside", TINY_OUTSIDE, (inside, f"np.sqrt({S}_used) + 1e-8"))),
        often(edit("eps_fixed_outside_larger", TINY_OUTSIDE,
                   (inside, f"np.sqrt({S}_used) + 1e-7"))),
        often(edit("no_root", "The root is missing.", (inside, f"({S}_used + eps)"))),
        edit("never_divided", "Nothing is divided by the root.", (f"{over} / root", over)),
        edit(
            "eps_outside_the_quotient",
            "ε is added after the division: brackets are missing.",
            (inside, f"np.sqrt({S}_used)"),
            (f"{over} / root", f"{over} / root + eps"),
        ),
        edit(
            "eps_added_to_the_quotient",
            "ε is added to the quotient, not to what it is divided by: brackets are missing.",
            (inside, f"np.sqrt({S}_used)"),
            (f"{over} / root", f"({over} / root + lr * eps)"),
        ),
        edit(
            "eps_added_to_the_rate",
            "ε is added to the rate, not to what it is divided by: brackets are missing.",
            (inside, f"np.sqrt({S}_used)"),
            (f"{over} / root", f"({over} / root + {over.removeprefix('lr * ')} * eps)"),
        ),
        edit("multiplied_by_the_root", "The step is multiplied by the root.", (f"{over} / root", f"{over} * root")),
        edit("one_rate_for_all", f"All coordinates are divided by one number, from the mean of {S}.",
             (inside, f"np.sqrt({S}_used.mean() + eps)")),
        edit("one_rate_for_all_eps_outside",
             f"All coordinates are divided by one number, from the mean of {S}, and ε stands outside the root.",
             (inside, f"np.sqrt({S}_used.mean()) + eps")),
        edit("one_rate_for_all_by_the_largest",
             f"All coordinates are divided by one number, from the largest of {S}.",
             (inside, f"np.sqrt({S}_used.max() + eps)")),
        edit("squared_above_the_root", "What stands above the root is squared.",
             (f"{over} / root", f"lr * {over.removeprefix('lr * ')} ** 2 / root")),
        edit("one_rate_for_all_by_the_sum", f"All coordinates are divided by one number, from the sum of {S}.",
             (inside, f"np.sqrt({S}_used.sum() + eps)")),
        edit("nothing_above_the_root", "Only the rate is above the root: the steps have lost their sign.",
             (f"{over} / root", "lr / root")),
        edit("rate_under_the_root", "The learning rate is under the root, too.",
             (f"{over} / root", f"np.sqrt(lr) * {over.removeprefix('lr * ')} / root")),
    ]  # fmt: skip


def used(S, right):
    """Slips in S_used = right."""
    return [
        often(
            edit(
                f"old_{S}_used",
                f"The step uses the old {S}.",
                (f"{S}_used = {right}", f"{S}_used = {right.replace(S + '1', S)}"),
            )
        )
    ]


def returned(S, results):
    """Slips in return W1, S1: what comes back of S."""
    old, twice = results.replace(S + "1", S), results.replace(S + "1", "W1")
    return [
        edit(f"old_{S}_returned", f"The {S} that comes back is the old one.", (f"return {results}", f"return {old}")),
        edit("W_returned_twice", f"W comes back in {S}'s place.", (f"return {results}", f"return {twice}")),
    ]


def corrections(m="m", S="S"):
    """Slips in m_used = m1 / (1 - beta1**t) and S_used = S1 / (1 - beta2**t)."""
    first, second = " / (1 - beta1**t)", " / (1 - beta2**t)"
    return [
        often(edit("not_corrected", "Neither average is corrected for its start at 0.", (first, ""), (second, ""))),
        edit(f"{S}_not_corrected", f"{S} is not corrected for its start at 0.", (second, "")),
        edit(f"{m}_not_corrected", f"{m} is not corrected for its start at 0.", (first, "")),
        often(setting("t_one_too_high", "The correction uses t + 1.", "t = t + 1")),
        setting("t_one_too_low", "The correction uses t - 1.", "t = np.float64(t - 1)"),
        setting("t_one_too_low_but_never_0", "The correction uses t - 1, and 1 in the first step.",
                "t = max(t - 1, 1)"),
        edit("t_one_too_low_and_then_none", "The correction uses t - 1, and there is none in the first step.",
             (first, " / (1 - beta1 ** (t - 1) or 1)"), (second, " / (1 - beta2 ** (t - 1) or 1)")),
        edit("corrected_only_early", "Late steps are not corrected.",
             (first, " / (1 - beta1**t if t < 10 else 1)"), (second, " / (1 - beta2**t if t < 10 else 1)")),
        edit("always_the_first_correction", "The correction is that of the first step, whatever t is.",
             (first, " / (1 - beta1)"), (second, " / (1 - beta2)")),
        edit("beta_times_t", "In the correction β is multiplied by t; it should be raised to the power t.",
             (first, " / (1 - beta1 * t)"), (second, " / (1 - beta2 * t)")),
        edit("beta_times_t_and_abs", "In the correction β is multiplied by t; it should be raised to the power t.",
             (first, " / (1 - beta1 * t)"), (f"{S}1{second}", f"np.abs({S}1 / (1 - beta2 * t))")),
        edit("betas_exchanged_in_the_corrections", "In the corrections β₁ and β₂ are swapped.",
             (first, " / (1 - beta2**t)"), (second, " / (1 - beta1**t)")),
        edit("power_at_the_bracket", "The power t is on the bracket, (1-β)ᵗ.",
             (first, " / (1 - beta1) ** t"), (second, " / (1 - beta2) ** t")),
        edit("divided_by_the_power", "The averages are divided by βᵗ, not by 1 - βᵗ.",
             (first, " / beta1**t"), (second, " / beta2**t")),
        edit("multiplied_by_the_share", "The averages are multiplied by 1 - βᵗ, not divided.",
             (first, " * (1 - beta1**t)"), (second, " * (1 - beta2**t)")),
        edit("corrected_after_the_root_eps_outside", f"{S} is corrected after the root is taken; ε stands outside it.",
             (second, ""), (f"np.sqrt({S}_used + eps)", f"np.sqrt({S}_used) / (1 - beta2**t) + eps")),
        edit("adabelief", f"The square of g - m enters {S}: that is AdaBelief.", ("g**2", "(g - m1)**2")),
        edit("largest_S_used", f"The larger of the old {S} and the new one is used, as in AMSGrad.",
             (f"{S}1{second}", f"np.maximum({S}, {S}1){second}")),
        edit("corrected_after_the_root", f"{S} is corrected after the root is taken, not under it.",
             (second, ""), (" / root", " / root * (1 - beta2**t)")),
        edit("keras_factor", "The correction is Keras's one factor on the rate, so ε is corrected, too.",
             (second, ""), (" / root", " / root * np.sqrt(1 - beta2**t)")),
    ]  # fmt: skip


BETAS = [
    often(
        edit(
            "weights_exchanged_in_both",
            "In both averages the weights of old and new are swapped.",
            ("beta1 * m +", "(1 - beta1) * m +"),
            ("(1 - beta1) * g", "beta1 * g"),
            ("beta2 * S +", "(1 - beta2) * S +"),
            ("(1 - beta2) * g**2", "beta2 * g**2"),
        )
    ),
    often(
        edit(
            "new_unweighted_in_both",
            "In both averages the new part has the weight 1.",
            ("(1 - beta1) * g", "g"),
            ("(1 - beta2) * g**2", "g**2"),
        )
    ),
    setting("betas_exchanged", "β₁ and β₂ are swapped.", "beta1, beta2 = beta2, beta1"),
    setting("one_beta_for_both", "β₁ is used for both averages.", "beta2 = beta1"),
    edit(
        "sums_in_both",
        "m and S are sums, not averages.",
        ("beta1 * m + (1 - beta1) * g", "m + g"),
        ("beta2 * S + (1 - beta2) * g**2", "S + g**2"),
    ),
    setting("betas_both_09", "Both β are 0.9, whatever comes in.", "beta1, beta2 = 0.9, 0.9"),
    setting("betas_always_the_defaults", "β₁ is 0.9 and β₂ 0.999, whatever comes in.", "beta1, beta2 = 0.9, 0.999"),
]
FALLING = [
    setting("falling_rate", "The rate falls like 1/t.", "lr = lr / t"),
    setting("rate_over_root_t", "The rate falls like 1/√t.", "lr = lr / np.sqrt(t)"),
]
