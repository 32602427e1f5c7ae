"""A learning platform's part of LTI 1.3, as Moodle and as Canvas do it: it signs launches, and takes grades.

usage: python tests/lti_platform.py PORT [moodle | canvas] [PUBLIC_KEY.pem]        in the hub's Python, or in ours

GET /keys: its public keys. POST /sign or /forge: the JSON sent, signed by its key, or by one of a stranger.
POST /token: a token for an assertion that the tool signed. /lineitems: the columns of a course, and their scores.
Written after Moodle's mod/lti and Canvas' lti/ims controllers: what they ask for, and with which codes they refuse.
"""

import functools
import json
import re
import secrets
import sys
import threading
import time
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

NAME = {"kid": "the platform's"}
SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
FORM = "application/x-www-form-urlencoded"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
COLUMNS = "application/vnd.ims.lis.v2.lineitemcontainer+json"
COLUMN = "application/vnd.ims.lis.v2.lineitem+json"
SCORE = "application/vnd.ims.lis.v1.score+json"
CANVAS = "https://canvas.instructure.com/lti/submission"
PAGE = 10  # columns on a page of Canvas


class Refusal(Exception):
    """An answer that is none: its code, and what is said."""


@functools.cache
def signing(path):
    """The platform's own key, or a stranger's."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Platform(ThreadingHTTPServer):
    """kind: moodle or canvas. public: the tool's key as it was registered; kid: that key's name."""

    def __init__(self, port=0, kind="moodle", public="", kid=None, client="hub-7"):
        super().__init__(("127.0.0.1", port), Answers)
        self.kind, self.public, self.kid, self.client = kind, public, kid, client
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.permitted = {SCOPE + name for name in ("lineitem", "lineitem.readonly", "result.readonly", "score")}
        self.tokens, self.used, self.lasts = {}, set(), 3600
        self.columns = [f"Quiz {number}" for number in range(1, 25)]
        self.students, self.locked, self.others = {"42", "43", "44"}, set(), set()
        self.grades = {}  # {(column's number, student): what the gradebook shows}
        self.refusals = []  # answers that come first, (code, headers) each
        self.asked = []  # what was asked for

    def lineitem(self, number):
        """The address of a column."""
        if self.kind == "moodle":
            return f"{self.address}/lineitems/{number}/lineitem?type_id=1"
        return f"{self.address}/lineitems/{number}"

    @property
    def lineitems(self):
        """The address of all columns."""
        return f"{self.address}/lineitems{'?type_id=1' if self.kind == 'moodle' else ''}"

    # ---- access tokens ----

    def token(self, kind, form):
        """An access token for a signed assertion."""
        said = {name: values[0] for name, values in parse_qs(form).items()}
        if kind != FORM or said.get("client_assertion_type") != ASSERTION:
            raise Refusal(400, {"error": "invalid_request"})
        if said.get("grant_type") != "client_credentials":
            raise Refusal(400, {"error": "unsupported_grant_type"})
        self.check(said.get("client_assertion", ""))
        wanted = set(said.get("scope", "").split())
        given = wanted & self.permitted
        if not given or (self.kind == "canvas" and given != wanted):
            raise Refusal(400, {"error": "invalid_scope"})
        token = secrets.token_hex(8)
        self.tokens[token] = given, time.monotonic() + self.lasts
        return {"access_token": token, "token_type": "Bearer", "expires_in": self.lasts, "scope": " ".join(given)}

    def check(self, assertion):
        """Whether the tool signed this, for us, a moment ago, and once."""
        wanted = {"audience": f"{self.address}/token"} if self.kind == "canvas" else {}
        options = {"require": ["exp", "iat", "iss", "sub", "jti"], "verify_aud": self.kind == "canvas"}
        try:
            claims = jwt.decode(assertion, self.public, algorithms=["RS256"], options=options, **wanted)
            name = jwt.get_unverified_header(assertion).get("kid")
        except (jwt.PyJWTError, ValueError) as error:
            # Canvas calls everything so, and says what it is.
            code = "invalid_request" if self.kind == "canvas" and "udience" in str(error) else "invalid_client"
            raise Refusal(400, {"error": code, "error_description": str(error)}) from error
        known = name == self.kid or self.kind == "moodle"  # there a key is pasted, and has no name
        if not known or claims["iss"] != self.client or claims["sub"] != self.client or claims["jti"] in self.used:
            raise Refusal(400, {"error": "invalid_client"})
        self.used.add(claims["jti"])

    def allow(self, header, *scopes):
        """Whether a token has one of these scopes."""
        given, end = self.tokens.get(header.removeprefix("Bearer "), (set(), 0))
        if time.monotonic() > end:
            raise Refusal(401, {"errors": {"message": "Access token expired"}})
        if not given & {SCOPE + one for one in scopes}:
            raise Refusal(401, {"errors": {"message": "Insufficient permissions"}})

    # ---- columns and scores ----

    def listed(self, query, accept):
        """(a page of columns, the address of the next one)."""
        self.in_course(query)
        if accept != COLUMNS:
            raise Refusal(406, {})
        every = [
            {"id": self.lineitem(number), "label": label, "scoreMaximum": 100.0}
            for number, label in enumerate(self.columns, start=1)
        ]
        if self.kind == "moodle":
            return every, None
        page = int(query.get("page", ["1"])[0])
        more = page * PAGE < len(every)
        return every[(page - 1) * PAGE : page * PAGE], f"{self.address}/lineitems?page={page + 1}" if more else None

    def add(self, query, kind, body):
        """A new column."""
        self.in_course(query)
        said = json.loads(body)
        if kind != COLUMN or not said.get("label") or "scoreMaximum" not in said:
            raise Refusal(400, {})
        self.columns.append(said["label"])
        return said | {"id": self.lineitem(len(self.columns))}

    def in_course(self, query):
        """Moodle's addresses say by type_id which tool asks; one that has lost it is refused."""
        if self.kind == "moodle" and query.get("type_id") != ["1"]:
            raise Refusal(403, {})

    def score(self, number, query, kind, body):
        """A score for a column."""
        self.in_course(query)
        if kind != SCORE:
            raise Refusal(400, {})
        if number > len(self.columns):
            raise Refusal(404, {"errors": {"message": "not found"}})
        if number in self.others:
            raise Refusal(403 if self.kind == "moodle" else 412, {})
        said = json.loads(body)
        if not {"userId", "timestamp", "activityProgress", "gradingProgress"} <= set(said):
            raise Refusal(400, {})
        student, when = said["userId"], datetime.fromisoformat(said["timestamp"])
        if student not in self.students:
            code = 400 if self.kind == "moodle" else 422
            raise Refusal(code, {"errors": {"message": "User not found in course or is not a student"}})
        if (number, student) in self.locked:
            raise Refusal(500, {})
        old = self.grades.get((number, student), {"comments": [], "attempts": 0, "when": None})
        if old["when"] and self.kind == "moodle" and when.replace(microsecond=0) <= old["when"].replace(microsecond=0):
            raise Refusal(409, {})
        if old["when"] and self.kind == "canvas" and when < old["when"]:
            raise Refusal(400, {"errors": {"message": f"Provided timestamp of {when} before last updated timestamp"}})
        counted = said["gradingProgress"] == "FullyGraded"
        comments = [*old["comments"], said["comment"]] if self.kind == "canvas" else [said["comment"]]
        handed_in = self.kind == "canvas" and said.get(CANVAS, {}).get("new_submission", True)
        self.grades[number, student] = {
            "points": said["scoreGiven"] * 100 / said["scoreMaximum"] if counted else None,
            "comments": comments,
            "attempts": old["attempts"] + handed_in,
            "when": when,
        }
        return {"resultUrl": f"{self.lineitem(number)}/results/{student}"} if self.kind == "canvas" else None


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def do_GET(self):
        self.answer(self.reads)

    def do_POST(self):
        self.body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.answer(self.writes)

    def reads(self, path, query):
        platform, headers = self.server, {}
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(signing("/sign").public_key()))
            return {"keys": [public | NAME | {"alg": "RS256", "use": "sig"}]}, headers
        if path != "/lineitems":
            raise Refusal(404, {})
        platform.allow(self.headers.get("Authorization", ""), "lineitem", "lineitem.readonly")
        page, after = platform.listed(query, self.headers["Accept"])
        if after:
            first = f'<{platform.address}/lineitems?page=1>; rel="first"'
            headers["Link"] = f'{first},<{after}>; rel="next"'
        return page, headers

    def writes(self, path, query):
        platform, kind = self.server, self.headers["Content-Type"]
        if path in ("/sign", "/forge"):
            return jwt.encode(json.loads(self.body), signing(path), algorithm="RS256", headers=NAME), {}
        if path == "/token":
            return platform.token(kind, self.body), {}
        if path == "/lineitems":
            platform.allow(self.headers.get("Authorization", ""), "lineitem")
            return platform.add(query, kind, self.body), {}
        middle = "/lineitem" if platform.kind == "moodle" else ""
        if not (found := re.fullmatch(rf"/lineitems/(\d+){middle}/scores", path)):
            raise Refusal(404, {})
        platform.allow(self.headers.get("Authorization", ""), "score")
        return platform.score(int(found[1]), query, kind, self.body), {}

    def answer(self, made):
        parts = urlsplit(self.path)
        self.server.asked.append(f"{self.command} {self.path}")
        code, headers = 200, {}
        try:
            if self.server.refusals and parts.path not in ("/keys", "/token"):
                code, headers = self.server.refusals.pop(0)
                said = {}
            else:
                said, headers = made(parts.path, parse_qs(parts.query))
        except Refusal as refusal:
            code, said = refusal.args
        data = said if isinstance(said, str) else "" if said is None else json.dumps(said)
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data.encode())

    def log_message(self, *words):
        pass


def started(**said):
    """A platform that answers, in a thread of its own."""
    platform = Platform(**said)
    threading.Thread(target=platform.serve_forever, args=(0.01,), daemon=True).start()
    return platform


if __name__ == "__main__":
    port, kind, *key = *sys.argv[1:], *("moodle",)[len(sys.argv) - 2 :]
    Platform(int(port), kind, *(Path(one).read_text() for one in key)).serve_forever()
