"""Columns of the table of strategies: those of every library, and those that house rules add."""

from pipeline.model.published import DisclaimerV1, OriginV1, StrategyV1
from pipeline.model.table import Column, Value, id_column, text_column

OWN_ID = id_column("id", "never changes once published", unique=True)
