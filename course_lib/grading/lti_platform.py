"""A learning platform that takes grades: LTI 1.3, Assignment and Grade Services.

pylti1p3next speaks its language: assertions signed by our key, scopes, pages of columns, content types, and addresses
such as Moodle's, which end in a query. Here it gets patience and tokens that are kept, and its errors become sentences.
"""

import json
import time
from typing import Any

import requests
from jwcrypto.common import JWException
from jwcrypto.jwk import JWK
from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.exception import LtiException, LtiServiceException
from pylti1p3.grade import Grade
from pylti1p3.lineitem import LineItem
from pylti1p3.registration import Registration
from pylti1p3.service_connector import ServiceConnector
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from course_lib.errors import CourseError
from course_lib.grading import lms
from course_lib.grading.lti import Settings, safe
from course_lib.language import later, say, together

SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
WRONG = (LtiException, requests.RequestException, KeyError)  # what can come of asking
PATIENCE = 30  # seconds for an answer
# What is worth another try: too many requests, and what passes. A score sent twice is the same score.
RETRY = Retry(
    total=4,
    backoff_factor=0.5,
    status_forcelist=(429, 502, 503, 504),
    allowed_methods=None,
    raise_on_status=False,
    retry_after_max=60,
)
SAID = later(
    {
        400: "The platform cannot use it (400); so Moodle answers for somebody who is no student of its course.",
        401: "The platform does not let this tool write there (401): are its grade services switched on?",
        403: "The platform does not let this tool write there (403): is the column another tool's?",
        404: "The platform has no such column any more (404).",
        409: "The platform has a grade that is as new or newer, and it stays (409).",
        412: "The platform does not let this tool write there (412): is the column another tool's?",
        422: "The platform refuses this student (422): is it a student of its course?",
        500: "The platform could not save it (500): in Moodle, look whether the grade is locked.",
    }
)
TOKEN = later(
    {
        "invalid_client": "The platform does not accept our key: is its public half registered there for {client}?",
        "invalid_scope": "The platform does not let this tool write grades: switch its grade services on there.",
    }
)


class Refused(CourseError):
    """One score did not arrive; the others may."""


class Unreachable(Refused):
    """Nor may the others."""


class Patient(HTTPAdapter):
    """Nobody waits for ever."""

    def send(self, request: requests.PreparedRequest, *more: Any, **said: Any) -> requests.Response:  # type: ignore[override]
        return super().send(request, *more, **said | {"timeout": PATIENCE})


class Connector(ServiceConnector):
    """The library's, which leaves open where tokens are kept: here, until shortly before their end."""

    def __init__(self, registration: Registration) -> None:
        session = requests.Session()
        for start in ("https://", "http://"):
            session.mount(start, Patient(max_retries=RETRY))
        super().__init__(registration, session)
        self.tokens: dict[str, tuple[str, float]] = {}

    def _get_cached_access_token(self, scope_key: str) -> str | None:
        token, end = self.tokens.get(scope_key, ("", 0.0))
        return token if time.monotonic() < end else None

    def _cache_access_token(self, scope_key: str, access_token: str, expires_in: float) -> None:
        self.tokens[scope_key] = access_token, time.monotonic() + float(expires_in or 0) - PATIENCE


class Platform:
    """Where scores are sent. lineitems: the address of a course's columns. create: whether we may add one."""

    def __init__(self, settings: Settings, key: str, lineitems: str, create: bool = False) -> None:
        self.settings, self.lineitems, self.create = settings, lineitems, create
        try:
            public = JWK.from_pem(key.encode()).export_to_pem().decode()
        except (JWException, ValueError) as error:
            raise CourseError(say("{path} holds no private key.", path=settings.key)) from error
        about = Registration().set_issuer(settings.issuer).set_client_id(settings.client)
        about.set_auth_token_url(settings.token).set_auth_audience(settings.audience)
        about.set_tool_private_key(key).set_tool_public_key(public)
        self.connector = Connector(about)

    def service(self, *scopes: str) -> AssignmentsGradesService:
        """The library's service with these rights and no others."""
        about: Any = {"scope": [SCOPE + one for one in scopes], "lineitems": self.lineitems}
        return AssignmentsGradesService(self.connector, about)

    def column(self, name: str, highest: float) -> str:
        """The address of the column that is called so, or has it in its name; made where it may be and is not."""
        try:
            service = self.service("lineitem" if self.create else "lineitem.readonly")
            there = list(service.get_lineitems())
            labels = [str(one.get("label", "")) for one in there]
            if self.create and not any(name.casefold() in label.casefold() for label in labels):
                made = service.create_lineitem(LineItem().set_label(name).set_score_maximum(highest))
                return safe(str(made.get_id()))
            return safe(str(there[lms.chosen(labels, name)]["id"]))
        except WRONG as error:
            raise CourseError(self.sentence(error)) from error

    def send(self, address: str, message: dict) -> None:
        """Send one score; Refused where it does not arrive, CourseError where none could."""
        try:
            try:
                self.post(address, message)
            except LtiServiceException as error:
                if error.response.status_code != 401 or self.of_token(error):
                    raise
                self.connector.tokens.clear()  # it may have ended early: once more, with a new one
                self.post(address, message)
        except WRONG as error:
            kind = CourseError if self.of_token(error) else Unreachable if silent(error) else Refused
            raise kind(self.sentence(error)) from error

    def post(self, address: str, message: dict) -> None:
        self.service("score").put_grade(Message(message), LineItem({"id": address}))

    def of_token(self, error: Exception) -> bool:
        """Whether it is the platform's refusal of a token."""
        return isinstance(error, LtiServiceException) and error.response.request.url == self.settings.token

    def sentence(self, error: Exception) -> str:
        """What went wrong, and what the platform said of it."""
        if not isinstance(error, LtiServiceException):
            if silent(error):
                return say("The platform {issuer} cannot be reached.", issuer=self.settings.issuer)
            return say("The platform {issuer} answers what cannot be understood.", issuer=self.settings.issuer)
        code, heard = error.response.status_code, words(error.response)
        said = SAID.get(code, later("The platform refuses it ({code})."))
        if self.of_token(error):
            refused = (sentence for name, sentence in TOKEN.items() if name in error.response.text)
            said = next(refused, later("The platform gives us no access ({code})."))
        said = say(said, code=code, client=self.settings.client)
        return together(said, say("It says: {heard}", heard=heard)) if heard else said


def silent(error: Exception) -> bool:
    """Whether nobody answered."""
    return isinstance(error, requests.ConnectionError | requests.Timeout)


class Message(Grade):
    """A score that is complete already."""

    def __init__(self, message: dict) -> None:
        self.message = message

    def get_value(self) -> str:
        return json.dumps(self.message)


def words(response: requests.Response) -> str:
    """What a platform says of an error, on one line: a sentence of its JSON, or its reason."""
    try:
        said = response.json()
        said = said.get("error_description") or said.get("error") or said["errors"]["message"]
    except (ValueError, KeyError, TypeError, AttributeError):
        said = response.reason or ""
    return "".join(letter for letter in " ".join(str(said).split()) if letter.isprintable())[:200]
