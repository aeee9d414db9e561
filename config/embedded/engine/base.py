"""See the package; Django looks for this module by its name."""

from typing import Any

from django.db import OperationalError
from django.db.backends.postgresql import base

from config.embedded.attachment import attach
from config.embedded.errors import EmbeddedServerError


class DatabaseWrapper(base.DatabaseWrapper):
    """`EMBEDDED` in the settings names the cluster."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:  # noqa: ANN401 -- Django's own signature
        try:
            attach(self.settings_dict["EMBEDDED"])
        except EmbeddedServerError as error:
            raise OperationalError(str(error)) from error
        return super().get_new_connection(conn_params)
