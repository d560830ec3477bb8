"""The page policy of a bundle, which says of a section that it may be there, and not that it must."""

from collections.abc import Sequence

from pipeline.model.policy import PagePolicy
from pipeline.publish.schema.records import StrategyV1


def policy_in_use(policy: PagePolicy, records: Sequence[StrategyV1]) -> PagePolicy:
    """The policy with videos in the sections where records have any; sections that all records have are required.

    A bundle only says whether there may be videos. If no record has one, any section with text may.
    """
    filmed = {video.section for record in records for video in record.videos}
    held = [{section.id for section in record.sections} for record in records]
    everywhere = set.intersection(*held) if held else set()
    sections = tuple(
        section.model_copy(
            update={
                "video": section.id in filmed if filmed else section.video and not section.items,
                "required": section.id in everywhere,
            }
        )
        for section in policy.sections
    )
    return policy.model_copy(update={"sections": sections})
