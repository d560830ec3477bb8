"""What a rule may look at besides its subject."""

import datetime as dt
from typing import NamedTuple

from pipeline.model.policy import PagePolicy
from pipeline.model.settings import Settings
from pipeline.model.vocabulary import Vocabulary


class Context(NamedTuple):
    """Vocabulary, house rules, settings, and the day it is: rules read no clock."""

    vocabulary: Vocabulary
    policy: PagePolicy
    settings: Settings
    today: dt.date
