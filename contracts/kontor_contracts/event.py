"""What every fact is: a frozen value that knows its topic, its type, its key and its subject."""

import re
from abc import abstractmethod
from typing import ClassVar

from kontor_contracts.topic import Topic
from kontor_contracts.values import Value


class Event(Value):
    """A fact in the past tense. The class name in kebab-case is its `ce_type`."""

    topic: ClassVar[Topic]
    type: ClassVar[str]

    def __init_subclass__(cls, topic: Topic | None = None) -> None:
        super().__init_subclass__()
        if topic is not None:
            cls.topic = topic
            cls.type = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()
            topic.events[cls.type] = cls

    @property
    @abstractmethod
    def subject(self) -> str:
        """Id of the aggregate the fact is about (`ce_subject`)."""

    @property
    def key(self) -> str:
        """The Kafka key: facts of one key are handled in order."""
        return self.subject

    @property
    def order(self) -> int:
        """Version of the aggregate after this fact; 0 where an aggregate says one thing only."""
        return 0
