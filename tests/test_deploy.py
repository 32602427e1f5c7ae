"""What a class's server is set up by: its configuration, the image, and the values for other ways to run one."""

from pathlib import Path

import pytest

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


def test_a_container_gets_its_own_student_s_part_of_the_drop_only(tmp_path):
    volumes = configured(tmp_path, spawner="'docker'").DockerSpawner.volumes
    assert len(volumes) == 3 and all("{username}" in place for place in volumes)


def test_what_a_class_adds_is_read_last(tmp_path):
    (tmp_path / "local_config.py").write_text("c.Spawner.mem_limit = '2G'")
    assert configured(tmp_path).Spawner.mem_limit == "2G"
