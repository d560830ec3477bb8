"""Fields of the house from those of an old page, and from its text where it has none."""

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from pipeline.authoring.intake import naming
from pipeline.authoring.intake.field_names import OURS
from pipeline.authoring.intake.house import House
from pipeline.authoring.intake.mentions import factors_named
from pipeline.authoring.intake.new_page import NewPage
from pipeline.authoring.intake.own_values import MANY, own_field, place_own
from pipeline.model.dates import date_meant, read_date
from pipeline.model.fields import ID_PATTERN, WEB_ADDRESS_PATTERN
from pipeline.model.file_name import LONGEST_ID, is_reserved
from pipeline.model.plain_markdown import plain
from pipeline.model.sentences import TERMINALS
from pipeline.source.names import folded

ID = re.compile(ID_PATTERN)
WEB = re.compile(WEB_ADDRESS_PATTERN)
# The end of a sentence with a space after it.
SENTENCE = re.compile(rf"[{re.escape(''.join(sorted(TERMINALS)))}][\"'”’)]*(?=\s|$)")
SHORTEST, LONGEST = 40, 300


def place_fields(page: NewPage, house: House) -> None:
    """Take over each field that the house has a place for; keep the others."""
    for name, values in page.old.fields.items():
        place = PLACES.get(OURS.get(name, ""))
        if own := own_field(house, name):
            rest = place_own(page, house, own, [*values])
        else:
            rest = [value for value in values if place is None or not place(page, house, value)]
        for value in rest:
            page.keep("", f"- {plain(f'{name}: {value}')}")
            page.remark("unplaced", f"the field `{name}`: “{value}”")


def fill_fields(page: NewPage, house: House) -> None:
    """Guess what the old page does not say."""
    texts = page.plain_of(house.policy.sections[0].id)
    _fill_summary(page, house, texts)
    _fill_factors(page, house, texts)
    _fill_models(page, house)
    _fill_only_terms(page, house)
    page.fields.setdefault("related", [])
    page.fields.setdefault("status", "draft")
    if "updated" not in page.fields:
        page.fields["updated"] = page.fields.get("published", house.today.isoformat())
    own = (field.id for field in house.policy.fields if field.required)
    vocabulary = house.vocabulary
    lists = {"learner_models": vocabulary.learner_models.items, "factors": vocabulary.factors.items}
    for field in ("summary", "category", *filter(lists.get, lists), *own):
        if field not in page.fields:
            page.remark("todo", f"`{field}`: the old page does not say it")


def _summary(page: NewPage, house: House, value: str) -> bool:
    text = " ".join(value.split())
    if "summary" in page.fields:
        return page.fields["summary"] == text
    page.fields["summary"] = text
    page.remark("placed", f"summary: “{text}”")
    return True


def _category(page: NewPage, house: House, value: str) -> bool:
    before = page.fields.get("category")
    found = naming.known_as(house.vocabulary.category_names(), value)
    if before is not None:
        return found == before or (found is None and _tag(page, house, value))
    return naming.place_category(page, house, value) if found else _tag(page, house, value)


def _factors(page: NewPage, house: House, value: str) -> bool:
    names = house.vocabulary.factor_names()
    for part in filter(None, MANY.split(value)):
        if id_ := naming.known_as(names, part):
            naming.add(page, "factors", id_)
            page.remark("placed", f"factor `{id_}`: “{part}”")
        elif meant := names.suggest(part):
            naming.add(page, "factors", meant.id)
            page.remark("guessed", f"factor `{meant.id}`: “{part}” is similar")
        else:
            page.keep("", f"- {plain(part)}")
            page.remark("unplaced", f"“{part}”: no factor of the vocabulary has this name")
    return True


def _models(page: NewPage, house: House, value: str) -> bool:
    names, unknown = house.vocabulary.learner_model_names(), []
    for part in filter(None, MANY.split(value)):
        if id_ := naming.known_as(names, part):
            naming.add(page, "learner_models", id_)
            page.remark("placed", f"learner model `{id_}`: “{part}”")
        else:
            unknown.append(part)
    for part in unknown:
        page.keep("", f"- {plain(part)}")
        page.remark("unplaced", f"“{part}”: no learner model has this name")
    return True


def _related(page: NewPage, house: House, value: str) -> bool:
    names = house.strategies
    whole = naming.known_as(names, value)
    for part in [value] if whole else filter(None, re.split(r"\s*[;|\n]\s*|,\s*(?=[a-z0-9-]+(?:,|$))", value)):
        naming.place_relation(page, house, part, [naming.slug_of(part)])
    return True


def _tag(page: NewPage, house: House, value: str) -> bool:
    """True if every part of a tag is a factor, a category or a learner model."""
    kinds = (
        ("factors", house.vocabulary.factor_names()),
        ("learner_models", house.vocabulary.learner_model_names()),
        ("category", house.vocabulary.category_names()),
    )
    rest = []
    for part in filter(None, MANY.split(value)):
        known = next(((field, id_) for field, names in kinds if (id_ := naming.known_as(names, part))), None)
        if known is None or (known[0] == "category" and page.fields.get("category", known[1]) != known[1]):
            rest.append(part)
        elif known[0] == "category":
            naming.place_category(page, house, part)
        else:
            naming.add(page, *known)
            page.remark("placed", f"{known[0].removesuffix('s').replace('_', ' ')} `{known[1]}`: the tag “{part}”")
    for part in rest:
        page.keep("", f"- {plain(part)}")
        page.remark("unplaced", f"the tag “{part}”: the vocabulary does not have it")
    return True


def _updated(page: NewPage, house: House, value: str) -> bool:
    day = read_date(value.strip()) or date_meant(value)
    if day is None:
        return False
    known = str(page.fields.get("updated", ""))
    page.fields["updated"] = max(known, day.isoformat())
    page.remark("placed", f"updated: “{value}”")
    return True


def _published(page: NewPage, house: House, value: str) -> bool:
    day = read_date(value.strip()) or date_meant(value)
    if day is None or "published" in page.fields:
        return False
    page.fields["published"] = day.isoformat()
    page.remark("placed", f"published: “{value}”")
    return True


def _authors(page: NewPage, house: House, value: str) -> bool:
    naming.add(page, "authors", " ".join(value.split()))
    page.remark("placed", f"author: “{value}”")
    return True


def _aliases(page: NewPage, house: House, value: str) -> bool:
    slug = naming.slug_of(value)
    if not ID.fullmatch(slug):
        return False
    naming.add(page, "aliases", slug)
    page.remark("placed", f"former id `{slug}`: “{value}”")
    return True


def _id(page: NewPage, house: House, value: str) -> bool:
    slug = naming.slug_of(value)
    if not ID.fullmatch(slug) or len(slug) > LONGEST_ID or is_reserved(slug):
        return False
    page.fields["id"] = slug
    page.remark("placed", f"id: “{value}”")
    return True


def _source(page: NewPage, house: House, value: str) -> bool:
    if not WEB.fullmatch(value) or "source" in page.fields:
        return page.fields.get("source") == value
    page.fields["source"] = value
    page.remark("placed", f"source: “{value}”")
    return True


def _title(page: NewPage, house: House, value: str) -> bool:
    page.title = page.title or " ".join(value.split())
    if folded(page.title) not in folded(value) and folded(value) not in folded(page.title):
        return False
    page.remark("left", f"the title of the old page, “{value}”")
    return True


def _status(page: NewPage, house: House, value: str) -> bool:
    page.remark("left", f"“{value}”: whatever the old page says, an imported one is a draft until somebody has read it")
    return True


def _layout(page: NewPage, house: House, value: str) -> bool:
    page.remark("left", f"“{value}”: how the old site laid the page out")
    return True


Place = Callable[[NewPage, House, str], bool]
PLACES: Mapping[str, Place] = MappingProxyType(
    {
        "summary": _summary, "category": _category, "factors": _factors, "learner_models": _models,
        "related": _related, "tags": _tag, "updated": _updated, "published": _published, "authors": _authors,
        "aliases": _aliases, "id": _id, "source": _source, "title": _title, "status": _status, "layout": _layout,
    }
)  # fmt: skip


def _fill_summary(page: NewPage, house: House, texts: Iterable[str]) -> None:
    """The first sentence of the first section, if it is neither too short nor too long."""
    first = house.policy.sections[0]
    if "summary" in page.fields:
        return
    for part in texts:
        text = " ".join(part.split())
        end = SENTENCE.search(text, SHORTEST)
        if end and end.end() <= LONGEST:
            page.fields["summary"] = text[: end.end()]
            page.remark("guessed", f"summary: the first sentence of {first.heading}")
            return


def _fill_factors(page: NewPage, house: House, texts: Iterable[str]) -> None:
    """The factors that the first section names as names."""
    if page.fields.get("factors"):
        return
    found = factors_named("\n".join(texts), house.vocabulary)
    for id_, written in found.named.items():
        naming.add(page, "factors", id_)
        page.remark("guessed", f"factor `{id_}`: named in {house.policy.sections[0].heading} as “{written}”")
    if found.perhaps:
        words = ", ".join(f"“{written}” (`{id_}`)" for id_, written in found.perhaps.items())
        page.remark("todo", f"factors: the text also has the words {words}; are they meant as factors?")


def _fill_models(page: NewPage, house: House) -> None:
    """Few learner models that have all factors: again and again the one that has most of those left."""
    factors = set(page.fields.get("factors", ()))
    if page.fields.get("learner_models") or not factors:
        return
    models = {model.id: factors.intersection(model.factors) for model in house.vocabulary.learner_models}
    missing = set(factors)
    while missing and models:
        best = max(models, key=lambda id_: len(models[id_] & missing))
        if not models[best] & missing:
            break
        naming.add(page, "learner_models", best)
        missing -= models.pop(best)
    chosen = page.fields.get("learner_models", ())
    if chosen:
        words = ", ".join(f"`{id_}`" for id_ in chosen)
        page.remark("guessed", f"learner models {words}: they have {'all' if not missing else 'most'} of the factors")


def _fill_only_terms(page: NewPage, house: House) -> None:
    """The category and the learner model of a vocabulary that has no other."""
    categories, models = list(house.vocabulary.categories), list(house.vocabulary.learner_models)
    if "category" not in page.fields and len(categories) == 1:
        page.fields["category"] = categories[0].id
        page.remark("guessed", f"category `{categories[0].id}`: the vocabulary has no other")
    if not page.fields.get("learner_models") and len(models) == 1:
        naming.add(page, "learner_models", models[0].id)
        page.remark("guessed", f"learner model `{models[0].id}`: the vocabulary has no other")
