"""The collections of the service: the only place that speaks to the driver."""

from kontor_tasks.store.actions import Actions
from kontor_tasks.store.attachments import Attachments
from kontor_tasks.store.comments import Comments
from kontor_tasks.store.configured import Configured
from kontor_tasks.store.feeds import Feeds
from kontor_tasks.store.history import History
from kontor_tasks.store.installations import Installations
from kontor_tasks.store.replicas import Replicas
from kontor_tasks.store.tickets import Tickets

__all__ = [
    "Actions",
    "Attachments",
    "Comments",
    "Configured",
    "Feeds",
    "History",
    "Installations",
    "Replicas",
    "Tickets",
]
