"""From what a student's function returned to plain arrays of floats, whatever form it came in.

An answer is a list of arrays, one for each thing the exercise asks for: `returns` says which.

    "number"     one number
    "array"      one array
    "sequence"   any number of 1-D arrays, such as minibatches
    ("W", "v")   several named arrays, in this order
"""

from collections.abc import Iterable, Mapping, Set
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Any

import numpy as np

from course_lib.language import later, say

Answer = list[np.ndarray]  # one array for each thing asked for
LONGEST = 100_000  # items read from an iterator that may never end
KINDS = later(
    {
        "b": "True or False",
        "c": "complex numbers",
        "O": "objects",
        "U": "text",
        "S": "bytes",
        "M": "dates",
        "m": "time spans",
        "V": "records",
    }
)


class Refused(Exception):
    """What came back is no answer at all; the sentence says why."""


def plain(result: Any, returns: str | tuple) -> Answer:
    """The answer as a list of arrays; Refused when it cannot be read as numbers."""
    if result is None:
        raise Refused(say("It returns nothing: the last line of the function should be a return."))
    if returns in ("number", "array"):
        return [array(result)]
    if returns != "sequence" and isinstance(result, np.ndarray) and result.ndim == 1:
        wanted = {"wanted": len(returns), "names": ", ".join(returns)}
        raise Refused(say("It returns one array; {wanted} results are expected: {names}.", **wanted))
    parts = items(result)
    if returns != "sequence" and len(parts) != len(returns):
        known = {"many": len(parts), "wanted": len(returns), "names": ", ".join(returns)}
        if len(parts) == 1:
            raise Refused(say("It returns {many} result; {wanted} are expected: {names}.", **known))
        raise Refused(say("It returns {many} results; {wanted} are expected: {names}.", **known))
    return [array(part) for part in parts]


def items(result: Any) -> list:
    """The parts of a result that should have several."""
    if not isinstance(result, Iterable) or (isinstance(result, np.ndarray) and result.ndim == 0):
        raise Refused(say("It returns one {kind}; several results are expected.", kind=type(result).__name__))
    if isinstance(result, np.ma.MaskedArray):
        raise Refused(say("It returns a masked array; fill in its values first."))
    return unrolled(result)


def array(value: Any) -> np.ndarray:
    """A list, tuple, generator, number or array as an array of numbers in its own precision."""
    value = unrolled(value, deep=True)
    try:
        found = np.asarray(value)
    except ValueError:
        raise Refused(say("It returns parts of different shapes, which make no array.")) from None
    except ImportError as error:  # it needs what is not here, and says so
        raise Refused(f"{error}.") from None
    except Exception as error:  # an array of another library may refuse in its own way
        known = {"kind": type(value).__name__, "error": error}
        raise Refused(say("It returns a {kind}, which NumPy cannot read ({error}).", **known)) from None
    if found.dtype.kind not in "iuf":
        one_object = found.ndim == 0 and found.dtype.kind == "O"
        kind = type(value).__name__
        what = say("something of type {kind}", kind=kind) if one_object else say(KINDS[found.dtype.kind])
        raise Refused(say("It returns {what}; real numbers are expected.", what=what))
    return found if found.dtype == np.float32 else found.astype(float)


def unrolled(value: Any, deep: bool = False) -> Any:
    """Iterators and sequences as lists, fractions as floats, arrays as they are; with `deep` also what is inside."""
    if isinstance(value, np.ma.MaskedArray):
        raise Refused(say("It returns a masked array; fill in its values first."))
    if isinstance(value, str | bytes):
        raise Refused(say("It returns text; numbers are expected."))
    if isinstance(value, Mapping | Set):
        kind = type(value).__name__
        raise Refused(say("It returns a {kind}, which has no first and second; return an array or a list.", kind=kind))
    if hasattr(value, "__array__") and not (isinstance(value, np.ndarray) and value.dtype.kind == "O"):
        return value if deep else list(value)
    if isinstance(value, Fraction | Decimal):
        return float(value)
    if not isinstance(value, Iterable):
        return value
    found = list(islice(value, LONGEST + 1))
    if len(found) > LONGEST:
        raise Refused(say("What it returns does not end."))
    return [unrolled(item, deep=True) for item in found] if deep else found
