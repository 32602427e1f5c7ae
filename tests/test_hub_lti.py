"""Signing in from a learning platform by LTI 1.3: whom it sends is let in, and nothing that it did not sign so."""

import subprocess
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.needs import needs_hub

pytestmark = pytest.mark.tour  # the authenticator is a package's; test_deploy guards our configuration
CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
ISSUER, CLIENT = "https://platform.example", "hub-7"


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """A hub that asks a platform who somebody is; `hub.platform` is the platform's address."""
    needs_hub()
    from tests.hub import BUILT, Hub, free_ports, until

    (port,) = free_ports(1)
    platform = f"http://127.0.0.1:{port}"
    program = [BUILT / "venv/bin/python", Path(__file__).with_name("lti_platform.py"), str(port)]
    stub = subprocess.Popen(program)
    said = dict(issuer=ISSUER, client=CLIENT, authorize=f"{platform}/authorize", keys=f"{platform}/keys")
    made = Hub(tmp_path_factory.mktemp("hub"), "simple", authenticator="lti", user="custom_id", **said)
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
