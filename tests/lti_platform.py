"""A learning platform's part of LTI 1.3, run by the hub's own Python: its public keys, and claims that it signs.

usage: python tests/lti_platform.py PORT
GET /keys: the public keys. POST /sign or /forge: the JSON sent, signed by the platform's key, or by one of a stranger.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEYS = {path: rsa.generate_private_key(public_exponent=65537, key_size=2048) for path in ("/sign", "/forge")}
NAME = {"kid": "the platform's"}


class Platform(BaseHTTPRequestHandler):
    def do_GET(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEYS["/sign"].public_key()))
        self.answer(json.dumps({"keys": [public | NAME | {"alg": "RS256", "use": "sig"}]}))

    def do_POST(self):
        claims = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(jwt.encode(claims, KEYS[self.path], algorithm="RS256", headers=NAME))

    def answer(self, text):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *words):
        pass


HTTPServer(("127.0.0.1", int(sys.argv[1])), Platform).serve_forever()
