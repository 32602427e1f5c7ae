"""What a class's server is set up by: its configuration, the image, and the values for other ways to run one."""

import importlib
import json
import os
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from course_lib import handing_in
from course_lib.errors import CourseError
from course_lib.grading import lti
from course_lib.grading.people import Person, matched
from course_lib.language import LANGUAGES, say

HUB = Path(__file__).resolve().parents[1] / "deploy" / "hub"


class Config:
    """JupyterHub's `c`: a class is there once it is named."""

    def __getattr__(self, name):
        self.__dict__[name] = Config()
        return self.__dict__[name]


def configured(folder, **said):
    """The configuration for settings of which some are said otherwise."""
    lines = (HUB / "settings.toml").read_text().splitlines()
    kept = [line for line in lines if line.partition(" ")[0] not in said]
    (folder / "settings.toml").write_text("\n".join([*kept, *(f"{name} = {value}" for name, value in said.items())]))
    config = Config()
    code = compile((HUB / "jupyterhub_config.py").read_text(), "jupyterhub_config.py", "exec")
    exec(code, {"get_config": lambda: config, "__file__": str(folder / "jupyterhub_config.py")})
    return config


def test_a_sign_in_that_proves_nothing_is_for_this_machine_alone(tmp_path):
    with pytest.raises(SystemExit, match="anybody is anybody"):
        configured(tmp_path, address="'0.0.0.0'")
    assert configured(tmp_path, address="'0.0.0.0'", authenticator="'pam'").JupyterHub.authenticator_class == "pam"


def test_an_unknown_spawner_is_a_sentence(tmp_path):
    with pytest.raises(SystemExit, match="spawner is one of simple, local, systemd, docker, kube, not none"):
        configured(tmp_path, spawner="'none'")


@pytest.mark.parametrize("kind", ["simple", "local", "systemd", "docker", "kube"])
def test_every_spawner_has_limits_one_thread_and_a_copy_in_the_home(tmp_path, kind):
    spawner = configured(tmp_path, spawner=f"'{kind}'").Spawner
    assert (spawner.mem_limit, spawner.cpu_limit) == ("1G", 1.0) and spawner.disable_user_config
    assert spawner.environment["OPENBLAS_NUM_THREADS"] == "1"
    assert spawner.environment["COURSE_WORK"] == "~/optimizers-course"
    assert {"COURSE_DROP", "COURSE_FEEDBACK"} <= set(spawner.environment) and spawner.cmd[1] == "lab"


def test_a_container_gets_its_own_student_s_part_of_what_is_kept(tmp_path, monkeypatch):
    given = []
    monkeypatch.setattr(os, "chown", lambda folder, *user: given.append((folder.parent.name, folder.name, *user)))
    config = configured(tmp_path, spawner="'docker'", kept=f"'{tmp_path / 'kept'}'")
    assert len(config.DockerSpawner.volumes) == 3 and all("{username}" in one for one in config.DockerSpawner.volumes)
    config.Spawner.pre_spawn_hook(SimpleNamespace(escaped_name="ada"))
    assert given == [(part, "ada", 1000, 1000) for part in ("homes", "drop", "returned")]
    assert (tmp_path / "kept" / "drop" / "ada").stat().st_mode & 0o777 == 0o700


def test_the_chart_s_values_say_what_the_configuration_says(tmp_path):
    config = configured(tmp_path, spawner="'kube'")
    server = yaml.safe_load((HUB / "zero-to-jupyterhub.yaml").read_text())["singleuser"]
    assert server["cmd"] == config.Spawner.cmd and server["defaultUrl"] == config.Spawner.default_url
    assert server["extraEnv"] == config.Spawner.environment
    assert server["storage"]["extraVolumes"] == config.KubeSpawner.volumes
    mounts = [{"readOnly": False} | one for one in server["storage"]["extraVolumeMounts"]]
    assert mounts == config.KubeSpawner.volume_mounts
    assert (server["memory"]["limit"], server["cpu"]["limit"]) == (config.Spawner.mem_limit, config.Spawner.cpu_limit)


def test_the_littlest_jupyterhub_says_what_the_configuration_says(tmp_path, monkeypatch):
    name = SimpleNamespace(generate_system_username=str)
    monkeypatch.setitem(sys.modules, "tljh", SimpleNamespace(normalize=name))
    monkeypatch.setitem(sys.modules, "tljh.normalize", name)
    config = Config()
    exec((HUB / "tljh.py").read_text(), {"get_config": lambda: config})
    ours = configured(tmp_path).Spawner
    assert config.Spawner.default_url == ours.default_url
    assert set(ours.environment) - {"PATH"} == set(config.Spawner.environment)
    whose = SimpleNamespace(user=SimpleNamespace(name="ada"))
    assert config.Spawner.environment["COURSE_FEEDBACK"](whose) == "/opt/optimizers/returned/jupyter-ada"


def test_the_image_holds_what_the_configuration_starts(tmp_path):
    recipe = (HUB / "Dockerfile").read_text()
    spawner = configured(tmp_path, spawner="'docker'").Spawner
    assert json.dumps(spawner.cmd)[1:-1] in recipe and "useradd --uid 1000" in recipe
    kept = [line[1:] for line in (HUB / "Dockerfile.dockerignore").read_text().splitlines() if line.startswith("!")]
    assert kept == re.findall(r"^COPY (\S+)", recipe, re.MULTILINE)
    (placed,) = re.findall(r"^cp -R (deploy/hub/labextension) .*\n", (HUB / "setup.sh").read_text(), re.MULTILINE)
    name = re.search(r"(share/jupyter/labextensions/\S+)\"", (HUB / "setup.sh").read_text()).group(1)
    assert f"COPY {placed} /usr/local/{name}\n" in recipe  # Python's own prefix in that image


@pytest.mark.parametrize(
    ("said", "user"), [("ada", "ada"), ("2026001", "s2026001"), ("root", None), ("daemon", None), ("stranger", None)]
)
def test_nobody_s_server_runs_as_root_or_as_the_system_s(tmp_path, monkeypatch, said, user):
    numbers = {"ada": 1001, "s2026001": 1002, "root": 0, "daemon": 1}
    monkeypatch.setattr("pwd.getpwnam", lambda name: SimpleNamespace(pw_uid=numbers[name]))
    for kind in ("local", "systemd"):
        hook = configured(tmp_path, spawner=f"'{kind}'").Authenticator.post_auth_hook
        found = hook(None, None, {"name": said, "admin": False})
        assert (found and found["name"]) == user


def test_whom_the_platform_sends_is_kept_for_the_grades(tmp_path):
    (tmp_path / "state").mkdir()
    hook = configured(tmp_path, authenticator="'lti'").Authenticator.post_auth_hook
    grades = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"

    def comes(name, sub, lineitems):
        launch = {"iss": "https://platform.example", "sub": sub, grades: {"lineitems": lineitems}}
        assert hook(None, None, {"name": name, "auth_state": launch})["name"] == name

    comes("2026,001", "42", "https://platform.example/5")
    comes("2026002", "43", "https://platform.example/5")
    comes("2026002", "44", "https://platform.example/5")
    comes("2026002", "44", "https://platform.example/6")
    file = tmp_path / "state" / "lti_students.csv"
    assert file.stat().st_mode & 0o777 == 0o600
    (tmp_path / "settings.toml").write_text(
        "lti = {issuer = 'https://platform.example', client = 'x', token = 'https://platform.example', key = 'x'}"
    )
    known, courses = lti.students(lti.read(tmp_path / "settings.toml"))
    assert [(one.id, one.keys) for one in known] == [("42", ("2026,001",)), ("44", ("2026002",))]
    assert courses == {"https://platform.example/5", "https://platform.example/6"}


def test_the_settings_of_the_hub_are_those_of_the_export(tmp_path):
    said = (HUB / "settings.toml").read_text()
    with pytest.raises(CourseError, match=r"does not say lti\.issuer, lti\.client, lti\.token"):
        lti.read(HUB / "settings.toml")
    for name in ("issuer", "client", "token"):
        said = said.replace(f'lti.{name} = ""', f'lti.{name} = "https://platform.example"')
    (tmp_path / "settings.toml").write_text(said)
    assert lti.read(tmp_path / "settings.toml").students == tmp_path / "state" / "lti_students.csv"


def test_the_button_says_what_the_catalogue_says():
    script = (HUB / "labextension" / "static" / "hand_in.js").read_text()
    for said in LANGUAGES:
        table = script.partition(f"  {said}: {{")[2].partition("\n  },")[0]
        words = dict(re.findall(r'"(.*?)": "(.*?)",', table))
        assert words == {text: say(text, said) for text in handing_in.BUTTON}
        assert not set(words) & set(words.values())


def test_a_key_is_made_that_only_its_owner_reads_and_is_not_replaced(tmp_path, monkeypatch, capsys):
    monkeypatch.syspath_prepend(HUB)
    program, place = importlib.import_module("lti_key"), tmp_path / "key.pem"
    program.main(place)
    said = capsys.readouterr().out
    assert place.stat().st_mode & 0o777 == 0o600 and "PRIVATE" in lti.private_key(place)
    assert "BEGIN PUBLIC KEY" in said and '"kid"' in said and "PRIVATE" not in said and '"d"' not in said
    program.main(place)
    assert capsys.readouterr().out == said


def test_what_a_class_adds_is_read_last(tmp_path):
    (tmp_path / "local_config.py").write_text("c.Spawner.mem_limit = '2G'")
    assert configured(tmp_path).Spawner.mem_limit == "2G"


# ---- accounts ----


@pytest.fixture
def accounts(monkeypatch):
    """The program, with the commands that it would run as a list, and a machine that knows bob alone."""
    monkeypatch.syspath_prepend(HUB)
    module = importlib.import_module("accounts")
    module.run = []
    monkeypatch.setattr(module.subprocess, "run", lambda words, **more: module.run.append([*words, more.get("input")]))
    monkeypatch.setattr(module, "exists", lambda name: name == "bob")
    return module


def test_each_student_without_an_account_gets_one(accounts, tmp_path, capsys):
    roster, target = tmp_path / "class.csv", tmp_path / "accounts.csv"
    roster.write_text("学号,姓名\n2026001,李四\nbob,Bob\n")
    accounts.main(roster, target)
    assert [words[0] for words in accounts.run] == ["useradd", "chpasswd"] and "s2026001" in accounts.run[0]
    identity, name, password = target.read_text().strip().split(",")
    assert (identity, name) == ("2026001", "s2026001") and accounts.run[1][-1] == f"s2026001:{password}\n"
    assert target.stat().st_mode & 0o777 == 0o600
    assert "1 accounts made, 1 there already" in capsys.readouterr().out


@pytest.mark.parametrize("ids", [("李", "王"), ("a-1", "A1")])
def test_an_id_that_makes_no_name_of_its_own_is_a_sentence(accounts, tmp_path, ids):
    (tmp_path / "class.csv").write_text("\n".join(["id", *ids]))
    with pytest.raises(CourseError, match="cannot have an account called"):
        accounts.main(tmp_path / "class.csv", tmp_path / "accounts.csv")
    assert accounts.run == []


def test_the_grader_knows_such_a_name_for_the_student_of_the_roster(accounts):
    people = [Person("2026001", ("2026001",), "李四"), Person("2026002", ("2026002",), "王五")]
    found, notes = matched(people, {"hw": accounts.name_of("2026002")})
    assert (found, notes) == ({"hw": 1}, {})
