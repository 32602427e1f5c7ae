"""For The Littlest JupyterHub: copy it to /opt/tljh/config/jupyterhub_config.d/, then `sudo tljh-config reload`.

The course and its folders are those that `sudo sh deploy/hub/setup.sh /opt/optimizers` made. Its packages have to be in
the environment of the users, too: `sudo /opt/tljh/user/bin/pip install -r requirements.txt`, then
`sudo /opt/tljh/user/bin/pip install --no-deps --no-build-isolation -e /opt/optimizers/course`.
"""

from tljh.normalize import generate_system_username

c = get_config()  # noqa: F821
c.Spawner.cmd = ["/opt/tljh/user/bin/course", "lab", "--course=/opt/optimizers/course"]
c.Spawner.default_url = "/lab/tree/notebooks/00_start_here.ipynb"
c.Spawner.environment = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "COURSE_WORK": "~/optimizers-course",
    "COURSE_DROP": "/opt/optimizers/drop",
    # The users of this machine are called jupyter-NAME there, and so are their folders.
    "COURSE_FEEDBACK": lambda spawner: (
        f"/opt/optimizers/returned/{generate_system_username('jupyter-' + spawner.user.name)}"
    ),
}
