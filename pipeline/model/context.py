"""What a rule may look at besides its subject."""

import datetime as dt
from dataclasses import dataclass

from pipeline.model.policy import PagePolicy
from pipeline.model.settings import Settings
from pipeline.model.vocabulary import Vocabulary


@dataclass(frozen=True)
class Context:
    """Vocabulary, house rules, settings, and the day it is: rules read no clock."""

    vocabulary: Vocabulary
    policy: PagePolicy
    settings: Settings
    today: dt.date
