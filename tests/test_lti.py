"""Grades sent by LTI 1.3 to a platform that asks for what Moodle and Canvas ask for; nothing leaves this machine."""

import json
import os
import time

import jwt
import pytest
import requests
from jwcrypto.jwk import JWK

from course_lib import cli
from course_lib.grading import lti, lti_platform
from tests import lti_platform as stub

pytestmark = pytest.mark.slow  # each waits for a server of its own

KINDS = ("moodle", "canvas")
ISSUER, CLIENT = "https://platform.example", "hub-7"
KEY = JWK.generate(kty="RSA", size=2048)
PRIVATE, PUBLIC = (KEY.export_to_pem(private, None).decode() for private in (True, False))
KID = json.loads(JWK.from_pem(PUBLIC.encode()).export_public())["kid"]
GRADES = {"42": 14, "43": 7, "44": 0}


@pytest.fixture(params=KINDS)
def platform(request):
    made = stub.started(kind=request.param, public=PUBLIC, kid=KID)
    made.columns.append("Homework 3: Momentum")
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def moodle():
    made = stub.started(kind="moodle", public=PUBLIC, kid=KID)
    made.columns.append("Homework 3: Momentum")
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def place(tmp_path):
    """A folder with a key, and grades of three students."""
    (tmp_path / "key.pem").write_text(PRIVATE)
    (tmp_path / "key.pem").chmod(0o600)
    (tmp_path / "grades").mkdir()
    students(tmp_path, *(f"20260{sub},{sub},{ISSUER}," for sub in GRADES))
    graded(tmp_path, *(one(f"s20260{sub}", score) for sub, score in GRADES.items()))
    return tmp_path


def students(place, *rows):
    (place / "students.csv").write_text("\n".join(["id,sub,issuer,lineitems", *rows, ""]))


def one(user, score, status="ok", **more):
    """A submission that `course collect` has fetched."""
    name = f"{user}/handed_in_2026-11-20_22-58-00_0123abcd"
    return {"submission": name, "status": status, "score": score, "max_score": 14, "exercises": {}} | more


def graded(place, *submissions, seconds=0):
    """The grades of a class, written so many seconds from now."""
    file = place / "grades" / "grades.json"
    file.write_text(json.dumps({"assignment": "03_momentum", "submissions": submissions}))
    os.utime(file, (time.time() - 60 + seconds,) * 2)


def settings(place, platform, **said):
    """The path of a settings file."""
    said = {
        "issuer": ISSUER,
        "client": CLIENT,
        "token": f"{platform.address}/token",
        "key": "key.pem",
        "students": "students.csv",
        "lineitems": platform.lineitems,
        "columns": {"03_momentum": "Homework 3"},
    } | said
    lines = [f"lti.{name} = {json.dumps(value)}" for name, value in said.items() if name != "columns"]
    lines += [f"lti.columns.{name} = {json.dumps(value)}" for name, value in said["columns"].items()]
    (place / "settings.toml").write_text("\n".join(lines))
    return str(place / "settings.toml")


def export(place, platform, *options, **said):
    return cli.main(["export", str(place / "grades"), "--lti", settings(place, platform, **said), *options])


def column(platform, number=None):
    """{student: points of 100} of a column, the last if none is said."""
    number = number or len(platform.columns)
    return {student: one["points"] for (place, student), one in platform.grades.items() if place == number}


# ---- the platform refuses what it should: else the tests below would prove nothing ----


def assertion(platform, key=None, **changed):
    """What the tool signs, some of it changed or left out (None)."""
    now = int(time.time())
    claims = {"iss": CLIENT, "sub": CLIENT, "aud": f"{platform.address}/token", "iat": now, "exp": now + 60, "jti": "1"}
    claims = {name: value for name, value in (claims | changed).items() if value is not None}
    return jwt.encode(claims, key or PRIVATE, algorithm="RS256", headers={"kid": KID})


def asked(platform, signed, scope="score"):
    """The code and the error of the platform's answer to an assertion."""
    form = {"grant_type": "client_credentials", "client_assertion_type": stub.ASSERTION, "client_assertion": signed}
    answer = requests.post(f"{platform.address}/token", data=form | {"scope": stub.SCOPE + scope}, timeout=60)
    return answer.status_code, answer.json().get("error")


def test_the_platform_gives_a_token_for_an_assertion_once(platform):
    signed = assertion(platform)
    assert asked(platform, signed) == (200, None)
    assert asked(platform, signed) == (400, "invalid_client")


@pytest.mark.parametrize(
    ("what", "changed"),
    [
        ("forged", {"key": JWK.generate(kty="RSA", size=2048).export_to_pem(True, None).decode()}),
        ("expired", {"exp": 1}),
        ("from the future", {"iat": int(time.time()) + 3600}),
        ("of another tool", {"sub": "another"}),
        ("without a number", {"jti": None}),
    ],
)
def test_the_platform_refuses_an_assertion_that_is(platform, what, changed):
    assert asked(platform, assertion(platform, **changed)) == (400, "invalid_client")


def test_the_platform_refuses_a_wrong_audience_and_a_wrong_scope(platform):
    wrong = asked(platform, assertion(platform, aud="https://elsewhere.example/token"))
    assert wrong == ((400, "invalid_request") if platform.kind == "canvas" else (200, None))  # Moodle does not look
    assert asked(platform, assertion(platform, jti="2"), "everything") == (400, "invalid_scope")
    assert asked(platform, assertion(platform, jti="3", exp=None)) == (400, "invalid_client")


def test_the_platform_refuses_a_score_by_the_wrong_token_or_in_the_wrong_form(platform):
    place = (
        platform.lineitem(25).replace("?", "/scores?")
        if platform.kind == "moodle"
        else f"{platform.lineitem(25)}/scores"
    )
    form = {"grant_type": "client_credentials", "client_assertion_type": stub.ASSERTION}
    said = {name: "x" for name in ("userId", "activityProgress", "gradingProgress")} | {"timestamp": "2026-11-28"}
    for scope, kind, code in (
        ("lineitem", stub.SCORE, 401),
        ("score", "application/json", 400),
        ("score", stub.SCORE, None),
    ):
        form |= {"client_assertion": assertion(platform, jti=f"{scope} {kind}"), "scope": stub.SCOPE + scope}
        token = requests.post(f"{platform.address}/token", data=form, timeout=60).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}", "Content-Type": kind}
        answer = requests.post(place, data=json.dumps(said), headers=headers, timeout=60)
        assert answer.status_code == (code or (422 if platform.kind == "canvas" else 400))
    assert requests.post(place, data="{}", timeout=60).status_code == 401


# ---- what arrives ----


def test_points_and_comment_arrive_in_the_column(place, platform, capsys):
    assert export(place, platform) == 0
    assert column(platform) == {"42": 100, "43": 50, "44": 0}
    assert platform.grades[25, "43"]["comments"] == ["7 of 14 points."]
    assert "3 scores sent; 0 were there already." in capsys.readouterr().out
    assert not any(name in "".join(platform.asked) for name in ("2026042", PRIVATE[:40]))


def test_a_score_is_no_submission_of_this_moment(place, platform):
    """Canvas would count it as an attempt, and as late, since grades are sent after the due time."""
    export(place, platform)
    assert {one["attempts"] for one in platform.grades.values()} == {0}


def test_a_second_run_sends_what_has_changed(place, platform, capsys):
    export(place, platform)
    before = len(platform.asked)
    assert export(place, platform) == 0
    assert not [line for line in platform.asked[before:] if "/scores" in line]
    graded(place, *(one(f"s20260{sub}", score + (sub == "43")) for sub, score in GRADES.items()), seconds=5)
    assert export(place, platform) == 0
    assert "1 scores sent; 2 were there already." in capsys.readouterr().out
    assert column(platform)["43"] == pytest.approx(800 / 14)
    assert len(platform.grades[25, "43"]["comments"]) == (2 if platform.kind == "canvas" else 1)
    assert len(platform.grades[25, "42"]["comments"]) == 1


def test_a_run_that_was_killed_goes_on(place, moodle, monkeypatch):
    def killed(*what):
        raise KeyboardInterrupt

    keep = lti.keep
    monkeypatch.setattr(lti, "keep", lambda *what: keep(*what) if what[-1].student == "42" else killed())
    with pytest.raises(KeyboardInterrupt):
        export(place, moodle)
    monkeypatch.setattr(lti, "keep", keep)
    with open(place / "grades" / lti.SENT, "a") as file:
        file.write('{"column": "Homew')  # a line that was cut off
    before = len(moodle.asked)
    graded(place, *(one(f"s20260{sub}", score) for sub, score in GRADES.items()), seconds=5)
    assert export(place, moodle) == 0
    assert len([line for line in moodle.asked[before:] if "/scores" in line]) == 2
    assert column(moodle) == {"42": 100, "43": 50, "44": 0}
    assert export(place, moodle, "--dry-run") == 0
    assert len(lti.sent(place / "grades")) == 3


def test_a_column_is_found_on_the_third_page_or_by_its_address(place, platform):
    assert export(place, platform) == 0
    pages = [line for line in platform.asked if line.startswith("GET /lineitems")]
    assert len(pages) == (3 if platform.kind == "canvas" else 1)
    assert export(place, platform, "--column", platform.lineitem(2), lineitems="") == 0
    assert column(platform, 2) == column(platform, 25)


def test_a_column_that_is_not_there_is_a_sentence_or_is_made(place, platform, capsys):
    assert export(place, platform, "--column", "Homework 4") == 2
    assert "0 columns have 'Homework 4' in their name" in capsys.readouterr().err
    assert export(place, platform, "--column", "Quiz 1") == 0  # one is called just so, others have it in their names
    assert column(platform, 1)["42"] == 100
    assert export(place, platform, "--column", "Homework 4", "--create") == 0
    assert platform.columns[-1] == "Homework 4" and column(platform)["42"] == 100
    assert export(place, platform, "--column", "Homework 4", "--create") == 0 and len(platform.columns) == 26


def test_a_dry_run_shows_what_would_be_sent_and_asks_nobody(place, platform, capsys):
    assert export(place, platform, "--dry-run") == 0
    said = capsys.readouterr().out
    assert "s2026043/handed_in_2026-11-20_22-58-00_0123abcd → 43: 7 / 14" in said and "3 scores would be sent" in said
    assert platform.asked == [] and not (place / "grades" / lti.SENT).exists()
    export(place, platform)
    graded(place, *(one(f"s20260{sub}", 1) for sub in GRADES), one("s2026099", 3))
    capsys.readouterr()
    export(place, platform, "--dry-run")
    assert "3 scores would be sent; 0 are there already." in (said := capsys.readouterr().out)
    assert "s2026099/" in said and "signed in from the platform" in said


# ---- whose score ----


def test_who_is_excused_not_graded_or_twice_there_gets_no_score(place, moodle, capsys):
    students(place, *(f"20260{sub},{sub},{ISSUER}," for sub in ("42", "43", "44", "45", "46")))
    twice = one("s2026045", 3), one("s2026045", 4) | {"submission": "x/s2026045/handed_in_2026-11-21_22-58-00_0123abcd"}
    graded(
        place,
        one("s2026042", 14),
        one("s2026043", 7),
        one("s2026046", 0, "empty"),
        *twice,
        one("s2026044", 9, "timeout"),
    )
    assert export(place, moodle, excused=["2026043"]) == 0
    assert column(moodle) == {"42": 100, "44": pytest.approx(900 / 14)}
    said = capsys.readouterr().out
    assert "s2026043/handed_in_2026-11-20_22-58-00_0123abcd: its row is locked or excused" in said
    assert "not graded (empty)" in said and said.count("another submission has the same id") == 2
    assert "a person should look at" in said and "0123abcd: timeout" in said


def test_lateness_is_in_the_points_and_said(place, moodle):
    graded(place, one("s2026042", 12.6, penalty=1.4, comment="Ask me about β."))
    export(place, moodle)
    assert column(moodle) == {"42": pytest.approx(90)}
    (comment,) = moodle.grades[25, "42"]["comments"]
    assert comment == "12.6 of 14 points.\n1.4 points were taken off because it was late.\nAsk me about β."


def test_the_roster_s_id_says_who_it_is_before_the_path(place, moodle):
    who = {"id": "2026044", "name": "王五", "section": ""}
    graded(place, one("s2026042", 14) | {"submission": "42_hw", "student": who})
    export(place, moodle)
    assert column(moodle) == {"44": 100}


def test_a_name_of_another_platform_or_of_two_people_is_nobody_s(place, moodle, capsys):
    students(
        place, f"2026042,42,{ISSUER},", f"2026042,43,{ISSUER},", "2026043,43,https://other.example,", "2026044,44,,"
    )
    assert export(place, moodle) == 0
    assert column(moodle) == {"44": 0}
    assert "could be" in capsys.readouterr().out


def test_the_course_is_the_one_from_which_all_have_come(place, moodle, capsys):
    students(place, *(f"20260{sub},{sub},{ISSUER},{moodle.lineitems}" for sub in GRADES))
    assert export(place, moodle, lineitems="") == 0 and len(column(moodle)) == 3
    students(place, f"2026042,42,{ISSUER},{moodle.lineitems}", f"2026042,42,{ISSUER},https://other.example/columns")
    assert export(place, moodle, lineitems="") == 2
    assert "several courses: say lti.lineitems" in capsys.readouterr().err
    students(place, f"2026042,42,{ISSUER},")
    assert export(place, moodle, lineitems="") == 2
    assert "Nobody's sign-in said where" in capsys.readouterr().err


# ---- what does not arrive ----


def test_one_that_is_refused_does_not_stop_the_others(place, platform, capsys):
    students(place, *(f"20260{sub},{sub},{ISSUER}," for sub in ("41", *GRADES)))
    graded(place, one("s2026041", 3), *(one(f"s20260{sub}", score) for sub, score in GRADES.items()))
    platform.locked.add((25, "43"))
    assert export(place, platform) == 3
    assert column(platform) == {"42": 100, "44": 0}
    said = capsys.readouterr().out
    stranger = "400); so Moodle" if platform.kind == "moodle" else "refuses this student (422)"
    assert "s2026041/handed_in_2026-11-20_22-58-00_0123abcd: The platform" in said and stranger in said
    assert "look whether the grade is locked" in said and "2 scores sent; 0 were there already." in said
    platform.locked.clear()
    assert export(place, platform) == 3 and column(platform)["43"] == 50


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"others": {25}}, "is the column another tool's?"),
        ({"columns": []}, "The platform has no such column any more (404)."),
        ({"permitted": {stub.SCOPE + "lineitem"}}, "switch its grade services on there"),
        ({"public": JWK.generate(kty="RSA", size=2048).export_to_pem().decode()}, "registered there for hub-7?"),
    ],
)
def test_what_the_platform_refuses_is_a_sentence(place, platform, capsys, change, sentence):
    for name, value in change.items():
        setattr(platform, name, value)
    assert export(place, platform, "--column", platform.lineitem(25)) in (2, 3)
    said = "".join(capsys.readouterr())
    assert sentence in said and "Traceback" not in said
    assert platform.grades == {}


def test_a_wrong_audience_is_a_sentence_where_the_platform_looks(place, platform, capsys):
    code = export(place, platform, audience="https://elsewhere.example")
    assert code == (2 if platform.kind == "canvas" else 0)
    if platform.kind == "canvas":
        assert "gives us no access (400). It says: Audience doesn't match" in capsys.readouterr().err
    assert export(place, platform, audience=f"{platform.address}/token") == 0 and len(column(platform)) == 3


def test_a_grade_that_a_person_gave_later_stays(place, platform, capsys):
    export(place, platform)
    for grade in platform.grades.values():
        grade["when"] = lti.datetime.now(lti.UTC)
    graded(place, *(one(f"s20260{sub}", 1) for sub in GRADES))
    assert export(place, platform) == 3 and column(platform)["42"] == 100
    assert ("as new or newer" if platform.kind == "moodle" else "before last updated") in capsys.readouterr().out


def test_a_platform_that_is_busy_is_asked_again(place, platform, monkeypatch):
    monkeypatch.setattr(lti_platform.RETRY, "backoff_factor", 0.01)
    platform.refusals = [(503, {}), (429, {"Retry-After": "0"}), (502, {})]
    assert export(place, platform) == 0 and len(column(platform)) == 3
    assert len(platform.asked) - len(set(platform.asked)) >= 3


def test_a_token_that_ended_early_is_renewed(place, platform, monkeypatch):
    def score(*said, take=platform.score):
        platform.tokens.clear()
        return take(*said)

    monkeypatch.setattr(platform, "score", score)
    assert export(place, platform) == 0 and len(column(platform)) == 3
    assert platform.asked.count("POST /token") == 4


def test_a_token_is_asked_for_once_for_a_class(place, platform):
    export(place, platform)
    assert platform.asked.count("POST /token") == 2  # to read the columns, and to write scores


def test_without_a_network_a_sentence_comes_soon(place, moodle, capsys, monkeypatch):
    monkeypatch.setattr(lti_platform.RETRY, "backoff_factor", 0.01)
    students(place, *(f"20260{sub},{sub},{ISSUER}," for sub in range(40, 60)))
    graded(place, *(one(f"s20260{sub}", 1) for sub in range(40, 60)))
    moodle.shutdown()
    moodle.server_close()
    assert export(place, moodle, "--column", moodle.lineitem(25)) == 3
    said = capsys.readouterr().out
    assert said.count(f"The platform {ISSUER} cannot be reached.") == lti.TRIES
    assert "17 more were not tried" in said and "0 scores sent" in said
    assert export(place, moodle) == 2 and "cannot be reached" in capsys.readouterr().err


# ---- settings ----


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"tokn": "x"}, "nothing is called lti.tokn"),
        ({"client": ""}, "does not say lti.client"),
        ({"token": "http://platform.example/token"}, "must begin with https://"),
        ({"key": "none.pem"}, "none.pem cannot be read"),
        ({"key": "students.csv"}, "holds no private key"),
        ({"students": "settings.toml"}, "says nowhere who is meant"),
        ({"columns": {}}, "Which column takes 03_momentum?"),
    ],
)
def test_a_mistake_in_the_settings_is_a_sentence(place, moodle, capsys, said, sentence):
    (place / "students.csv").chmod(0o600)
    assert export(place, moodle, **said) == 2
    assert sentence in capsys.readouterr().err and moodle.grades == {}


def test_a_key_that_others_may_read_is_not_used(place, moodle, capsys):
    (place / "key.pem").chmod(0o640)
    assert export(place, moodle) == 2 and moodle.asked == []
    assert "chmod 600" in capsys.readouterr().err


def test_without_the_package_a_sentence_says_how_to_get_it(place, moodle, capsys, monkeypatch):
    monkeypatch.setitem(lti.sys.modules, "course_lib.grading.lti_platform", None)
    assert export(place, moodle) == 2
    assert "pip install 'optimizers-course[lti]'" in capsys.readouterr().err


def test_nothing_to_send_is_said(place, moodle, capsys):
    students(place, f"1,1,{ISSUER},")
    assert export(place, moodle) == 1 and moodle.asked == []
    assert "There is no score to send." in capsys.readouterr().err
