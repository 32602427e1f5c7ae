"""Make the key by which `course export --lti` is known to a learning platform, and print what the platform asks for.

usage: .venv/bin/python deploy/hub/lti_key.py /opt/optimizers/state/lti_key.pem        as root
A key that is there already stays, and its public half is printed again.
"""

import json
import os
import sys
from pathlib import Path

from jwcrypto.jwk import JWK


def main(target):
    """Make the private key, which its owner alone can read, and print the public one in both forms."""
    target = Path(target)
    if not target.exists():
        made = JWK.generate(kty="RSA", size=2048).export_to_pem(True, None)
        with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(made)
    public = JWK.from_pem(JWK.from_pem(target.read_bytes()).export_to_pem())
    print(f"Moodle: public key type RSA key, and as the key:\n{public.export_to_pem().decode()}")
    print("Canvas: method Public JWK, and as the key:")
    print(json.dumps(json.loads(public.export_public()) | {"alg": "RS256", "use": "sig"}))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:2])
    except TypeError:
        sys.exit(__doc__)
    except OSError as error:
        sys.exit(f"The key could not be written or read: {error}.")
