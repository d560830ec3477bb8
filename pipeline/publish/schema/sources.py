"""The published shapes of what a strategy stands on: works, and the sentences that cite them."""

from typing import Annotated, Any

from pydantic import Field

from pipeline.publish.schema.base import AddressV1, IdV1, PublishedModel

CslItemV1 = Annotated[
    dict[str, Any],
    Field(
        description="its facts as an item of CSL-JSON (https://docs.citationstyles.org), with what is known only",
        examples=[
            {
                "id": "doe-2020",
                "type": "article-journal",
                "title": "On Reading",
                "author": [{"family": "Doe", "given": "J."}],
                "issued": {"date-parts": [[2020]]},
            }
        ],
    ),
]
WorkIdV1 = Annotated[IdV1 | None, Field(description="id of the work in the library", examples=["doe-2020"])]


class ReferenceV1(PublishedModel):
    """A citation."""

    text: str = Field(description="the citation", examples=["Doe, J. (2020). On Reading. Journal of Reading, 1(2), 3."])
    url: AddressV1 | None = Field(description="its address")
    doi: str | None = Field(description="its DOI, without an address before it", examples=["10.1000/182"])
    id: WorkIdV1 = Field(description="id of the work in the library; null for a citation that the page holds itself")
    csl: CslItemV1 | None = Field(description="its facts; null for a citation that the page holds itself")


class ClaimV1(PublishedModel):
    """A sentence and the work that carries it. A sentence with two works is two claims."""

    section: IdV1 = Field(description="id of the section", examples=["overview"])
    text: str = Field(description="the sentence", examples=["In one study, learners who looked back remembered more."])
    words: str = Field(description="its words that lead to the work", examples=["one study"])
    reference: IdV1 = Field(description="id of the work among the references", examples=["doe-2020"])
