"""Signing in from a learning platform by LTI 1.3: whom it sends is let in, and nothing that it did not sign so."""

import json
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from course_lib import cli
from tests.needs import needs_hub

pytestmark = pytest.mark.tour  # the authenticator is a package's; test_deploy guards our configuration
ROOT = Path(__file__).resolve().parents[1]
GRADES = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
ISSUER, CLIENT = "https://platform.example", "hub-7"


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """A hub that asks a platform who somebody is; `hub.platform` is the platform's address."""
    needs_hub()
    from tests.hub import BUILT, Hub, free_ports, until

    (port,) = free_ports(1)
    platform = f"http://127.0.0.1:{port}"
    folder = tmp_path_factory.mktemp("hub")
    said = dict(issuer=ISSUER, client=CLIENT, authorize=f"{platform}/authorize", keys=f"{platform}/keys")
    said |= dict(token=f"{platform}/token")
    made = Hub(folder, "simple", authenticator="lti", user="custom_id", **said)
    program = [sys.executable, ROOT / "deploy" / "hub" / "lti_key.py", folder / "state" / "lti_key.pem"]
    public = subprocess.run(program, capture_output=True, text=True, check=True).stdout
    (folder / "public.pem").write_text(public[public.index("-----") : public.index("Canvas")])
    program = [
        BUILT / "venv/bin/python",
        ROOT / "tests" / "lti_platform.py",
        str(port),
        "moodle",
        folder / "public.pem",
    ]
    stub = subprocess.Popen(program)
    made.platform = platform
    try:
        until(lambda: answers(f"{platform}/keys"))
        made.start()
        yield made
    finally:
        stub.kill()
        made.stop()


def answers(address):
    import requests

    try:
        return requests.get(address, timeout=60).ok
    except requests.ConnectionError:
        return False


def launched(hub, how="sign", state=None, **changed):
    """The hub's answer to a launch of student42, with some claims changed or left out (None)."""
    import requests

    session = requests.Session()
    begin = {"iss": ISSUER, "login_hint": "42", "target_link_uri": f"{hub.address}/hub/home", "client_id": CLIENT}
    first = session.post(f"{hub.address}/hub/lti13/oauth_login", data=begin, allow_redirects=False, timeout=60)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(first.headers["Location"]).query).items()}
    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "aud": CLIENT,
        "sub": "42",
        "iat": now,
        "exp": now + 60,
        "nonce": asked["nonce"],
        f"{CLAIM}version": "1.3.0",
        f"{CLAIM}message_type": "LtiResourceLinkRequest",
        f"{CLAIM}deployment_id": "1",
        f"{CLAIM}target_link_uri": begin["target_link_uri"],
        f"{CLAIM}resource_link": {"id": "1"},
        f"{CLAIM}roles": [],
        f"{CLAIM}custom": {"id": "student42"},
    } | changed
    signed = requests.post(f"{hub.platform}/{how}", json=claims, timeout=60).text
    form = {"id_token": signed, "state": state or asked["state"]}
    return session.post(
        f"{hub.address}/hub/lti13/oauth_callback", data=form, allow_redirects=False, timeout=60
    ), session


def test_whom_the_platform_sends_is_signed_in_under_the_name_it_says(hub):
    answer, session = launched(hub)
    assert answer.status_code == 302 and answer.headers["Location"] == "/hub/home"
    assert "student42" in session.get(f"{hub.address}/hub/home", timeout=60).text


def test_who_was_signed_in_is_known_by_the_platform_s_own_name(hub):
    """By this table `course export --lti` sends grades; what is refused leaves no row."""
    columns = {"lineitems": "https://platform.example/5/lineitems"}
    launched(hub, **{GRADES: columns})
    for refused in ({"how": "forge"}, {"exp": 1}, {"aud": "another"}):
        launched(hub, sub="43", **refused)
    rows = (hub.folder / "state" / "lti_students.csv").read_text().splitlines()
    assert rows[0] == "id,login,sub,issuer,lineitems"
    assert f"student42,student42,42,{ISSUER},{columns['lineitems']}" in rows
    assert not [row for row in rows if ",43," in row]


@pytest.mark.parametrize(
    ("what", "changed", "code"),
    [
        ("forged", {"how": "forge"}, 400),
        ("expired", {"exp": 1}, 400),
        ("for another tool", {"aud": "another"}, 401),
        ("from another platform", {"iss": "https://other.example"}, 400),
        ("an answer to another question", {"nonce": "x" * 32}, 400),
        ("from another browser", {"state": "x"}, 400),
    ],
)
def test_what_the_platform_did_not_sign_for_this_moment_is_refused(hub, what, changed, code):
    answer, session = launched(hub, **changed)
    assert answer.status_code == code
    assert "student42" not in session.get(f"{hub.address}/hub/home", timeout=60).text


def test_a_grade_finds_its_way_back_to_whom_the_platform_sent(hub, tmp_path, capsys):
    """The hub's own settings, key and table of sign-ins are all that the export needs."""
    launched(
        hub, sub="44", **{f"{CLAIM}custom": {"id": "s44"}, GRADES: {"lineitems": f"{hub.platform}/lineitems?type_id=1"}}
    )
    name = "s44/handed_in_2026-11-20_22-58-00_0123abcd"
    graded = {"submission": name, "status": "ok", "score": 7, "max_score": 14, "exercises": {}}
    (tmp_path / "grades.json").write_text(json.dumps({"assignment": "03_momentum", "submissions": [graded]}))
    lines = (hub.folder / "settings.toml").read_text() + f'\nlti.lineitems = "{hub.platform}/lineitems?type_id=1"\n'
    (hub.folder / "settings.toml").write_text(lines)
    sent = ["export", str(tmp_path), "--lti", str(hub.folder / "settings.toml"), "--column", "Quiz 24"]
    assert cli.main([*sent, "--dry-run"]) == 0 and f"{name} → 44: 7 / 14" in capsys.readouterr().out
    assert cli.main(sent) == 0 and "1 scores sent" in capsys.readouterr().out
