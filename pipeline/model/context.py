"""The context of rules."""

import datetime as dt
from typing import NamedTuple

from pipeline.model.policy import PagePolicy
from pipeline.model.settings import Settings
from pipeline.model.vocabulary import Vocabulary


class Context(NamedTuple):
    """Vocabulary, page policy, settings and date: rules read no clock."""

    vocabulary: Vocabulary
    policy: PagePolicy
    settings: Settings
    today: dt.date
