"""What `content/library.yaml` says about a library as a whole."""

from typing import Annotated

from pydantic import Field, StringConstraints

from pipeline.model.fields import Line, Name, SiteAddress, Version, WebAddress, Written

# A BCP 47 language tag: `en`, `pt-BR`, `zh-Hans`.
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]


class LibraryInfo(Written):
    """Title, language, licence and version of a library."""

    title: Name = Field(description="the library's name")
    language: Language = Field(description="its language as a tag, such as en")
    publisher: Name = Field(description="who publishes it")
    licence: Name = Field(description="its licence, an SPDX identifier such as CC-BY-4.0 where there is one")
    version: Version = Field(description="version of the content: three numbers with dots, such as 1.4.0")
    base_url: SiteAddress | None = Field(None, description="where the site will stand, starting with https://")
    edit_url: WebAddress | None = Field(None, description="where pages are edited; the file's path is added to it")
    attribution: Line | None = Field(None, description="whom readers should credit")
