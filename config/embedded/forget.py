"""Remove the embedded databases of this project: `python -m config.embedded.forget`."""

import shutil
import sys

from config.embedded.errors import EmbeddedServerError
from config.embedded.locks import FileLock
from config.embedded.places import PROJECT, Cluster, ClusterName, state_directory


def forget(name: ClusterName) -> None:
    cluster = Cluster(name)
    cluster.prepare_runtime()
    users = FileLock(cluster.users_lock)
    if not users.try_own():
        raise EmbeddedServerError("The database is in use. Stop what runs, then try again.")
    shutil.rmtree(state_directory(cluster))
    users.release()


def main() -> int:
    try:
        forget("main")
        forget("test")
    except EmbeddedServerError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    shutil.rmtree(PROJECT / "var", ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
