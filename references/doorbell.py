"""Wake a worker. The database holds what is to be done; the message is only a doorbell."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)

#: A broker that hangs is not waited for longer: the person who pressed the button waits too.
SECONDS_TO_RING = 0.5
#: A doorbell nobody heard within a minute is of no use: whatever waits is rung for again.
SECONDS_TO_HEAR = 60


def ring(task: str, *arguments: int) -> bool:
    """Whether the broker took the message. One that is away costs a moment and nothing else."""
    patience = {"socket_timeout": SECONDS_TO_RING, "socket_connect_timeout": SECONDS_TO_RING}
    try:
        with current_app.connection_for_write(transport_options=patience) as connection:
            current_app.send_task(
                task,
                args=arguments,
                connection=connection,
                ignore_result=True,
                retry=False,
                expires=SECONDS_TO_HEAR,
            )
    except (OperationalError, OSError) as error:
        log.warning("The broker did not answer; what waits is begun when it is back. %s", error)
        return False
    return True
