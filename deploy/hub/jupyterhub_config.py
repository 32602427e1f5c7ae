"""JupyterHub for a class: whoever signs in gets the course's JupyterLab, with a copy of the course of their own.

Works as it is; what a teacher decides is in settings.toml, beside this file. docs/server.md explains the rest.
"""

import csv
import ipaddress
import os
import pwd
import runpy
import sys
import tomllib
from pathlib import Path

PLACE = Path(__file__).resolve().parent
SETTINGS = tomllib.loads((PLACE / "settings.toml").read_text(encoding="utf-8"))
STATE = PLACE / "state"
KIND = SETTINGS["spawner"]
SPAWNERS = {
    "simple": "simple",
    "local": "jupyterhub.spawner.LocalProcessSpawner",
    "systemd": "systemdspawner.SystemdSpawner",
    "docker": "dockerspawner.DockerSpawner",
    "kube": "kubespawner.KubeSpawner",
}
# In containers all students have one user number: of what is kept outside, each sees their own part alone.
IN_CONTAINER = {"homes": "/home/student", "drop": "/srv/drop", "returned": "/srv/feedback"}
STUDENT = 1000  # the user number in the image
LAUNCHES = STATE / "lti_students.csv"  # read by `course export --lti`
COLUMNS = ("id", "login", "sub", "issuer", "lineitems")
GRADES = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"

if KIND not in SPAWNERS:
    raise SystemExit(f"settings.toml: spawner is one of {', '.join(SPAWNERS)}, not {KIND}.")
if SETTINGS["authenticator"] == "dummy" and not ipaddress.ip_address(SETTINGS["address"]).is_loopback:
    raise SystemExit(
        "settings.toml: with the authenticator dummy anybody is anybody: only address 127.0.0.1 may have it."
    )

c = get_config()  # noqa: F821
c.JupyterHub.bind_url = f"http://{SETTINGS['address']}:{SETTINGS['port']}"
c.JupyterHub.db_url = f"sqlite:///{STATE}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
c.JupyterHub.template_paths = [str(PLACE / "templates")]
c.JupyterHub.cleanup_servers = False  # the hub may be restarted while students work
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")
c.ConfigurableHTTPProxy.command = [str(PLACE / "node_modules/.bin/configurable-http-proxy")]

# ---- who signs in ----


def user_of_this_machine(authenticator, handler, found):
    """As whom somebody's server runs: a student's user, as accounts.py names it, and never root or the system's."""
    name = f"s{found['name']}" if found["name"][:1].isdigit() else found["name"]
    try:
        return found | {"name": name} if pwd.getpwnam(name).pw_uid >= 1000 else None
    except KeyError:
        return None


def known_to_platform(said, name, launch):
    """Keep what the platform calls somebody, and where the columns of the course are from which they came.

    One row for each course; whoever comes again takes the place of their old one.
    """
    rows = {}
    if LAUNCHES.exists():
        with LAUNCHES.open(encoding="utf-8", newline="") as file:
            rows = {(row["login"], row["lineitems"]): row for row in csv.DictReader(file)}
    where = launch.get(GRADES, {}).get("lineitems", "")
    rows[name, where] = dict(zip(COLUMNS, (said, name, launch["sub"], launch["iss"], where)))
    partial = LAUNCHES.with_suffix(".partial")
    with open(
        os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline=""
    ) as file:
        written = csv.DictWriter(file, COLUMNS)
        written.writeheader()
        written.writerows(rows.values())
    partial.replace(LAUNCHES)


def signed_in(authenticator, handler, found):
    """As whom somebody's server runs, or None."""
    user = user_of_this_machine(authenticator, handler, found) if KIND in ("local", "systemd") else found
    if user and SETTINGS["authenticator"] == "lti":
        known_to_platform(found["name"], user["name"], found["auth_state"])
    return user


c.JupyterHub.authenticator_class = SETTINGS["authenticator"]
c.Authenticator.allow_all = True
c.Authenticator.admin_users = set(SETTINGS["teachers"])
c.Authenticator.post_auth_hook = signed_in
if SETTINGS["authenticator"] == "lti":
    c.JupyterHub.authenticator_class = "ltiauthenticator.lti13.auth.LTI13Authenticator"
    c.LTI13Authenticator.issuer = SETTINGS["lti"]["issuer"]
    c.LTI13Authenticator.client_id = {SETTINGS["lti"]["client"]}
    c.LTI13Authenticator.authorize_url = SETTINGS["lti"]["authorize"]
    c.LTI13Authenticator.jwks_endpoint = SETTINGS["lti"]["keys"]
    c.LTI13Authenticator.username_key = SETTINGS["lti"]["user"]

# ---- a student's server ----

c.JupyterHub.spawner_class = SPAWNERS[KIND]
c.Spawner.default_url = "/lab/tree/notebooks/00_start_here.ipynb"
c.Spawner.mem_limit = SETTINGS["memory"]
c.Spawner.cpu_limit = SETTINGS["cpus"]
c.Spawner.start_timeout = c.Spawner.http_timeout = 300  # a class signs in within a minute
c.Spawner.disable_user_config = True  # what a student wrote into a home cannot change the server's own protection
c.Spawner.environment = {
    # The matrices are small, and threads of a whole class would wait for each other.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "COURSE_WORK": "~/optimizers-course",
}
if KIND in ("docker", "kube"):
    c.Spawner.cmd = ["course", "lab", "--course=/srv/course"]
    c.Spawner.environment |= {"COURSE_DROP": IN_CONTAINER["drop"], "COURSE_FEEDBACK": IN_CONTAINER["returned"]}
    c.DockerSpawner.image = c.KubeSpawner.image = SETTINGS["image"]
    c.KubeSpawner.uid = c.KubeSpawner.fs_gid = STUDENT
    c.KubeSpawner.volumes = [{"name": "kept", "persistentVolumeClaim": {"claimName": SETTINGS["claim"]}}]
    c.KubeSpawner.volume_mounts = [
        {"name": "kept", "mountPath": place, "subPath": f"{part}/{{username}}", "readOnly": part == "returned"}
        for part, place in IN_CONTAINER.items()
    ]
    c.DockerSpawner.remove = True
    c.DockerSpawner.volumes = {
        f"{SETTINGS['kept']}/{part}/{{username}}": {"bind": place, "mode": "ro" if part == "returned" else "rw"}
        for part, place in IN_CONTAINER.items()
    }
if KIND == "docker":

    def make_folders(spawner):
        """What is missing of a student's part, before Docker would make it as root's."""
        for part in IN_CONTAINER:
            folder = Path(SETTINGS["kept"]) / part / spawner.escaped_name
            folder.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
            if not folder.exists():
                folder.mkdir(mode=0o700)
                os.chown(folder, STUDENT, STUDENT)

    c.Spawner.pre_spawn_hook = make_folders
    c.JupyterHub.hub_ip = SETTINGS["bridge"]
    c.DockerSpawner.network_name = "bridge"
    c.DockerSpawner.use_internal_ip = True
if KIND not in ("docker", "kube"):
    c.Spawner.cmd = [str(PLACE / "venv/bin/course"), "lab", f"--course={PLACE / 'course'}"]
    c.Spawner.environment |= {
        "COURSE_DROP": str(PLACE / "drop"),
        "COURSE_FEEDBACK": lambda spawner: str(PLACE / "returned" / spawner.user.name),
        "PATH": f"{PLACE / 'venv/bin'}:/usr/local/bin:/usr/bin:/bin",
    }
    c.SimpleLocalProcessSpawner.home_dir_template = str(STATE / "homes" / "{username}")
    c.SystemdSpawner.isolate_tmp = True
    c.SystemdSpawner.isolate_devices = True
    c.SystemdSpawner.disable_user_sudo = True

# ---- servers that nobody uses are stopped ----

c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    }
]
IDLE = f"--timeout={60 * SETTINGS['idle_minutes']}"
c.JupyterHub.services = [{"name": "idle-culler", "command": [sys.executable, "-m", "jupyterhub_idle_culler", IDLE]}]

if (PLACE / "local_config.py").exists():  # what else a class needs, with the same `c`
    runpy.run_path(str(PLACE / "local_config.py"), {"c": c})
