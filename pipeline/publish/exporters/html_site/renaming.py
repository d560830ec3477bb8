"""The library's own words for strategies, factors and the like, put into the messages of the site."""

import gettext
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.model.concept_words import CONCEPTS, Concept, ConceptWords, capitalized

Words = Mapping[Concept, ConceptWords]
# A placeholder of a message, whose name is no word of it.
PLACEHOLDER = r"%\(\w+\)s|%%|\{\w+\}"
# An English article before a noun.
ARTICLE = r"(?P<article>\b[Aa]n?\b )?"
# English words that begin with the sound of a consonant, or of a vowel, though their first letter says otherwise.
LIKE_CONSONANT = re.compile(r"eu|uni|use|usa|usu|uti|ubi|one\b|once\b", re.IGNORECASE)
LIKE_VOWEL = re.compile(r"hour|honest|hono|heir", re.IGNORECASE)


class NounForms(NamedTuple):
    """The forms in which a language has the word for something: for one, for several, and for exactly two."""

    one: tuple[str, ...]
    many: tuple[str, ...]
    two: tuple[str, ...] = ()


# The nouns in the messages of each packaged language.
NOUNS: Mapping[str, Mapping[Concept, NounForms]] = {
    "en": {
        "strategy": NounForms(("strategy",), ("strategies",)),
        "factor": NounForms(("factor",), ("factors",)),
        "category": NounForms(("category",), ("categories",)),
        "learner_model": NounForms(("learner model",), ("learner models",)),
        "factor_group": NounForms(("group of factors",), ("groups of factors",)),
        "grade": NounForms(("grade",), ("grades",)),
    },
    "de": {
        "strategy": NounForms(("Strategie",), ("Strategien",)),
        "factor": NounForms(("Faktor", "Faktors"), ("Faktoren",)),
        "category": NounForms(("Kategorie",), ("Kategorien",)),
        "learner_model": NounForms(("Lernmodell", "Lernmodells"), ("Lernmodelle", "Lernmodellen")),
        "factor_group": NounForms(("Gruppe von Faktoren",), ("Gruppen von Faktoren",)),
        "grade": NounForms(("Klassenstufe",), ("Klassenstufen",)),
    },
    "es": {
        "strategy": NounForms(("estrategia",), ("estrategias",)),
        "factor": NounForms(("factor",), ("factores",)),
        "category": NounForms(("categoría",), ("categorías",)),
        "learner_model": NounForms(("modelo de estudiante",), ("modelos de estudiante",)),
        "factor_group": NounForms(("grupo de factores",), ("grupos de factores",)),
        "grade": NounForms(("grado",), ("grados",)),
    },
    "fr": {
        "strategy": NounForms(("stratégie",), ("stratégies",)),
        "factor": NounForms(("facteur",), ("facteurs",)),
        "category": NounForms(("catégorie",), ("catégories",)),
        "learner_model": NounForms(("modèle d’apprenant",), ("modèles d’apprenant",)),
        "factor_group": NounForms(("groupe de facteurs",), ("groupes de facteurs",)),
        "grade": NounForms(("niveau",), ("niveaux",)),
    },
    "ar": {
        "strategy": NounForms(("استراتيجية",), ("استراتيجيات",), ("استراتيجيتان", "استراتيجيتين")),
        "factor": NounForms(("عامل",), ("عوامل",)),
        "category": NounForms(("فئة",), ("فئات",)),
        "learner_model": NounForms(("نموذج المتعلّم",), ("نماذج المتعلّمين", "نماذج المتعلّم"), ("نموذجا المتعلّم",)),
        "factor_group": NounForms(("مجموعة العوامل", "مجموعة عوامل"), ("مجموعات العوامل",)),
        "grade": NounForms(("صف",), ("صفوف",)),
    },
}
# What the packaged messages say that a strategy does to its factors, and what they say of those of a library with its
# own word for them: nothing tells that a pattern supports the signals that it names.
VERBS: Mapping[str, Mapping[str, str]] = {
    "en": {"support": "cover", "supports": "covers", "supported": "covered"},
    "de": {"unterstützen": "behandeln", "unterstützt": "behandelt"},
    "es": {"apoya": "trata", "apoyan": "tratan", "apoyo": "tratar"},
    "fr": {"soutient": "traite", "soutiennent": "traitent", "soutenu": "traité", "soutenus": "traités"},
    "ar": {
        "تدعم": "تذكر",
        "تدعمان": "تذكران",
        "تدعمه": "تذكره",
        "تدعمها": "تذكرها",
        "يُدعم": "يُذكر",
        "مدعوم": "مذكور",
    },
}
# Letters that a language writes before a noun as a part of the word: and, by, like, for; the.
PREFIXES: Mapping[str, str] = {"ar": "[وفبكل]?(?:ال|لل)?"}
# How a library's word for two of something follows from that for many.
TWO = "2 {}"


class Renaming:
    """Puts a library's words in place of the packaged ones, as whole words; articles in English follow."""

    def __init__(self, words: Words, language: str) -> None:
        self._words = {concept: words[concept] for concept in CONCEPTS if concept in words}
        self._known: dict[str, str] = {}
        self._replacements = dict(self._forms(NOUNS[language]))
        nouns = sorted(self._replacements, key=lambda noun: (-len(noun), noun))
        article = ARTICLE if language == "en" else "(?P<article>)"
        noun = rf"(?P<before>\b{PREFIXES.get(language, '')})(?P<noun>{'|'.join(map(re.escape, nouns))})\b"
        self._pattern = re.compile(f"(?P<kept>{PLACEHOLDER})|{article}{noun}", re.IGNORECASE)
        self._verbs = VERBS[language] if "factor" in self._words else {}
        self._verb = re.compile(rf"(?P<kept>{PLACEHOLDER})|\b(?P<verb>{'|'.join(self._verbs)})\b", re.IGNORECASE)

    def _forms(self, nouns: Mapping[Concept, NounForms]) -> Iterator[tuple[str, str]]:
        """Each form of a packaged word in small letters, with the word in its place."""
        for concept, words in self._words.items():
            forms = nouns[concept]
            yield from ((noun.lower(), words.one) for noun in forms.one)
            yield from ((noun.lower(), words.many) for noun in forms.many)
            yield from ((noun.lower(), TWO.format(words.many)) for noun in forms.two)

    def text(self, text: str) -> str:
        """A text of the site with the library's words."""
        if not self._words:
            return text
        if text not in self._known:
            spoken = self._verb.sub(self._put_verb, text) if self._verbs else text
            self._known[text] = self._pattern.sub(self._put, spoken)
        return self._known[text]

    def _put_verb(self, found: re.Match[str]) -> str:
        if found["kept"]:
            return found[0]
        verb = self._verbs[found["verb"].lower()]
        return capitalized(verb) if found["verb"][0].isupper() else verb

    def _put(self, found: re.Match[str]) -> str:
        if found["kept"]:
            return found[0]
        word = self._replacements[found["noun"].lower()]
        article = found["article"] or ""
        if article:
            article = f"{article[0]}{'n' if _begins_with_vowel(word) else ''} "
        if found["noun"][0].isupper() and (not article or article[0].isupper()):
            word = capitalized(word)
        return f"{article}{found['before']}{word}"

    def menu(self, concept: Concept) -> str | None:
        """What the menu calls the list of them; None if the library has no own word for them."""
        words = self._words.get(concept)
        return (words.menu or capitalized(words.many)) if words else None


class RenamedMessages(gettext.NullTranslations):
    """The messages of a catalog with a library's words in them."""

    def __init__(self, messages: gettext.NullTranslations, renaming: Renaming) -> None:
        super().__init__()
        self._messages, self._renaming = messages, renaming

    def gettext(self, message: str) -> str:
        """A message."""
        return self._renaming.text(self._messages.gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form of a message for a number."""
        return self._renaming.text(self._messages.ngettext(msgid1, msgid2, n))


def _begins_with_vowel(word: str) -> bool:
    """True for an English word that `an` stands before, as far as its spelling tells."""
    return bool(LIKE_VOWEL.match(word)) or (word[:1].lower() in "aeiou" and not LIKE_CONSONANT.match(word))
